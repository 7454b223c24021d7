"""What a district bought: a group session near a child's home, to which she came."""

import uuid

from nuantong.access.reader import reader_of
from nuantong.access.roles import Permission, Role
from nuantong.accounts.models import User
from nuantong.people.models import Child
from nuantong.programmes.actions import Meeting, add_session, ask, mark_rest, observe, plan_contract
from nuantong.programmes.models import Plan, Session
from nuantong.services.actions import add_evidence
from nuantong.services.credit_codes import check_character
from nuantong.services.papers import Paper
from tests.conftest import TODAY, make_user
from tests.unit.services.bought import make_district_contract, make_practitioner, make_provider


def bought(child: Child, address: str, officer: User) -> Session:
    """Led by the cast's counsellor, the neighbour's by another; evidence that names the child."""
    by, number = reader_of(officer, TODAY), f"{officer.pk:017d}"
    provider = make_provider(by, number + check_character(number), f"第{officer.pk}社工服务中心")
    leads = User.objects.filter(staff_number="counsellor", practitioner=None).first()
    leads = leads or make_user(f"leads-{officer.pk}", "带领人乙", Role.COUNSELLOR)
    home = by.regions(Permission.EDIT_SERVICES)[0]
    person = make_practitioner(leads, provider, by, district_id=home)
    contract = make_district_contract(provider, by, f"团辅-{officer.pk}")
    plan_contract(contract=contract, ordinal=3, sessions=4, by=by)
    plan = Plan.objects.get(area__contract=contract)
    meeting = Meeting(on=TODAY, venue=address, facilitator=person, games=["knot"])
    session = add_session(plan=plan, meeting=meeting, key=uuid.uuid4(), by=by)
    ask(session=session, lines=[child.number], with_carers=True, agreed=True, by=by)
    observe(session=session, words=f"{child.name}笑了", key=uuid.uuid4(), by=by)
    mark_rest(session=session, by=by)
    add_evidence(
        milestone=contract.milestones.get(), area=plan.area, said=address, key=uuid.uuid4(),
        paper=Paper("签到表.pdf", "pdf", child.name.encode()), by=by,
    )  # fmt: skip
    return session
