"""Sessions: within the contract, led by somebody fit, the roll called once, seen by few."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from django.db import DatabaseError, connection, transaction

from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.pairing.models import Pairing
from nuantong.programmes import actions
from nuantong.programmes.actions import Meeting
from nuantong.programmes.games import library
from nuantong.programmes.models import Face, Observation, Participant, Plan, Session
from nuantong.programmes.queries.coverage import coverage
from nuantong.programmes.sheets import read_sheet
from nuantong.services import actions as services
from nuantong.services.models import Contract, Practitioner
from tests.conftest import TODAY, VILLAGE, make_child, make_user
from tests.unit.services.bought import OTHER, make_practitioner

TOMORROW = TODAY + dt.timedelta(days=1)
Hold = Callable[..., Session]
Readers = Callable[[Role], Reader]


def child_row(session: Session) -> Participant:
    return session.participants.get(child__isnull=False)


def test_a_round_has_a_plan_for_every_area_and_is_planned_once(
    contract: Contract, plan: Plan, city: Reader
) -> None:
    again = actions.plan_contract(contract=contract, ordinal=3, sessions=4, by=city)
    assert again.title == "第三轮团体辅导" and again.plans.count() == 2
    assert (plan.children, plan.carers, plan.sessions) == (20, 20, 4)


def test_a_stale_plan_is_refused(plan: Plan, district: Reader) -> None:
    said = {"plan": plan, "sessions": 5, "children": 18, "carers": 18, "by": district}
    assert actions.change_plan(version=1, **said).sessions == 5
    with pytest.raises(StaleVersion, match="已被他人修改"):
        actions.change_plan(version=1, **said)
    with pytest.raises(Refusal, match="1到200场"):
        actions.change_plan(version=2, **said | {"sessions": 0})


@pytest.mark.parametrize(
    ("day", "words"), [("2018-02-28", "合同从2018年3月1日"), ("2019-01-01", "到2018年12月31日")]
)
def test_a_session_outside_the_contract_is_refused_with_its_days(
    hold: Hold, day: str, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        hold(dt.date.fromisoformat(day))


def test_who_is_not_fit_or_of_another_provider_leads_nothing(
    plan: Plan, district: Reader, contract: Contract, city: Reader
) -> None:
    unchecked = make_practitioner(
        make_user("P2", "生手", Role.COUNSELLOR), contract.provider, city, checked_on=None
    )
    meeting = Meeting(on=TODAY, venue="文化站", facilitator=unchecked)
    with pytest.raises(Refusal, match="没有背景查询"):
        actions.add_session(plan=plan, meeting=meeting, key=uuid.uuid4(), by=district)


def test_each_line_of_the_list_is_answered(
    hold: Hold, cast: SimpleNamespace, district: Reader, city: Reader
) -> None:
    Pairing.objects.create(
        child=cast.children.own, carer=cast.carer, start=dt.date(2018, 3, 1), tier="village",
        checked_on=dt.date(2018, 3, 1),
    )  # fmt: skip
    twins = [make_child("小同", VILLAGE), make_child("小同", VILLAGE)]
    session = hold(lines=None)
    lines = ["小乐", "小同", twins[0].number, "小乐", "查无此人", cast.children.neighbour.number]
    about = {"session": session, "with_carers": True, "agreed": False}
    answers = actions.ask(lines=lines, by=district, **about)
    said = [answer.words for answer in answers]
    assert [answer.taken for answer in answers] == [True, False, True, False, False, False]
    assert "2名同名" in said[1] and "已在名单" in said[3] and "台账里没有" in said[4]
    [elsewhere] = actions.ask(lines=[cast.children.neighbour.number], by=city, **about)
    assert "不住在这个区县" in elsewhere.words
    assert session.participants.filter(carer=cast.carer).count() == 1
    assert session.participants.count() == 3


def test_the_roll_is_called_on_the_day_and_twice_is_once(
    hold: Hold, leader_of_it: Reader, plan: Plan
) -> None:
    later = hold(TOMORROW)
    with pytest.raises(Refusal, match="8月25日，到日子"):
        actions.mark(participant=child_row(later), came=True, by=leader_of_it)
    row = child_row(hold())
    first = actions.mark(participant=row, came=True, by=leader_of_it)
    again = actions.mark(participant=row, came=True, by=leader_of_it)
    assert first.marked_at == again.marked_at and again.came
    assert actions.mark(participant=row, came=False, by=leader_of_it).came is False


def test_after_the_contract_its_people_see_and_do_nothing(
    hold: Hold, leader_of_it: Reader, contract: Contract, city: Reader, district: Reader
) -> None:
    row = child_row(hold())
    yesterday = TODAY - dt.timedelta(days=1)
    assert Participant.objects.visible_to(leader_of_it).get() == row
    Contract.objects.update(ended_on=yesterday, ended_why="机构注销")
    assert not Participant.objects.visible_to(leader_of_it)
    assert not Session.objects.visible_to(leader_of_it)
    with pytest.raises(Refusal, match="合同已经到期"):
        actions.mark(participant=row, came=True, by=leader_of_it)
    assert actions.mark(participant=row, came=True, by=district).came


def test_a_list_is_seen_by_who_answers_for_the_child_or_leads_the_session(
    hold: Hold, reader: Readers, contract: Contract, city: Reader
) -> None:
    session = hold()
    other = make_user("P3", "别人", Role.COUNSELLOR)
    make_practitioner(other, contract.provider, city)
    neighbour = make_user("D-next", "邻区", Role.DISTRICT_OFFICER, OTHER)
    for role in (Role.CITY_OFFICER, Role.DISTRICT_OFFICER, Role.COUNSELLOR, Role.TOWNSHIP_CHAIR):
        assert Participant.objects.visible_to(reader(role)).exists(), role
    for user in (other, neighbour):
        assert not Participant.objects.visible_to(reader_of(user, TODAY)).exists()
        assert not Session.objects.visible_to(reader_of(user, TODAY)).exists()
    for role in (Role.LEADER, Role.RIGHTS_OFFICER, Role.AUDIT_ADMIN):
        assert not Participant.objects.visible_to(reader(role)).exists(), role
        assert not Session.objects.visible_to(reader(role)).exists(), role
    with pytest.raises(Refusal, match="不由您办理"):
        actions.mark_rest(session=session, by=reader_of(neighbour, TODAY))


def filled(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [("签到表",), ("儿童编号", "姓名", "身份", "到场"), *rows]:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_sheet_is_answered_row_by_row_and_writes_only_what_it_says(
    hold: Hold, leader_of_it: Reader, cast: SimpleNamespace
) -> None:
    ning = make_child("小宁", VILLAGE)
    number = cast.children.own.number
    session = hold(lines=[number, ning.number])
    lines = read_sheet(
        filled(
            (number, "小乐", "儿童", "是"),
            (number, "小乐", "儿童", "否"),
            ("", "小宁", "儿童", "来了吧"),
            ("", "路人", "儿童", "是"),
            ("", "小宁", "儿童", None),
        )
    )
    answers = actions.read_roll(session=session, lines=lines, by=leader_of_it)
    assert [answer.taken for answer in answers] == [True, False, False, False]
    assert "出现了两次" in answers[1].words and "看不懂" in answers[2].words
    assert "不在这场活动的名单" in answers[3].words and answers[3].line == "第6行 路人"
    assert session.participants.get(child=ning).came is None
    assert session.participants.get(child__number=number).came is True


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a sheet"])
def test_what_is_no_sheet_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal, match="xlsx"):
        read_sheet(data)


def test_faces_are_of_nobody_and_no_more_than_children_came(
    hold: Hold, leader_of_it: Reader
) -> None:
    session, key = hold(), uuid.uuid4()
    actions.mark_rest(session=session, by=leader_of_it)
    actions.tap_face(session=session, how=4, key=key, by=leader_of_it)
    actions.tap_face(session=session, how=4, key=key, by=leader_of_it)
    assert Face.objects.count() == 1
    with pytest.raises(Refusal, match="都点过了"):
        actions.tap_face(session=session, how=1, key=uuid.uuid4(), by=leader_of_it)
    assert {f.name for f in Face._meta.get_fields()} == {"id", "session", "key", "how"}


def test_a_cancelled_session_says_why_and_has_no_roll(
    hold: Hold, district: Reader, leader_of_it: Reader
) -> None:
    session = hold()
    with pytest.raises(Refusal, match="原因"):
        actions.cancel_session(session=session, why="", by=district)
    actions.cancel_session(session=session, why="暴雨", by=district)
    with pytest.raises(Refusal, match="已取消"):
        actions.mark(participant=child_row(session), came=True, by=leader_of_it)
    held = hold()
    actions.mark_rest(session=held, by=leader_of_it)
    with pytest.raises(Refusal, match="已有人到场"):
        actions.cancel_session(session=held, why="暴雨", by=district)


ATTACKS: dict[str, Callable[[Session], Any]] = {
    "session_within_its_contract": lambda s: _alter(s, on=dt.date(2019, 1, 1)),
    "session_led_by_somebody_fit": lambda s: Practitioner.objects.update(
        valid_until=dt.date(2018, 1, 1)
    ) and _alter(s, on=TODAY),
    "session_held_is_not_cancelled": lambda s: _came(s) and _alter(
        s, cancelled_at=clock.now(), cancelled_by="甲", cancelled_why="乙"
    ),
    "session_cancelled_with_a_reason": lambda s: _alter(s, cancelled_at=clock.now()),
    "roll_not_before_the_day": lambda s: _alter(s, on=TOMORROW) and _came(s),
    "participant_marked_by_somebody": lambda s: s.participants.update(came=True),
    "participant_child_once": lambda s: Participant.objects.create(
        session=s, child=child_row(s).child
    ),
    "participant_is_a_child_or_a_carer": lambda s: Participant.objects.create(session=s),
    "plan_of_a_group_contract": lambda s: Contract.objects.update(kind="case") and (
        Plan.objects.filter(pk=s.plan_id).update(area=s.plan.area_id)
    ),
    "face_is_one_of_four": lambda s: Face.objects.create(session=s, key=uuid.uuid4(), how=5),
}  # fmt: skip


def _alter(session: Session, **values: Any) -> int:
    if "cancelled_why" in values:
        row = Session.objects.get(pk=session.pk)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        return 1
    return Session.objects.filter(pk=session.pk).update(**values)


def _came(session: Session) -> int:
    return session.participants.update(came=True, marked_at=clock.now(), marked_by="甲")


@pytest.mark.parametrize("constraint", ATTACKS)
def test_the_database_refuses_what_the_code_forgot(hold: Hold, constraint: str) -> None:
    session = hold()
    connection.check_constraints()
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        ATTACKS[constraint](session)
    assert refused.value.__cause__.diag.constraint_name == constraint


def test_what_was_observed_stays_and_is_sealed(hold: Hold, leader_of_it: Reader) -> None:
    session, key = hold(), uuid.uuid4()
    said = {"session": session, "words": "小乐主动牵了手", "key": key, "by": leader_of_it}
    assert actions.observe(**said) == actions.observe(**said)
    with pytest.raises(DatabaseError), transaction.atomic():
        Observation.objects.update(words="别的")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM programmes_observation")
        assert "小乐".encode() not in bytes(cursor.fetchone()[0])


def test_coverage_is_counted_from_who_came(
    hold: Hold, plan: Plan, city: Reader, leader_of_it: Reader, contract: Contract
) -> None:
    first, second = hold(), hold()
    hold(TOMORROW)
    for session in (first, second):
        actions.mark_rest(session=session, by=leader_of_it)
    page = coverage(plan.round, city)
    [here] = [line for line in page.lines if line.plan == plan]
    assert (here.held, here.children, page.covered, len(page.lines)) == (2, 1, 1, 2)
    assert page.children == 1 and page.per_child_fen == contract.budget_fen
    assert page.per_session_fen == contract.budget_fen // 2
    services.end_contract(contract=contract, on=TODAY, reason="提前完成", by=city)
    assert coverage(plan.round, city).covered == 1


def test_the_library_is_whole() -> None:
    assert len(library()) == 12
    for game in library().values():
        assert game.how and game.mind and 5 <= game.minutes <= 30
