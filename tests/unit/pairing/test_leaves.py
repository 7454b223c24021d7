"""请假: who stands in, what she sees, when it ends; the walls around it."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse

from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.duties.actions import record_contact
from nuantong.duties.loading import load_cases
from nuantong.notices.models import Notice
from nuantong.pairing.actions import end_pairing, pair
from nuantong.pairing.actions.leaves import ask_leave, choose_stand_in, come_back
from nuantong.pairing.models import Leave, Pairing, StandIn
from nuantong.pairing.models.words import EndReason
from nuantong.pairing.responsible import away, responsible
from nuantong.pairing.standing_in import near_carers
from nuantong.people.actions import update_carer
from nuantong.people.models import Carer, Child
from nuantong.tasks.models import Task
from tests.conftest import make_user

from .conftest import NEIGHBOUR, NEXT_VILLAGE, OTHER_TOWNSHIP, TODAY, VILLAGE, paired

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
EARLIER = TODAY - 60 * DAY
WEEK = TODAY + 6 * DAY


@pytest.fixture
def chair(reader):
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def own(reader):
    """The cast's carer, who has the cast's child."""
    return reader(Role.CARER)


@pytest.fixture
def child(cast):
    paired(cast.children.own, cast.carer, EARLIER)
    return cast.children.own


@pytest.fixture
def other(make):
    return make.carer("王秀英", NEXT_VILLAGE, user=make_user("C-new", "王秀英", Role.CARER))


def ask(carer: Carer, by: Any, **values: Any) -> Leave:
    given = {"start": TODAY, "last_day": WEEK, "kind": Leave.Kind.ILLNESS, **values}
    return ask_leave(carer=carer, by=by, **given)


def sees(carer: Carer, on: dt.date = TODAY) -> set[str]:
    found = Child.objects.visible_to(reader_of(carer.user, on))
    return set(found.values_list("name", flat=True))


def test_whoever_stands_in_sees_the_children_on_these_days_and_on_no_other(cast, child, other, own):
    ask(cast.carer, own, start=TODAY + DAY, stand_in=other)
    assert [sees(other, TODAY + n * DAY) for n in (0, 1, 6, 7)] == [
        set(),
        {"小乐"},
        {"小乐"},
        set(),
    ]
    assert sees(cast.carer, TODAY + DAY) == {"小乐"}


def test_both_are_told(cast, child, other, own):
    ask(cast.carer, own, stand_in=other)
    assert set(Notice.objects.values_list("carer__name", "kind")) == {
        ("李春梅", "leave"), ("王秀英", "stand_in")
    }  # fmt: skip
    assert not Task.objects.filter(kind="leave_alone").exists()


def test_without_anybody_it_is_the_townships_task_until_somebody_is_found(
    cast, child, other, own, chair
):
    leave = ask(cast.carer, own)
    task = Task.objects.open().get(kind="leave_alone")
    assert task in Task.objects.visible_to(chair)
    choose_stand_in(leave=leave, carer=other, by=chair)
    assert not Task.objects.open().filter(kind="leave_alone").exists()
    assert sees(other) == {"小乐"}


def test_a_carer_without_children_needs_nobody(cast, own):
    ask(cast.carer, own)
    assert not Task.objects.exists()


def test_what_she_does_counts_and_the_credit_is_hers(cast, child, other, own, chair):
    Pairing.objects.all().delete()
    pair(child=child, carer=cast.carer, by=chair.as_of(EARLIER))
    ask(cast.carer, own, stand_in=other)
    contact = record_contact(
        key=uuid.uuid4(), child=child, carer=other, by=reader_of(other.user, TODAY),
        happened_on=TODAY, acts=["meet"], means="face",
    )  # fmt: skip
    assert contact.fulfilments.exists()
    [case] = load_cases([child.pk])
    holders = [(one.carer, one.start, one.end) for one in case.facts.holdings]
    assert holders == [
        (cast.carer.pk, EARLIER, TODAY), (other.pk, TODAY, WEEK + DAY),
        (cast.carer.pk, WEEK + DAY, None),
    ]  # fmt: skip


def test_a_late_report_of_whoever_stood_in_still_arrives(cast, child, other, own):
    leave = ask(cast.carer, own, stand_in=other)
    StandIn.objects.filter(leave=leave).update(start=TODAY - 9 * DAY, end=TODAY - 2 * DAY)
    values = {"child": child, "carer": other, "acts": ["meet"], "means": "face"}
    by = reader_of(other.user, TODAY)
    record_contact(key=uuid.uuid4(), by=by, happened_on=TODAY - 3 * DAY, **values)
    with pytest.raises(Refusal):
        record_contact(key=uuid.uuid4(), by=by, happened_on=TODAY - 2 * DAY, **values)


def test_an_officer_calls_whoever_stands_in(cast, child, other, own):
    ask(cast.carer, own, stand_in=other)
    who = responsible([child.pk], TODAY)[child.pk]
    assert (who.carer.name, who.stands_in_for, who.until) == ("王秀英", cast.carer, WEEK + DAY)
    assert responsible([child.pk], WEEK + DAY)[child.pk].carer == cast.carer


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"background_checked_on": None}, "不在有效期"),
        ({"background_checked_on": TODAY - 400 * DAY}, "不在有效期"),
        ({"status": "left"}, "已离岗"),
        ({"capacity": 0}, "还能照看0户，这里有1户"),
    ],
)
def test_a_limit_that_binds_is_said_and_nothing_is_kept(cast, child, other, own, change, why):
    Carer.objects.filter(pk=other.pk).update(**change)
    with pytest.raises(Refusal, match=why):
        ask(cast.carer, own, stand_in=Carer.objects.get(pk=other.pk))
    assert not Leave.objects.exists()


def test_nobody_stands_in_who_is_away_herself_or_is_the_one_on_leave(cast, child, other, own):
    ask(other, reader_of(other.user, TODAY), start=TODAY + 3 * DAY, last_day=TODAY + 30 * DAY)
    with pytest.raises(Refusal, match="自己也请假"):
        ask(cast.carer, own, stand_in=other)
    with pytest.raises(Refusal, match="另一位"):
        ask(cast.carer, own, stand_in=cast.carer)


def test_whoever_stands_in_for_one_has_no_place_for_a_second(cast, child, other, own, make, chair):
    ask(cast.carer, own, stand_in=other)
    third = make.carer("赵玉兰", VILLAGE)
    paired(make.child("小北", VILLAGE), third)
    with pytest.raises(Refusal, match="还能照看0户"):
        ask(third, chair, start=WEEK, last_day=WEEK + DAY, stand_in=other)
    ask(third, chair, start=WEEK + DAY, last_day=WEEK + DAY, stand_in=other)


@pytest.mark.parametrize(
    ("start", "last_day", "why"),
    [(-1, 3, "从今天或以后"), (3, 2, "开始那天或以后"), (0, 400, "超过一年")],
)
def test_impossible_days_are_refused(cast, own, start, last_day, why):
    with pytest.raises(Refusal, match=why):
        ask(cast.carer, own, start=TODAY + start * DAY, last_day=TODAY + last_day * DAY)


def test_two_leaves_on_one_day_are_refused_and_one_after_the_other_is_not(cast, own):
    ask(cast.carer, own)
    with pytest.raises(Refusal, match="已经登记过请假"):
        ask(cast.carer, own, start=WEEK, last_day=WEEK)
    ask(cast.carer, own, start=WEEK + DAY, last_day=WEEK + DAY)


def test_back_earlier_ends_it_today_and_one_not_begun_never_was(cast, child, other, own):
    leave = ask(cast.carer, own, start=TODAY + DAY, stand_in=other)
    come_back(leave=leave, by=own)
    assert (sees(other, TODAY + DAY), away(TODAY + DAY)) == (set(), {})
    with pytest.raises(Refusal, match="已经结束"):
        come_back(leave=leave, by=own)
    again = ask(cast.carer, own, stand_in=other)
    come_back(leave=again, by=own)
    assert sees(other) == set()
    assert Notice.objects.filter(carer=other, subject__contains="不用再代为").count() == 2


def test_a_pairing_that_ends_takes_the_stand_in_along(cast, child, other, own, chair):
    ask(cast.carer, own, stand_in=other)
    end_pairing(pairing=Pairing.objects.get(), by=chair, reason=EndReason.CARER_UNABLE)
    assert sees(other) == set()


def test_nobody_new_is_given_to_a_carer_on_leave(cast, make, own, chair):
    ask(cast.carer, own)
    with pytest.raises(Refusal, match="正在请假"):
        pair(child=make.child("小北", VILLAGE), carer=cast.carer, by=chair)


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.LEADER, Role.COUNSELLOR])
def test_who_keeps_no_carers_enters_no_leave(cast, reader, role, client_of):
    with pytest.raises(Http404):
        ask(cast.carer, reader(role))
    url = reverse("pairing:leaves", args=[cast.carer.pk])
    assert client_of(role).get(url).status_code in (403, 404)


def test_one_carer_enters_nothing_for_another_nor_a_neighbours_chair(cast, other, own, make):
    with pytest.raises(Http404):
        ask(other, own)
    chair = reader_of(make_user("T-next", "邻镇", Role.TOWNSHIP_CHAIR, NEIGHBOUR[:9]), TODAY)
    leave = ask(cast.carer, own)
    for act in (
        lambda: ask(cast.carer, chair),
        lambda: come_back(leave=leave, by=chair),
        lambda: choose_stand_in(leave=leave, carer=other, by=chair),
    ):
        with pytest.raises(Http404):
            act()


def test_the_nearest_come_first_and_who_cannot_is_not_offered(cast, child, other, make, own):
    make.carer("远", OTHER_TOWNSHIP)
    make.carer("近", VILLAGE)
    make.carer("过期", VILLAGE, background_checked_on=TODAY - 400 * DAY)
    make.carer("外区", NEIGHBOUR)
    paired(make.child("小满", VILLAGE), make.carer("满", VILLAGE))
    found = near_carers(cast.carer, own, TODAY, WEEK, 1)
    assert [one.carer.name for one in found] == ["近", "王秀英", "远"]


def test_she_asks_on_her_phone_and_the_chair_finds_somebody(cast, child, other, client_of):
    url = reverse("pairing:leaves", args=[cast.carer.pk])
    phone, desk = client_of(Role.CARER), client_of(Role.TOWNSHIP_CHAIR)
    assert phone.get("/pairing/leave/").url == url
    assert "王秀英，" in phone.get(url).content.decode()
    wrong = phone.post(url, {"start": "x", "last_day": "", "kind": "illness"})
    assert "日期不对" in wrong.content.decode()
    sent = {"start": TODAY, "last_day": WEEK, "kind": "illness", "note": "住院"}
    assert phone.post(url, sent).status_code == 302
    page = desk.get(url).content.decode()
    assert "还没有人顶岗" in page
    assert "住院" in page
    change = reverse("pairing:change_leave", args=[Leave.objects.get().pk])
    desk.post(change, {"do": "stand_in", "carer": other.pk})
    assert "由王秀英顶岗" in phone.get(url).content.decode()
    for page in ("/care/", f"/children/{child.number}/"):
        assert "代为关爱" in phone.get(page).content.decode()
    desk.post(change, {"do": "back"})
    assert "请假中" not in desk.get(url).content.decode()
    assert desk.post(change, {"do": "stand_in", "carer": "x"}).status_code == 404


def test_the_list_of_carers_shows_who_is_away(cast, own, other, client_of):
    ask(cast.carer, own)
    client = client_of(Role.TOWNSHIP_CHAIR)
    for value, name in (("yes", "李春梅"), ("no", "王秀英")):
        rows = client.get(f"/carers/?leave={value}").context["listing"].rows
        assert [row.name for row in rows] == [name]


def write(model: Any, **values: Any) -> Any:
    with transaction.atomic():
        return model.objects.create(**values)


def leave_of(carer: Carer, **values: Any) -> Leave:
    given = {"start": TODAY, "end": WEEK, "kind": "away", "asked_by": "村", "asked_at": clock.now()}
    return write(Leave, carer=carer, **{**given, **values})


def test_the_database_refuses_leaves_that_overlap_or_run_backwards(cast):
    first = leave_of(cast.carer)
    with pytest.raises(IntegrityError, match="leave_one_at_a_time"):
        leave_of(cast.carer, start=WEEK - DAY, end=WEEK + DAY)
    with pytest.raises(IntegrityError, match="leave_ends_after_start"):
        leave_of(cast.carer, start=WEEK, end=WEEK)
    for back in (TODAY - DAY, WEEK):
        with pytest.raises(IntegrityError, match="leave_back_before_its_end"), transaction.atomic():
            Leave.objects.filter(pk=first.pk).update(back_on=back)
    Leave.objects.filter(pk=first.pk).update(back_on=TODAY + DAY)
    leave_of(cast.carer, start=TODAY + DAY)


def test_the_database_refuses_two_who_stand_in_on_one_day(cast, make, child, other):
    leave = leave_of(cast.carer)
    values = {"leave": leave, "child": child, "carer": other}
    write(StandIn, start=TODAY, end=WEEK, **values)
    with pytest.raises(IntegrityError, match="stand_in_one_at_a_time"):
        write(StandIn, start=WEEK - DAY, end=WEEK + DAY, **values)
    with pytest.raises(IntegrityError, match="stand_in_not_backwards"):
        write(StandIn, start=WEEK + DAY, end=WEEK, **values)


@pytest.fixture
def two_homes(cast, child, make):
    """李春梅 has a second household in the next village."""
    Carer.objects.filter(pk=cast.carer.pk).update(capacity=2)
    second = make.child("小北", NEXT_VILLAGE)
    paired(second, cast.carer, EARLIER, tier="township")
    return child, second


def test_each_household_may_have_somebody_else_and_the_task_stays_until_all_have(
    cast, two_homes, other, make, own, chair
):
    first, second = two_homes
    neighbour = make.carer("赵玉兰", VILLAGE, user=make_user("C-three", "赵玉兰", Role.CARER))
    leave = ask(cast.carer, own)
    choose_stand_in(leave=leave, carer=neighbour, by=chair, household=first.household_id)
    assert Task.objects.open().get(kind="leave_alone").title.endswith("2户还没有人顶岗")
    choose_stand_in(leave=leave, carer=other, by=chair, household=second.household_id)
    assert not Task.objects.open().filter(kind="leave_alone").exists()
    assert (sees(neighbour), sees(other)) == ({"小乐"}, {"小北"})


def test_one_place_is_for_one_of_the_two_households_only(cast, two_homes, other, own, chair):
    first, second = two_homes
    leave = ask(cast.carer, own)
    choose_stand_in(leave=leave, carer=other, by=chair, household=first.household_id)
    with pytest.raises(Refusal, match="还能照看0户"):
        choose_stand_in(leave=leave, carer=other, by=chair, household=second.household_id)
    with pytest.raises(Refusal, match="还能照看1户，这里有2户"):
        choose_stand_in(leave=leave, carer=other, by=chair)
    with pytest.raises(Refusal, match="请刷新"):
        choose_stand_in(leave=leave, carer=other, by=chair, household=0)


def test_only_whom_is_replaced_is_relieved(cast, two_homes, make, own, chair):
    first, second = two_homes
    one, two = make.carer("甲", VILLAGE, capacity=2), make.carer("乙", VILLAGE)
    leave = ask(cast.carer, own, start=TODAY + DAY, stand_in=one)
    choose_stand_in(leave=leave, carer=two, by=chair, household=second.household_id)
    spans = StandIn.objects.filter(end__gt=TODAY + DAY).values_list("child__name", "carer__name")
    assert set(spans) == {("小乐", "甲"), ("小北", "乙")}
    assert Notice.objects.filter(carer=one, subject__contains="不用再代为").exists()


def test_a_brother_who_comes_during_the_leave_is_looked_after_with_the_others(
    cast, child, other, own, chair, make
):
    ask(cast.carer, own, stand_in=other)
    brother = make.child("小弟", VILLAGE, household=child.household)
    pair(child=brother, carer=cast.carer, by=chair)
    assert sees(other) == {"小乐", "小弟"}
    assert not Task.objects.open().filter(kind="leave_alone").exists()


def test_a_household_given_to_her_before_the_leave_begins_asks_for_somebody_again(
    cast, child, other, own, chair, make
):
    Carer.objects.filter(pk=cast.carer.pk).update(capacity=2)
    ask(cast.carer, own, start=TODAY + 5 * DAY, stand_in=other)
    assert not Task.objects.open().filter(kind="leave_alone").exists()
    pair(child=make.child("小新", VILLAGE), carer=cast.carer, by=chair)
    assert Task.objects.open().get(kind="leave_alone").title.endswith("1户还没有人顶岗")


@pytest.mark.parametrize("how", ["leave", "resign"])
def test_whoever_stands_in_and_goes_herself_leaves_a_task_and_not_a_gap(
    cast, child, other, own, chair, how
):
    ask(cast.carer, own, stand_in=other)
    if how == "leave":
        ask(other, reader_of(other.user, TODAY), start=TODAY + 2 * DAY, last_day=WEEK)
        assert sees(other, TODAY + DAY) == {"小乐"}
    else:
        update_carer(carer=other, version=other.version, changes={"status": "left"}, by=chair)
    assert sees(other, TODAY + 2 * DAY) == set()
    assert Task.objects.open().get(kind="leave_alone").url_args == {"carer_id": cast.carer.pk}


def test_a_pairing_that_ends_takes_the_task_along(cast, child, own, chair):
    ask(cast.carer, own)
    end_pairing(pairing=Pairing.objects.get(), by=chair, reason=EndReason.CARER_UNABLE)
    assert not Task.objects.open().filter(kind="leave_alone").exists()


def test_who_has_left_goes_on_no_leave(cast, own):
    Carer.objects.filter(pk=cast.carer.pk).update(status="left")
    with pytest.raises(Refusal, match="已离岗"):
        ask(cast.carer, own)


def test_the_page_asks_for_each_household_by_the_childrens_names(
    cast, two_homes, other, make, own, client_of
):
    make.carer("赵玉兰", VILLAGE, capacity=2)
    leave = ask(cast.carer, own)
    desk = client_of(Role.TOWNSHIP_CHAIR)
    url = reverse("pairing:leaves", args=[cast.carer.pk])
    page = desk.get(url).content.decode()
    for words in ("小乐", "小北", "2 户都请一位", "请谁顶岗"):
        assert words in page, words
    change, home = reverse("pairing:change_leave", args=[leave.pk]), two_homes[1].household_id
    desk.post(change, {"do": "stand_in", "carer": other.pk, "household": home})
    assert sees(other) == {"小北"}
    desk.post(change, {"do": "stand_in", "carer": other.pk, "household": "9" * 30})
