"""The third round of group counselling as the brief tells of it: 1.56 million yuan, every district
and both zones; and one session of today whose roll has not been called."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from random import Random
from typing import Final

from nuantong.access.reader import Reader, reader_of
from nuantong.accounts.models import User
from nuantong.core import clock
from nuantong.demo import cast
from nuantong.demo.numbers import reserved_phone
from nuantong.demo.size import SEED, TODAY, chance, day_between
from nuantong.people.models import Child
from nuantong.programmes import actions as programmes
from nuantong.programmes.actions import Meeting
from nuantong.programmes.games import library
from nuantong.programmes.models import Face, Observation, Participant, Plan, Session
from nuantong.regions.models import Organisation, OrganisationArea
from nuantong.regions.tree import Tree
from nuantong.services import actions as services
from nuantong.services.actions import Credentials, Draft, Share, Stage, Terms
from nuantong.services.credit_codes import check_character
from nuantong.services.models import (
    Area,
    Contract,
    Milestone,
    PaymentDue,
    Practitioner,
    Provider,
)

SPACE: Final = uuid.UUID("8a1f7a52-6c0d-4b39-9d7f-0c7d3f1e5b21")
CODE: Final = "5250000012345678L"
BEGAN, ENDS = dt.date(2018, 3, 12), dt.date(2018, 12, 20)
ZONES: Final = ("两江新区", "万盛经开区")
PLACES: Final = 245
"""For each district and zone: in forty of them the 9,800 children who live scattered."""
STAGES: Final = (
    Stage("实施方案和带领人名单", dt.date(2018, 3, 31), 46_800_000, by_buyer=True),
    Stage("各区县团辅活动完成", dt.date(2018, 10, 31), 78_000_000),
    Stage("总结报告", dt.date(2018, 12, 10), 31_200_000, by_buyer=True),
)
"""1,560,000 yuan in three parts."""
SEEN: Final = "开始时孩子们各坐各的，做完“解手结”以后主动和爱心妈妈坐到了一起。"


def write_groups(tree: Tree, seed: int = SEED) -> None:
    """Written by the product's own actions, but for sessions that are over: in bulk."""
    city = _reader("M500001")
    provider = _provider(city)
    people = [_person(provider, cast.COUNSELLOR.staff_number, city), _other(provider, city)]
    contract = _contract(provider, tree, city)
    programmes.plan_contract(contract=contract, ordinal=3, sessions=4, by=city)
    plans = list(Plan.objects.filter(area__contract=contract).select_related("area"))
    children = _children(tree, plans)
    _sessions(plans, children, people, chance("groups", seed))
    _today(tree, children, people[0])
    _accept(contract, tree, city)


def _reader(number: str) -> Reader:
    return reader_of(User.objects.get(staff_number=number))


def _key(word: str) -> uuid.UUID:
    return uuid.uuid5(SPACE, word)


def _provider(by: Reader) -> Provider:
    return services.register_provider(
        name="重庆市渝心社会工作服务中心", short_name="渝心社工", contact="邓晓岚",
        credit_code=CODE + check_character(CODE), phone=reserved_phone(120), key=_key("provider"),
        by=by,
    )  # fmt: skip


def _person(provider: Provider, number: str, by: Reader) -> Practitioner:
    district = by.tree.by_code(cast.DISTRICT)
    assert district is not None
    found = services.register_practitioner(
        user=User.objects.get(staff_number=number), provider=provider, by=by,
        credentials=Credentials(
            qualification=Practitioner.Qualification.COUNSELLOR_2, since=BEGAN,
            qualification_number=f"1522000000{number[-6:]}", district_id=district.id,
        ),
    )  # fmt: skip
    services.check_practitioner(practitioner=found, on=BEGAN, organ="巴南区公安局", by=by)
    services.sign_pledge(practitioner=found, on=BEGAN, by=by)
    found.refresh_from_db()
    return found


def _other(provider: Provider, by: Reader) -> Practitioner:
    """Who leads the sessions of the other districts; she has no role in the demo."""
    User.objects.create(
        staff_number="P500009", name="袁青", password="!", phone=reserved_phone(121)
    )
    return _person(provider, "P500009", by)


def _contract(provider: Provider, tree: Tree, by: Reader) -> Contract:
    zones = Organisation.objects.filter(short_name__in=ZONES).order_by("pk")
    shares = [Share(PLACES, region=place.id) for place in tree.districts()]
    shares += [Share(PLACES, zone=zone) for zone in zones.values_list("pk", flat=True)]
    terms = Terms(
        number="2018-妇儿-03", title="第三轮困境儿童心理团体辅导", kind="group", provider=provider,
        buyer_id=tree.root.id, fund="budget", budget_fen=sum(stage.fen for stage in STAGES),
        places=PLACES * len(shares), start=BEGAN, end=ENDS, handed=["name", "sex", "age", "carer"],
    )  # fmt: skip
    return services.make_contract(draft=Draft(terms, shares, STAGES), key=_key("third"), by=by)


def _children(tree: Tree, plans: list[Plan]) -> dict[int, list[tuple[int, int | None]]]:
    """Children with their carers by plan; whoever lives in a zone is counted there."""
    whose = {plan.area.region_id: plan.pk for plan in plans if plan.area.region_id}
    zones = {plan.area.zone_id: plan.pk for plan in plans if plan.area.zone_id}
    inside = {
        place: zones[zone]
        for zone, top in OrganisationArea.objects.filter(
            organisation__in=zones
        ).values_list("organisation", "region")
        for place in tree.below(tree.current(top))
    }  # fmt: skip
    district = tree.above(2)
    found: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    rows = Child.objects.filter(status="on_register", setting="scattered", pairings__end=None)
    for child, place, carer in rows.order_by("pk").values_list("pk", "place", "pairings__carer"):
        plan = inside.get(place) or whose.get(district.get(place, 0))
        if plan:
            found[plan].append((child, carer))
    return found


def _sessions(
    plans: list[Plan], children: dict[int, list[tuple[int, int | None]]],
    people: list[Practitioner], rng: Random,
) -> None:  # fmt: skip
    """One to four in each district since spring, with eight to twelve children each."""
    games = list(library())
    rows = [
        Session(
            key=_key(f"{plan.area_id}-{number}"), plan=plan, number=number, facilitator=people[1],
            on=day_between(rng, dt.date(2018, 3 + number, 1), dt.date(2018, 3 + number, 28)),
            venue="文化活动中心", games=rng.sample(games, 4),
        )
        for plan in plans
        for number in range(1, rng.randint(1, 4) + 1)
    ]  # fmt: skip
    sessions = Session.objects.bulk_create(rows)
    Participant.objects.bulk_create(_came(sessions, children, rng), batch_size=2000)
    faces = [(one, n) for one in sessions for n in range(rng.randint(4, 8))]
    Face.objects.bulk_create(
        Face(session=one, key=_key(f"{one.pk}-{n}"), how=rng.choice([2, 3, 3, 4, 4, 4]))
        for one, n in faces
    )


def _came(
    sessions: list[Session], children: dict[int, list[tuple[int, int | None]]], rng: Random
) -> Iterator[Participant]:
    for session in sessions:
        known = children[session.plan_id]
        chosen = rng.sample(known, min(len(known), rng.randint(8, 12)))
        now = {"marked_at": clock.now(), "marked_by": "袁青", "session": session}
        for child, _ in chosen:
            yield Participant(child_id=child, agreed=True, came=rng.random() < 0.93, **now)
        for carer in sorted({carer for _, carer in chosen if carer}):
            yield Participant(carer_id=carer, came=rng.random() < 0.9, **now)


def _today(
    tree: Tree, children: dict[int, list[tuple[int, int | None]]], leads: Practitioner
) -> None:
    """The tour's: 唐晓燕 calls the roll of this session on her phone."""
    officer, district = _reader(cast.DISTRICT_OFFICER.staff_number), tree.by_code(cast.DISTRICT)
    assert district is not None
    plan = Plan.objects.get(area__region=district.id)
    meeting = Meeting(
        on=TODAY, venue="麻柳嘴镇文化站", facilitator=leads, games=["name-and-gesture", "knot"]
    )
    session = programmes.add_session(plan=plan, meeting=meeting, key=_key("today"), by=officer)
    own = Child.objects.filter(place__code__startswith=cast.TOWNSHIP, setting="scattered")
    asked = own.on_register().order_by("-place__code", "pk").values_list("number", flat=True)[:10]
    programmes.ask(session=session, lines=list(asked), with_carers=True, agreed=True, by=officer)
    last = plan.held.exclude(pk=session.pk).order_by("number").last()
    Observation.objects.create(
        session=last, key=_key("seen"), words=SEEN, entered_at=clock.now(), entered_by_name="袁青"
    )


def _accept(contract: Contract, tree: Tree, city: Reader) -> None:
    """The first stage is accepted and paid; of the second one district in three has its say."""
    first, second = Milestone.objects.filter(contract=contract).order_by("order")[:2]
    services.add_evidence(
        milestone=first, area=None, said="实施方案、安全预案和带领人名单已交。", key=_key("first"),
        by=city,
    )  # fmt: skip
    services.accept(milestone=first, area=None, said="同意。", by=city)
    services.pay(
        payment=PaymentDue.objects.get(milestone=first), on=TODAY, voucher="2018-0327", by=city
    )
    for area in Area.objects.filter(contract=contract).order_by("pk")[::3]:
        own = tree.get(area.region_id)
        if own is None or own.code.startswith(cast.DISTRICT):
            continue
        said = "活动签到表和照片已存区县妇联。"
        services.add_evidence(
            milestone=second, area=area, said=said, key=_key(f"area-{area.pk}"), by=city
        )
        services.accept(milestone=second, area=area, said="", by=city)
