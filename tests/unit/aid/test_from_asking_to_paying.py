"""An application from the first question to the last: whose turn it is, and what the books say."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.db.models import F, Value

from nuantong.aid import actions, facts
from nuantong.aid.facts import check_application
from nuantong.aid.models import Application
from nuantong.aid.models.application import State
from nuantong.audit.models import Event
from nuantong.calendars.working import working_days_after
from nuantong.consents.actions import take_back
from nuantong.core.errors import Refusal
from nuantong.notices.models import Notice
from nuantong.people.models import Need
from nuantong.tasks.models import Task
from tests.conftest import TODAY, make_child
from tests.unit.aid.room import (
    GIVEN,
    Room,
    again,
    ask,
    granted,
    judged,
    make_room,
    make_scheme,
    paid,
    refused,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: SimpleNamespace) -> Room:
    return make_room(cast)


def open_task() -> Task:
    return Task.objects.open().get(kind__startswith="aid_")


def key() -> uuid.UUID:
    return uuid.uuid4()


def test_each_step_is_the_next_ones_task_with_a_day_in_working_days(room: Room) -> None:
    one, seen = ask(room), []
    for sign in (_township, _district):
        seen.append((open_task().kind, open_task().due_on))
        sign(room, one)
    seen.append((open_task().kind, open_task().due_on))
    assert seen == [
        ("aid_township", working_days_after(TODAY, 5)),
        ("aid_district", working_days_after(TODAY, 5)),
        ("aid_city", working_days_after(TODAY, 10)),
    ]


def _township(room: Room, one: Application) -> None:
    actions.visit(application=one, on=TODAY, words="看过了", key=key(), by=room.township)
    actions.township_opinion(application=one, agree=True, words="", key=key(), by=room.township)


def _district(room: Room, one: Application) -> None:
    actions.district_opinion(application=one, agree=True, words="", key=key(), by=room.district)


def test_money_is_promised_at_the_decision_and_spent_at_the_payment(room: Room) -> None:
    one = granted(room)
    assert (room.balance.committed, room.balance.spent) == (GIVEN, 0)
    task = open_task()
    assert (task.kind, task.child, task.permission) == ("aid_pay", None, "keep_books")
    actions.pay(application=one, fen=GIVEN, on=TODAY, voucher="付-1", key=key(), by=room.accountant)
    assert (room.balance.committed, room.balance.spent) == (0, GIVEN)
    assert again(one).state == State.PAID
    assert open_task().due_on == TODAY + dt.timedelta(days=30)
    actions.follow_up(application=one, on=TODAY, words="交了学费", key=key(), by=room.carer)
    assert again(one).state == State.CLOSED
    assert not Task.objects.open().filter(kind__startswith="aid_").exists()


def test_it_may_be_paid_in_parts(room: Room) -> None:
    one = granted(room)
    for part, state in ((500_00, State.GRANTED), (1_500_00, State.PAID)):
        actions.pay(
            application=one, fen=part, on=TODAY, voucher="付-1", key=key(), by=room.accountant
        )
        assert again(one).state == state
    assert room.balance.spent == GIVEN


def test_without_money_the_decision_is_refused_and_nothing_is_half_written(
    cast: SimpleNamespace,
) -> None:
    room = make_room(cast, money=1_000_00)
    one = judged(room)
    steps = one.steps.count()
    with pytest.raises(Refusal, match="不够"):
        actions.grant(
            application=one, fen=GIVEN, source=room.balance, words="", key=key(), by=room.city
        )
    assert (again(one).state, one.steps.count()) == (State.CITY, steps)
    assert room.balance.committed == 0


def test_a_withdrawal_frees_what_was_promised(room: Room) -> None:
    one = granted(room)
    actions.withdraw(application=one, words="家里不要了", key=key(), by=room.carer)
    assert (again(one).state, room.balance.committed) == (State.WITHDRAWN, 0)
    assert not Task.objects.open().filter(kind__startswith="aid_").exists()


def test_sent_twice_is_once(room: Room) -> None:
    same, paying = key(), key()
    assert ask(room, key=same) == ask(room, key=same)
    one = again(Application.objects.get())
    actions.visit(application=one, on=TODAY, words="看过了", key=same, by=room.township)
    actions.visit(application=one, on=TODAY, words="看过了", key=same, by=room.township)
    assert one.steps.filter(kind="visited").count() == 1
    for step in (actions.township_opinion, actions.township_opinion):
        step(application=one, agree=True, words="", key=paying, by=room.township)
    assert again(one).state == State.DISTRICT


def test_a_refusal_is_appealed_and_somebody_else_decides(room: Room) -> None:
    one = refused(room)
    assert Notice.objects.filter(kind="aid_told", user=room.carer.user).count() == 1
    actions.appeal(application=one, words="学校没有免学费", key=key(), by=room.carer)
    said = {"application": one, "words": "补充情况属实", "fen": 1_000_00, "source": room.balance}
    with pytest.raises(Refusal, match="另一个人"):
        actions.answer_appeal(**said, key=key(), by=room.city)
    assert room.balance.committed == 0
    actions.answer_appeal(**said, key=key(), by=room.second)
    assert (again(one).state, room.balance.committed) == (State.GRANTED, 1_000_00)


def test_an_appeal_may_be_upheld_and_comes_too_late_after_its_days(room: Room) -> None:
    one = refused(room)
    late = room.carer.as_of(working_days_after(TODAY, 16))
    with pytest.raises(Refusal, match="15个工作日"):
        actions.appeal(application=one, words="不同意", key=key(), by=late)
    actions.appeal(application=one, words="不同意", key=key(), by=room.carer)
    actions.answer_appeal(application=one, words="理由成立", key=key(), by=room.second)
    assert again(one).state == State.UPHELD
    assert ask(room).state == State.TOWNSHIP


def test_agreeing_needs_a_visit_and_every_paper(room: Room) -> None:
    one = ask(room, papers=[])
    with pytest.raises(Refusal, match="还缺在校证明"):
        actions.township_opinion(application=one, agree=True, words="", key=key(), by=room.township)
    with pytest.raises(Refusal, match="写明理由"):
        actions.township_opinion(
            application=one, agree=False, words="", key=key(), by=room.township
        )
    actions.township_opinion(
        application=one, agree=False, words="材料补不齐", key=key(), by=room.township
    )
    assert again(one).state == State.DISTRICT


def test_whoever_applied_judges_nothing(room: Room) -> None:
    one = ask(room, by=room.township)
    with pytest.raises(Refusal, match="要由别人"):
        actions.visit(application=one, on=TODAY, words="看过了", key=key(), by=room.township)
    actions.visit(application=one, on=TODAY, words="看过了", key=key(), by=room.village)
    with pytest.raises(Refusal, match="要由别人"):
        actions.township_opinion(application=one, agree=True, words="", key=key(), by=room.township)


def test_nobody_applies_without_a_consent_and_its_withdrawal_ends_it(room: Room) -> None:
    with pytest.raises(Refusal, match="是否同意"):
        ask(room, agreed=None)
    one = granted(room)
    take_back(consent=one.consent, by=room.carer, why="不想让人知道")
    found = again(one)
    assert (found.state, room.balance.committed) == (State.WITHDRAWN, 0)
    assert found.papers.get().sealed is None


def test_papers_that_vouch_for_money_outlive_the_consent(room: Room) -> None:
    one = paid(room)
    take_back(consent=one.consent, by=room.carer)
    found = again(one)
    assert (found.state, found.papers.get().sealed is None) == (State.PAID, False)


def test_what_nobody_can_make_an_exception_of_is_refused_at_once(room: Room) -> None:
    closed = make_scheme(
        title="去年的", opens_on=dt.date(2017, 7, 1), closes_on=dt.date(2017, 9, 1)
    )
    with pytest.raises(Refusal, match="不在受理期内"):
        ask(room, scheme=closed)
    ceiling = make_scheme(title="大病", kind="illness", is_ceiling=True)
    with pytest.raises(Refusal, match="最多2,000元"):
        ask(room, scheme=ceiling, fen=GIVEN + 1)


def test_who_does_not_fit_may_ask_all_the_same_and_the_reason_stands_beside_it(room: Room) -> None:
    older = make_child("大姐", room.child.place.code, birth_date=dt.date(2002, 5, 4))
    one = ask(room, by=room.village, child=older)
    checked = one.steps.get(kind="checked")
    assert ["年龄", "late", "满16周岁，本项目限6至15周岁"] in checked.findings


def test_aid_from_elsewhere_stands_beside_the_application(room: Room) -> None:
    one = ask(room)
    said = {"child": room.child, "source": "civil_affairs", "what": "临时救助", "fen": 1_000_00}
    row = actions.record_other(**said, on=dt.date(2018, 3, 1), key=key(), by=room.township)
    other = make_scheme(title="大病", kind="illness", papers=())
    ask(room, scheme=other)
    found = [f.words for f in check_application(one, TODAY) if f.rule == "其他救助"]
    assert found == [
        "2018年3月1日从民政得到1,000元（临时救助）",
        "2018年8月24日申请了大病（等待乡镇（街道）意见）",
    ]
    actions.void_other(other=row, by=room.township)
    assert len(check_application(one, TODAY)) == len(found) + 7


def test_what_was_handed_out_stands_beside_it_and_aid_that_was_paid_counts_as_help(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = Need.objects.annotate(purpose=Value("winter_coat"), on=F("raised_on"))
    coats = rows.values("child", "purpose", "on")
    monkeypatch.setattr(facts, "SOURCES", [lambda: coats, facts.paid])
    Need.objects.create(child=room.child, kind="other", raised_on=TODAY, raised_by="村妇联")
    one = paid(room)
    assert facts.other_aid(one, TODAY) == ["2018年8月24日领到冬衣"]
    assert list(facts.paid()) == [{"child": room.child.pk, "purpose": "education", "on": TODAY}]


def test_what_nobody_does_in_time_climbs_to_the_office_above_and_then_to_the_city(
    room: Room,
) -> None:
    one = ask(room)
    late = room.carer.as_of(working_days_after(TODAY, 6))
    assert (actions.chase(room.city.as_of(late.on)), actions.chase(room.city.as_of(late.on))) == (
        1,
        0,
    )
    told = Notice.objects.filter(kind="aid_late")
    assert [one.user for one in told] == [room.district.user]
    later = room.city.as_of(working_days_after(TODAY, 11))
    assert (actions.chase(later), actions.chase(later)) == (1, 0)
    assert {one.user for one in told.all()} == {
        room.district.user,
        room.city.user,
        room.second.user,
    }
    assert one.steps.filter(kind="late").count() == 2
    assert again(one).state == State.TOWNSHIP


def test_every_step_is_on_the_log_without_its_words(room: Room) -> None:
    refused(room)
    events = Event.objects.filter(action__startswith="救助申请", child_number=room.child.number)
    assert events.count() == 6
    assert "学费" not in "".join(str(one.changes) for one in events)
