"""A case from the first question to its end: who may, in which order, and what stays closed."""

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.calendars.civil import default_calendar
from nuantong.consents.actions import give, take_back
from nuantong.consents.models import Consent
from nuantong.core.clock import SHANGHAI
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.counselling import actions
from nuantong.counselling.actions.cases import child_left
from nuantong.counselling.models import (
    Case,
    Charge,
    CrisisPlan,
    Note,
    Pause,
    Session,
    Supervision,
    Supervisor,
)
from nuantong.counselling.plan import Done, follow_ups, followed_up
from nuantong.counselling.queries.cases import owed, plan_of
from nuantong.duties.vocabulary import Outcome
from nuantong.instruments.models import AnswerSheet, InstrumentVersion
from nuantong.people.models import Child, GrantedChild
from nuantong.services.models import Area
from tests.conftest import TODAY, VILLAGE, make_child
from tests.unit.services.bought import (
    DISTRICT,
    END,
    START,
    make_contract,
    make_practitioner,
    make_provider,
    place,
)

BEGAN = dt.date(2018, 8, 1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def room(cast: SimpleNamespace, reader: Callable[[Role], Reader]) -> SimpleNamespace:
    """A contract with two places here and the city officer's, counsellor's and supervisor's eyes."""
    city = reader(Role.CITY_OFFICER)
    provider = make_provider(city)
    contract = make_contract(provider, city, number="2018-个案-01", kind="case")
    area = contract.areas.get(region=place(DISTRICT))
    number = cast.staff[Role.CASE_SUPERVISOR].staff_number
    actions.appoint_supervisor(contract=contract, staff_number=number, by=city)
    counsellor = make_practitioner(cast.staff[Role.COUNSELLOR], provider, city)
    return SimpleNamespace(
        city=city, provider=provider, contract=contract, area=area, counsellor=counsellor,
        chair=reader(Role.TOWNSHIP_CHAIR), child=cast.children.own,
        mine=reader(Role.COUNSELLOR), supervisor=reader(Role.CASE_SUPERVISOR),
    )  # fmt: skip


def asked(room: SimpleNamespace, child: Child | None = None, **values: Any) -> Case:
    said: dict[str, Any] = {"origin": "screening", "need": 2, "said": "夜里常哭", "by": room.chair}
    return actions.refer(
        key=uuid.uuid4(), child=child or room.child, area=room.area, **{**said, **values}
    )


def agree(room: SimpleNamespace, child: Child) -> None:
    for purpose, giver in ((Consent.Purpose.COUNSELLING, "guardian"),
                           (Consent.Purpose.COUNSELLING_ASSENT, "child")):  # fmt: skip
        give(child=child, purpose=purpose, giver=giver, given_by="某人", how="spoken",
             given_on=START, by=room.chair)  # fmt: skip


@pytest.fixture
def case(room: SimpleNamespace) -> Case:
    """One that runs since the first of August."""
    found = asked(room)
    Case.objects.filter(pk=found.pk).update(asked_on=START)
    agree(room, room.child)
    actions.assign(case=found, practitioner=room.counsellor, on=BEGAN, by=room.city)
    found.refresh_from_db()
    return found


def session(case: Case, by: Reader, on: dt.date = TODAY, **values: Any) -> Session:
    said: dict[str, Any] = {"kind": "call", "minutes": 30, "absent": "", "said": "谈了学校"}
    return actions.record_session(key=uuid.uuid4(), case=case, on=on, by=by, **{**said, **values})


def test_who_needs_it_most_and_waits_longest_comes_first(room: SimpleNamespace) -> None:
    late = asked(room, make_child("小丙", VILLAGE), need=3)
    first = asked(room, make_child("小丁", VILLAGE), need=1)
    usual = asked(room, make_child("小戊", VILLAGE), need=3)
    Case.objects.filter(pk=usual.pk).update(asked_on=START)
    assert list(Case.objects.waiting()) == [first, usual, late]


def test_asked_for_twice_a_child_waits_once(room: SimpleNamespace) -> None:
    key = uuid.uuid4()
    about = {"key": key, "child": room.child, "area": room.area, "origin": "family", "need": 1,
             "said": "家里来电", "by": room.chair}  # fmt: skip
    assert actions.refer(**about) == actions.refer(**about)
    with pytest.raises(Refusal, match="已经在排队"):
        asked(room)


def test_only_a_child_of_the_district_and_of_the_age_is_asked_for(
    room: SimpleNamespace, reader: Callable[[Role], Reader], cast: SimpleNamespace
) -> None:
    with pytest.raises(Refusal, match="5岁"):
        asked(room, make_child("小小", VILLAGE, birth_date=dt.date(2013, 1, 1)))
    other = room.contract.areas.exclude(pk=room.area.pk).get()
    with pytest.raises(Refusal, match="不住在这个区县"):
        asked(SimpleNamespace(**{**vars(room), "area": other}))
    with pytest.raises(Refusal, match="工作范围"):
        asked(room, cast.children.neighbour)
    group = make_contract(room.provider, room.city)
    with pytest.raises(Refusal, match="不是个案辅导"):
        asked(SimpleNamespace(**{**vars(room), "area": group.areas.first()}))


def test_nothing_begins_before_guardian_and_child_agree(room: SimpleNamespace) -> None:
    waiting = asked(room)
    with pytest.raises(Refusal, match="监护人还没有同意"):
        actions.assign(case=waiting, practitioner=room.counsellor, on=TODAY, by=room.city)
    agree(room, room.child)
    assert actions.assign(case=waiting, practitioner=room.counsellor, on=TODAY, by=room.city)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"checked_on": None}, "没有背景查询"),
        ({"pledged": False}, "没有签强制报告承诺书"),
        ({"valid_until": TODAY - DAY}, "资质证书只到"),
        ({"capacity": 0}, "满了"),
    ],
)
def test_a_counsellor_who_lacks_something_gets_no_case(
    room: SimpleNamespace, make: SimpleNamespace, values: dict[str, Any], said: str
) -> None:
    user = make.user("P9", "苏老师", Role.COUNSELLOR)
    person = make_practitioner(user, room.provider, room.city, **values)
    waiting = asked(room)
    agree(room, room.child)
    with pytest.raises(Refusal, match=said):
        actions.assign(case=waiting, practitioner=person, on=TODAY, by=room.city)


def test_a_districts_places_are_not_exceeded(room: SimpleNamespace, case: Case) -> None:
    other = make_child("小丙", VILLAGE)
    waiting = asked(room, other)
    agree(room, other)
    Area.objects.filter(pk=room.area.pk).update(places=1)
    with pytest.raises(Refusal, match="1个名额已经用完"):
        actions.assign(case=waiting, practitioner=room.counsellor, on=TODAY, by=room.city)
    Area.objects.filter(pk=room.area.pk).update(places=20)


def test_the_counsellor_sees_her_child_until_the_contract_ends(
    room: SimpleNamespace, case: Case, cast: SimpleNamespace
) -> None:
    user = cast.staff[Role.COUNSELLOR]
    seen = [Child.objects.visible_to(reader_of(user, on)).filter(pk=room.child.pk).exists()
            for on in (BEGAN - DAY, BEGAN, END, END + DAY)]  # fmt: skip
    assert seen == [False, True, True, False]
    after = reader_of(user, END + DAY)
    with pytest.raises(Refusal, match="合同到期"):
        session(case, after, on=END)


def test_another_counsellor_takes_over_without_a_day_between(
    room: SimpleNamespace, case: Case, make: SimpleNamespace
) -> None:
    user = make.user("P9", "苏老师", Role.COUNSELLOR)
    other = make_practitioner(user, room.provider, room.city)
    with pytest.raises(Refusal, match="为什么更换"):
        actions.assign(case=case, practitioner=other, on=TODAY, by=room.city)
    actions.assign(case=case, practitioner=other, on=TODAY, why="原咨询师休产假", by=room.city)
    assert list(Charge.objects.values_list("start", "end")) == [(BEGAN, TODAY), (TODAY, None)]
    with pytest.raises(Refusal, match="工作范围"):
        session(case, room.mine)
    assert session(case, reader_of(user, TODAY)).practitioner == other


def test_the_plan_is_judged_by_the_duty_engine(room: SimpleNamespace, case: Case) -> None:
    session(case, room.mine, on=dt.date(2018, 8, 8))
    session(case, room.mine, on=dt.date(2018, 8, 15), absent="no_answer", minutes=0)
    by_key = {(w.window.duty.code, w.window.key): w.outcome for w in plan_of(case, TODAY)}
    assert by_key["week", "2018-W32"] == Outcome.MET
    assert by_key["week", "2018-W33"] == Outcome.MISSED
    assert by_key["month", "2018-08"] == Outcome.OPEN
    assert [one.title for one in owed(plan_of(case, TODAY))] == [
        "每周电话辅导一次", "每月面对面辅导一次", "每半年测评一次",
    ]  # fmt: skip


def test_days_of_a_pause_are_not_owed(room: SimpleNamespace, case: Case) -> None:
    actions.pause(case=case, start=dt.date(2018, 8, 13), end=None, why="住院", by=room.mine)
    weeks = {w.window.key: w.outcome for w in plan_of(case, TODAY) if w.window.duty.code == "week"}
    assert weeks["2018-W33"] == Outcome.EXEMPT
    actions.resume(case=case, on=TODAY, by=room.mine)
    assert Pause.objects.get().end == TODAY
    with pytest.raises(Refusal, match="没有暂停"):
        actions.resume(case=case, on=TODAY, by=room.mine)


@pytest.mark.parametrize(
    ("on", "kind", "said"),
    [
        (TODAY + DAY, "call", "还没有到"),
        (BEGAN - DAY, "call", "还没有开始"),
        (TODAY, "follow_up", "不能记回访"),
        (TODAY, "fly", "请选择方式"),
    ],
)
def test_a_session_out_of_its_time_is_refused(
    room: SimpleNamespace, case: Case, on: dt.date, kind: str, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        session(case, room.mine, on=on, kind=kind)


def test_two_who_write_the_same_note_lose_nothing(room: SimpleNamespace, case: Case) -> None:
    told = session(case, room.mine)
    actions.write_note(session=told, base=1, said="第二稿", by=room.mine)
    with pytest.raises(StaleVersion, match="第二稿"):
        actions.write_note(session=told, base=1, said="另一稿", by=room.mine)
    assert [str(note.words) for note in told.notes.all()] == ["第二稿", "谈了学校"]


def test_notes_are_for_the_counsellor_and_the_supervisor_alone(
    room: SimpleNamespace, case: Case, client_of: Callable[[Role], Client]
) -> None:
    session(case, room.mine, said="她说了一个秘密")
    actions.write_crisis_plan(case=case, base=0, said="打给小姨", by=room.mine)
    for role in Role:
        shown = client_of(role).get(f"/counselling/{case.key}/").content.decode()
        reads = role in (Role.COUNSELLOR, Role.CASE_SUPERVISOR)
        assert ("她说了一个秘密" in shown, "打给小姨" in shown) == (reads, reads), role
        assert ("夜里常哭" in shown) == reads, role


def test_the_supervisor_writes_and_records_nothing(room: SimpleNamespace, case: Case) -> None:
    actions.supervise(case=case, said="多听少说", by=room.supervisor)
    assert Supervision.objects.get().entered_by == room.supervisor.user
    with pytest.raises(Refusal, match="工作范围"):
        session(case, room.supervisor)
    with pytest.raises(Refusal, match="工作范围"):
        actions.supervise(case=case, said="我来说", by=room.mine)


def test_only_the_buyer_names_a_supervisor_and_only_who_holds_the_role(
    room: SimpleNamespace, reader: Callable[[Role], Reader]
) -> None:
    about = {"contract": room.contract, "staff_number": "case_supervisor"}
    assert actions.appoint_supervisor(**about, by=room.city) == Supervisor.objects.get()
    with pytest.raises(Refusal, match="由购买服务的妇联指定"):
        actions.appoint_supervisor(**about, by=reader(Role.DISTRICT_OFFICER))
    with pytest.raises(Refusal, match="没有找到"):
        actions.appoint_supervisor(contract=room.contract, staff_number="leader", by=room.city)


def test_a_child_on_her_list_opens_no_case_that_is_not_hers(
    room: SimpleNamespace, case: Case, make: SimpleNamespace
) -> None:
    other = make.user("P8", "外来老师", Role.COUNSELLOR)
    GrantedChild.objects.create(grant=other.grants.get(), child=room.child, by=None)
    stranger = reader_of(other, TODAY)
    assert Child.objects.visible_to(stranger).filter(pk=room.child.pk).exists()
    with pytest.raises(Refusal, match="工作范围"):
        actions.write_crisis_plan(case=case, base=0, said="打给小姨", by=stranger)
    with pytest.raises(Refusal, match="工作范围"):
        actions.close(case=case, on=TODAY, reason="early", said="结束", by=stranger)


def test_a_yes_taken_back_ends_the_case_at_once(room: SimpleNamespace, case: Case) -> None:
    take_back(consent=Consent.objects.get(purpose="counselling_assent"), by=room.chair)
    case.refresh_from_db()
    assert (case.reason, case.closed_on) == ("consent", TODAY)
    with pytest.raises(Refusal, match="已于2018年8月24日结束"):
        actions.set_goal(case=case, said="不怕黑", by=room.mine)


def test_after_the_end_only_follow_ups_are_recorded_and_no_sheet_is_filled(
    room: SimpleNamespace, case: Case
) -> None:
    version = InstrumentVersion.objects.get(instrument__code="ces-dc")
    about = {"case": case, "version": version, "mode": AnswerSheet.Mode.TABLET, "by": room.mine}
    assert actions.begin_sheet(key=uuid.uuid4(), **about).is_open
    with pytest.raises(Refusal, match="选择结束的原因"):
        actions.close(case=case, on=TODAY, reason="refused", said="不来了", by=room.mine)
    actions.close(case=case, on=TODAY, reason="early", said="不再做噩梦", by=room.mine)
    assert actions.close(case=case, on=TODAY, reason="lost", said="再结", by=room.mine)
    with pytest.raises(Refusal, match="已于"):
        actions.begin_sheet(key=uuid.uuid4(), **{**about, "case": Case.objects.get()})
    with pytest.raises(Refusal, match="只能记结案后回访"):
        session(case, room.mine)
    assert session(case, room.mine, kind="follow_up")


def test_a_hospital_answers_once(room: SimpleNamespace, case: Case) -> None:
    sent = actions.advise_hospital(
        case=case, hospital="区精神卫生中心", said="失眠两周", by=room.mine
    )
    actions.answer_hospital(referral=sent, said="已就诊", by=room.mine)
    with pytest.raises(Refusal, match="已经有回执"):
        actions.answer_hospital(referral=sent, said="又一次", by=room.mine)


def test_a_child_who_left_the_register_waits_no_longer(room: SimpleNamespace) -> None:
    waiting = asked(room)
    child_left(waiting.child)
    waiting.refresh_from_db()
    assert waiting.reason == "moved"


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"closed_on": TODAY}, "case_closed_with_a_reason"),
        ({"closed_on": BEGAN, "reason": "done", "closed_by": "x"}, "case_ends_after_it_started"),
        ({"started_on": START - DAY}, "case_starts_after"),
        ({"words": None}, "case_says_why"),
    ],
)
def test_the_database_keeps_what_a_case_promises(
    case: Case, changes: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**changes)


def test_the_database_keeps_one_counsellor_at_a_time_and_every_text(
    room: SimpleNamespace, case: Case
) -> None:
    by = {"entered_at": "2018-08-24T00:00Z", "entered_by_name": "x"}
    told = session(case, room.mine)
    attacks = [
        lambda: Charge.objects.create(case=case, practitioner=room.counsellor, start=TODAY, **by),
        lambda: Case.objects.create(
            key=uuid.uuid4(), child=case.child, area=case.area, origin="other", need=1, words="x",
            asked_on=TODAY, **by,
        ),
        lambda: Session.objects.filter(pk=told.pk).update(minutes=5),
        lambda: Session.objects.filter(pk=told.pk).delete(),
        lambda: Note.objects.update(words="x"),
        lambda: Note.objects.create(session=told, number=1, words="x", **by),
        lambda: CrisisPlan.objects.create(case=case, number=1, **by),
        lambda: Session.objects.create(
            key=uuid.uuid4(), case=case, practitioner=room.counsellor, on=TODAY, kind="call", **by
        ),
    ]  # fmt: skip
    for attack in attacks:
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()


def test_a_form_sent_twice_is_one_session_and_another_one_is_not_lost_in_it(case, room) -> None:
    said: dict[str, Any] = {"case": case, "minutes": 30, "absent": "", "said": "", "by": room.mine}
    key = uuid.uuid4()
    first = actions.record_session(key=key, kind="call", on=TODAY, **said)
    assert actions.record_session(key=key, kind="call", on=TODAY, **said) == first
    with pytest.raises(Refusal, match="另一次辅导"):
        actions.record_session(key=key, kind="meeting", on=TODAY, **said)


def test_nothing_is_put_down_for_a_day_of_a_pause_nor_after_ninety_days(case, room) -> None:
    actions.pause(case=case, by=room.mine, why="外出", start=TODAY - dt.timedelta(3), end=TODAY)
    session(case, room.mine)
    with pytest.raises(Refusal, match="暂停"):
        session(case, room.mine, TODAY - dt.timedelta(1))
    long_ago = TODAY - dt.timedelta(200)
    Case.objects.filter(pk=case.pk).update(asked_on=long_ago, started_on=long_ago)
    session(case, room.mine, TODAY - dt.timedelta(90))
    with pytest.raises(Refusal, match="90天"):
        session(case, room.mine, TODAY - dt.timedelta(91))


@pytest.mark.parametrize(
    ("made", "on", "outcomes"),
    [
        ((), "2018-03-01", []),
        ((), "2018-05-01", ["open"]),
        (("2018-02-20",), "2018-05-01", ["open"]),
        (("2018-04-28",), "2018-05-01", ["met"]),
        ((), "2018-07-10", ["missed", "open"]),
        (("2018-06-01", "2018-08-20"), "2018-10-10", ["met", "met"]),
        (("2018-06-01",), "2019-01-10", ["met", "missed"]),
    ],
)
def test_the_two_follow_ups_are_windows_about_the_third_and_the_sixth_month_after_the_end(
    made: tuple[str, ...], on: str, outcomes: list[str]
) -> None:
    ended = dt.date(2018, 2, 1)
    done = [
        Done(n, "follow_up", day, dt.datetime.combine(day, dt.time(9), SHANGHAI))
        for n, day in enumerate(map(dt.date.fromisoformat, made))
    ]
    windows = followed_up(ended, done, default_calendar(), dt.date.fromisoformat(on))
    assert [one.outcome for one in windows] == outcomes
    assert follow_ups(ended) == [dt.date(2018, 5, 1), dt.date(2018, 8, 1)]
