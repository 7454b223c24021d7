"""Bought services: nobody unchecked, sums that close, nothing paid that nobody accepted."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, reader_of, system_reader
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.services import actions
from nuantong.services.actions import Share, Stage
from nuantong.services.credit_codes import ALPHABET, check_character, problem_of
from nuantong.services.handing import handed
from nuantong.services.models import (
    Acceptance,
    Area,
    Contract,
    Evidence,
    Milestone,
    PaymentDue,
    Practitioner,
    PractitionerCheck,
    Provider,
)
from nuantong.services.papers import read_paper
from nuantong.services.vetting import warn_of_checks
from nuantong.tasks.models import Task
from tests.conftest import TODAY, make_user, place
from tests.unit.services.bought import (
    CODE,
    DISTRICT,
    OTHER,
    draft,
    make_contract,
    make_practitioner,
    make_provider,
)

Readers = Callable[[Role], Reader]


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_of_a_credit_code_is_found(first: str, at: int, other: str) -> None:
    code = first + check_character(first)
    assert problem_of(code) == ""
    wrong = code[:at] + other + code[at + 1 :]
    assert (problem_of(wrong) == "") == (wrong == code)


def test_a_credit_code_of_the_standard_passes() -> None:
    """The example that GB 32100-2015 is quoted with."""
    assert problem_of("91350100M000100Y43") == ""
    assert "I、O" in problem_of("9135O100M000100Y43") and "18位" in problem_of("913501")


@pytest.fixture
def city(reader: Readers) -> Reader:
    return reader(Role.CITY_OFFICER)


@pytest.fixture
def district(reader: Readers) -> Reader:
    return reader(Role.DISTRICT_OFFICER)


@pytest.fixture
def other(cast: Any) -> Reader:
    return reader_of(make_user("D500118", "另一区", Role.DISTRICT_OFFICER, OTHER), TODAY)


@pytest.fixture
def provider(city: Reader) -> Provider:
    return make_provider(city)


@pytest.fixture
def contract(provider: Provider, city: Reader) -> Contract:
    return make_contract(provider, city)


def last(contract: Contract) -> Milestone:
    return contract.milestones.get(order=2)


def area(contract: Contract, code: str) -> Area:
    return contract.areas.get(region=place(code))


def accept(contract: Contract, by: Reader, code: str, evidence: bool = True) -> Acceptance:
    stage, where = last(contract), area(contract, code)
    if evidence:
        actions.add_evidence(
            milestone=stage, area=where, said="四场都办了", key=uuid.uuid4(), by=by
        )
    return actions.accept(milestone=stage, area=where, said="", by=by)


def test_who_works_with_children_is_checked_pledged_and_in_date(
    cast: Any, provider: Provider, city: Reader
) -> None:
    user = cast.staff[Role.COUNSELLOR]
    bare = make_practitioner(user, provider, city, checked_on=None, pledged=False)
    assert len(bare.lacks(TODAY)) == 2 and not Practitioner.objects.fit(TODAY)
    actions.check_practitioner(practitioner=bare, on=TODAY, organ="巴南区公安局", by=city)
    actions.sign_pledge(practitioner=bare, on=TODAY, by=reader_of(user, TODAY))
    bare.refresh_from_db()
    a_year_on = TODAY.replace(year=2019)
    assert bare.lacks(TODAY) == [] and "到期" in bare.lacks(a_year_on)[0]
    assert Practitioner.objects.fit(TODAY).get() == bare
    assert not Practitioner.objects.fit(a_year_on)
    actions.check_practitioner(
        practitioner=bare, on=TODAY, organ="巴南区公安局", result="adverse", by=city
    )
    bare.refresh_from_db()
    assert bare.checked_on is None and bare.lacks(TODAY)


@pytest.mark.parametrize("day", ["2018-02-28", "2018-03-01", "2019-02-28", "2019-03-01"])
def test_the_database_and_the_program_agree_on_who_is_fit(
    cast: Any, provider: Provider, city: Reader, day: str
) -> None:
    on = dt.date.fromisoformat(day)
    person = make_practitioner(cast.staff[Role.COUNSELLOR], provider, city)
    with connection.cursor() as cursor:
        cursor.execute("SELECT services_fit(%s, %s)", [person.pk, on])
        told = cursor.fetchone()[0]
    assert told == (not person.lacks(on)) == Practitioner.objects.fit(on).exists()


def test_a_contract_closes_its_sums_or_is_none(provider: Provider, city: Reader) -> None:
    right = draft(provider)
    cheap = replace(right, stages=[Stage("全部", TODAY, 899_999)])
    with pytest.raises(Refusal, match=r"8,999.99元，合同金额是9,000元"):
        actions.make_contract(draft=cheap, key=uuid.uuid4(), by=city)
    short = replace(right, shares=[Share(20, place(DISTRICT).pk)])
    with pytest.raises(Refusal, match="合计20名，合同名额是30名"):
        actions.make_contract(draft=short, key=uuid.uuid4(), by=city)
    twice = replace(right, shares=[Share(15, place(DISTRICT).pk)] * 2)
    with pytest.raises(Refusal, match="写了两次"):
        actions.make_contract(draft=twice, key=uuid.uuid4(), by=city)
    assert not Contract.objects.exists()
    key = uuid.uuid4()
    one = actions.make_contract(draft=right, key=key, by=city)
    assert actions.make_contract(draft=right, key=key, by=city) == one
    with pytest.raises(Refusal, match="编号"):
        actions.make_contract(draft=right, key=uuid.uuid4(), by=city)


def test_a_district_buys_for_itself_alone(provider: Provider, district: Reader) -> None:
    with pytest.raises(Refusal, match="工作范围"):
        make_contract(provider, district)
    with pytest.raises(Refusal, match="璧山区|江津区|永川区"):
        make_contract(provider, district, buyer_id=place(DISTRICT).pk)


def test_payment_is_due_once_when_every_district_has_accepted(
    contract: Contract, district: Reader, other: Reader
) -> None:
    with pytest.raises(Refusal, match="佐证材料"):
        accept(contract, district, DISTRICT, evidence=False)
    accept(contract, district, DISTRICT)
    with pytest.raises(Refusal, match="不用再验收"):
        accept(contract, district, DISTRICT)
    assert not PaymentDue.objects.exists()
    with pytest.raises(Refusal, match="不由您办理"):
        accept(contract, district, OTHER)
    accept(contract, other, OTHER)
    assert PaymentDue.objects.get().fen == 600_000


def test_an_acceptance_is_taken_back_only_until_payment_is_due(
    contract: Contract, district: Reader, other: Reader
) -> None:
    first = accept(contract, district, DISTRICT)
    actions.withdraw(acceptance=first, why="看错了场次", by=district)
    again = accept(contract, district, DISTRICT, evidence=False)
    accept(contract, other, OTHER)
    with pytest.raises(Refusal, match="不能再撤回"):
        actions.withdraw(acceptance=again, why="又看错了", by=district)


def test_sent_back_then_accepted_and_paid_by_the_buyer(contract: Contract, city: Reader) -> None:
    plan = contract.milestones.get(order=1)
    actions.send_back(milestone=plan, area=None, said="方案里没有安全预案", by=city)
    actions.add_evidence(milestone=plan, area=None, said="补充了预案", key=uuid.uuid4(), by=city)
    actions.accept(milestone=plan, area=None, said="同意", by=city)
    due = PaymentDue.objects.get()
    with pytest.raises(Refusal, match="凭证"):
        actions.pay(payment=due, on=TODAY, voucher="", by=city)
    assert actions.pay(payment=due, on=TODAY, voucher="2018-0412", by=city).paid_on == TODAY
    with pytest.raises(Refusal, match="已于2018年8月24日"):
        actions.pay(payment=due, on=TODAY, voucher="2018-0413", by=city)


def _row(model: type, contract: Contract, **values: Any) -> None:
    now = {"entered_at": clock.now(), "entered_by_name": "甲"}
    model.objects.create(milestone=last(contract), **now, **values)


ATTACKS: dict[str, Callable[[Contract], Any]] = {
    "paymentdue_needs_acceptance": lambda c: PaymentDue.objects.create(
        milestone=last(c), fen=600_000, due_on=TODAY, raised_at=clock.now()
    ),
    "acceptance_rests_on_evidence": lambda c: _row(
        Acceptance, c, area=area(c, DISTRICT), verdict="accepted", on=TODAY
    ),
    "acceptance_by_whom_it_concerns": lambda c: _row(
        Acceptance, c, area=None, verdict="accepted", on=TODAY
    ),
    "acceptance_returned_with_a_reason": lambda c: _row(
        Acceptance, c, area=area(c, DISTRICT), verdict="returned", on=TODAY
    ),
    "evidence_shows_something": lambda c: _row(Evidence, c, key=uuid.uuid4()),
    "contract_milestones_add_up": lambda c: Milestone.objects.filter(pk=last(c).pk).update(fen=1),
    "contract_areas_add_up": lambda c: Area.objects.filter(contract=c).first().delete(),
    "contract_ends_after_start": lambda c: Contract.objects.update(end=dt.date(2017, 1, 1)),
    "contract_costs_something": lambda c: Contract.objects.update(budget_fen=0),
    "provider_code_has_its_form": lambda c: Provider.objects.update(credit_code="O" * 18),
}


@pytest.mark.parametrize("constraint", ATTACKS)
def test_the_database_refuses_what_the_code_forgot(contract: Contract, constraint: str) -> None:
    connection.check_constraints()
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        ATTACKS[constraint](contract)
        connection.check_constraints()
    assert refused.value.__cause__.diag.constraint_name == constraint


def test_what_was_judged_paid_or_shown_is_not_altered(
    contract: Contract, city: Reader, district: Reader
) -> None:
    accept(contract, district, DISTRICT)
    plan = contract.milestones.get(order=1)
    actions.add_evidence(milestone=plan, area=None, said="方案", key=uuid.uuid4(), by=city)
    actions.accept(milestone=plan, area=None, said="", by=city)
    attacks: list[Callable[[], Any]] = [
        lambda: Milestone.objects.filter(pk=plan.pk).update(title="别的"),
        lambda: Milestone.objects.filter(pk=plan.pk).update(fen=1),
        lambda: Acceptance.objects.update(on=dt.date(2018, 1, 1)),
        lambda: Evidence.objects.update(words="别的"),
        lambda: PaymentDue.objects.update(fen=1),
        lambda: PaymentDue.objects.all().delete(),
        lambda: Acceptance.objects.all().delete(),
    ]
    for attack in attacks:
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def test_a_child_is_handed_over_by_the_named_fields_and_until_the_last_day(
    cast: Any, contract: Contract, city: Reader
) -> None:
    child = cast.children.own
    seen = handed(child, contract, city.tree, TODAY)
    assert seen == [("姓名", "小乐"), ("性别", "女")]
    actions.end_contract(contract=contract, on=TODAY, reason="机构注销", by=city)
    contract.refresh_from_db()
    assert handed(child, contract, city.tree, TODAY) == seen
    assert handed(child, contract, city.tree, TODAY + dt.timedelta(days=1)) == []
    with pytest.raises(Refusal, match="已经提前终止"):
        actions.end_contract(contract=contract, on=TODAY, reason="再来一次", by=city)


def test_who_sees_which_contract(
    cast: Any, contract: Contract, reader: Readers, district: Reader, other: Reader
) -> None:
    third = reader_of(make_user("D500101", "第三区", Role.DISTRICT_OFFICER, "500101"), TODAY)
    zone = Contract.objects.visible_to
    assert zone(reader(Role.CITY_OFFICER)).exists()
    assert zone(district).exists() and zone(other).exists() and not zone(third).exists()
    for role in (Role.CARER, Role.TOWNSHIP_CHAIR, Role.LEADER, Role.COUNSELLOR):
        assert not zone(reader(role)).exists()


def test_a_zone_is_an_area_and_its_officer_accepts(
    provider: Provider, city: Reader, organisation: Callable[[str], Any]
) -> None:
    where = organisation("两江新区")
    only = replace(draft(provider), shares=[Share(30, zone=where.pk)])
    contract = actions.make_contract(draft=only, key=uuid.uuid4(), by=city)
    officer = User.objects.create(staff_number="D500000", name="两江", password="-")
    Grant.objects.create(
        user=officer, role=Role.DISTRICT_OFFICER, organisation=where, valid_from=TODAY
    )
    by = reader_of(officer, TODAY)
    assert Contract.objects.visible_to(by).get() == contract
    about = {"milestone": last(contract), "area": contract.areas.get(), "by": by}
    actions.add_evidence(said="都办了", key=uuid.uuid4(), **about)
    actions.accept(said="", **about)
    assert PaymentDue.objects.get().fen == 600_000


def test_evidence_comes_back_as_it_was_and_what_is_no_paper_is_refused(
    contract: Contract, district: Reader
) -> None:
    paper = read_paper("C:\\签到表.pdf", b"%PDF-1.7 " + b"x" * 100)
    stage, where, key = last(contract), area(contract, DISTRICT), uuid.uuid4()
    about = {"milestone": stage, "area": where, "said": "", "key": key, "paper": paper}
    row = actions.add_evidence(by=district, **about)
    assert actions.add_evidence(by=district, **about) == row
    row.refresh_from_db()
    assert (row.file_name, row.content) == ("签到表.pdf", paper.data)
    with pytest.raises(Refusal, match="PDF、Word 或 Excel"):
        read_paper("病毒.exe", b"MZ\x90\x00")
    with pytest.raises(Refusal, match="空的"):
        read_paper("空.pdf", b"")


def test_a_provider_and_its_people_are_registered_once(
    cast: Any, provider: Provider, city: Reader, reader: Readers
) -> None:
    with pytest.raises(Refusal, match="另一家机构"):
        make_provider(city, CODE, "重庆市别家社会工作服务中心")
    with pytest.raises(Refusal, match="同名"):
        make_provider(city, "91350100M000100Y43")
    make_practitioner(cast.staff[Role.COUNSELLOR], provider, city)
    with pytest.raises(Refusal, match="已经登记"):
        make_practitioner(cast.staff[Role.COUNSELLOR], provider, city)
    with pytest.raises(Refusal, match="不能登记"):
        make_provider(reader(Role.TOWNSHIP_CHAIR), "91350100M000100Y43", "别家")
    assert PractitionerCheck.objects.count() == 1


def test_a_check_that_ends_soon_is_one_task_of_the_district_until_it_is_made(
    cast: Any, provider: Provider, city: Reader, district: Reader
) -> None:
    last_autumn = dt.date(2017, 9, 30)
    person = make_practitioner(cast.staff[Role.COUNSELLOR], provider, city, checked_on=last_autumn)
    assert (warn_of_checks(system_reader()), warn_of_checks(system_reader())) == (1, 0)
    [task] = Task.objects.open().visible_to(district).filter(kind="services.expiring")
    assert task.title.startswith("1名")
    actions.check_practitioner(practitioner=person, on=TODAY, organ="巴南区公安局", by=city)
    warn_of_checks(system_reader())
    assert not Task.objects.open().filter(kind="services.expiring").exists()
