"""Background checks: history in rows, one fast answer that is always true, warned of in time."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from nuantong.access.reader import system_reader
from nuantong.access.roles import Permission
from nuantong.carers import actions
from nuantong.carers.models import BackgroundCheck
from nuantong.carers.queries.checks import expiring
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.people.models import Carer
from nuantong.tasks.models import Task
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, make_carer
from tests.unit.carers.conftest import clear

pytestmark = pytest.mark.django_db
JULY, AUGUST = dt.date(2018, 7, 1), dt.date(2018, 8, 1)


def checked_on(carer: Carer) -> dt.date | None:
    return Carer.objects.values_list("background_checked_on", flat=True).get(pk=carer.pk)


def test_a_carer_of_a_roster_has_the_check_of_the_roster(cast) -> None:
    [check] = cast.carer.checks.all()
    assert (check.on, check.result) == (cast.carer.background_checked_on, "clear")


def test_the_newest_check_is_the_fast_answer(cast, township) -> None:
    for day in (JULY, AUGUST, JULY - dt.timedelta(days=400)):
        assert actions.enter_check(carer=cast.carer, check=clear(day), by=township)
    assert checked_on(cast.carer) == AUGUST and cast.carer.checks.count() == 4


def test_twice_is_once(cast, township) -> None:
    assert actions.enter_check(carer=cast.carer, check=clear(JULY), by=township)
    assert not actions.enter_check(carer=cast.carer, check=clear(JULY), by=township)


def test_an_adverse_result_bars_at_once_and_asks_the_district(cast, township, district) -> None:
    actions.enter_check(carer=cast.carer, check=clear(JULY, result="adverse"), by=township)
    assert checked_on(cast.carer) is None
    assert not actions.enter_check(
        carer=cast.carer, check=clear(JULY, result="adverse"), by=township
    )
    actions.enter_check(carer=cast.carer, check=clear(AUGUST), by=township)
    assert checked_on(cast.carer) is None, "a later check does not wash it off"
    [task] = Task.objects.open().filter(kind="carers.adverse")
    assert task.permission == Permission.APPROVE_CARERS
    assert Task.objects.visible_to(district).filter(pk=task.pk).exists()
    Carer.objects.filter(pk=cast.carer.pk).update(background_checked_on=TODAY)
    assert checked_on(cast.carer) is None, "nor does a roster"


def test_only_the_district_says_that_an_adverse_result_was_a_mistake(
    cast, township, district
) -> None:
    actions.enter_check(carer=cast.carer, check=clear(JULY, result="adverse"), by=township)
    check = BackgroundCheck.objects.get(result="adverse")
    with pytest.raises(Refusal, match="区县"):
        actions.void_check(check=check, reason="同名同姓", by=township)
    actions.void_check(check=check, reason="同名同姓", by=district)
    assert checked_on(cast.carer) == dt.date(2018, 3, 1)
    assert not Task.objects.open().filter(kind="carers.adverse").exists()
    with pytest.raises(Refusal, match="已经作废"):
        actions.void_check(check=check, reason="同名同姓", by=district)


def test_a_roster_that_sets_the_day_back_voids_the_later_check(cast) -> None:
    Carer.objects.filter(pk=cast.carer.pk).update(background_checked_on=dt.date(2018, 1, 5))
    assert checked_on(cast.carer) == dt.date(2018, 1, 5)
    assert [c.on for c in cast.carer.checks.all() if c.stands] == [dt.date(2018, 1, 5)]
    Carer.objects.filter(pk=cast.carer.pk).update(background_checked_on=None)
    assert checked_on(cast.carer) is None
    assert cast.carer.checks.count() == 2, "nothing is lost"


@pytest.mark.parametrize(
    "values", [{"organ": ""}, {"on": TODAY + dt.timedelta(days=1)}, {"result": "perhaps"}]
)
def test_what_cannot_be_is_refused(cast, township, values) -> None:
    with pytest.raises(Refusal):
        actions.enter_check(carer=cast.carer, check=replace(clear(), **values), by=township)


def test_nobody_enters_a_neighbours_check(cast, township, chair, make) -> None:
    theirs = make.carer("邻区", NEIGHBOUR)
    with pytest.raises(Refusal, match="工作范围"):
        actions.enter_checks(checks=[(cast.carer, clear()), (theirs, clear())], by=township)
    assert not cast.carer.checks.filter(on=TODAY).exists(), "all or none"
    with pytest.raises(Refusal):
        actions.enter_check(carer=cast.carer, check=clear(), by=chair)


ATTACKS = [
    ({"on": TODAY}, "voided once"),
    ({"result": "adverse"}, "voided once"),
    ({"voided_by_name": "甲"}, "voided_with_reason"),
    ({"voided_at": clock.now()}, "voided_with_reason"),
]


@pytest.mark.parametrize(("changes", "name"), ATTACKS)
def test_the_database_keeps_a_check_as_it_was(cast, changes, name) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        cast.carer.checks.all().update(**changes)


def test_why_a_check_was_a_mistake_cannot_be_read_in_the_database(cast, township) -> None:
    actions.void_check(check=cast.carer.checks.get(), reason="其子所涉", by=township)
    kept = BackgroundCheck.objects.extra(select={"kept": "voided_reason"}).get()
    assert (kept.why_voided, "其子".encode() in bytes(kept.kept)) == ("其子所涉", False)


def test_a_rosters_day_in_the_place_of_another_says_so(cast) -> None:
    Carer.objects.filter(pk=cast.carer.pk).update(background_checked_on=dt.date(2018, 2, 1))
    (voided,) = cast.carer.checks.exclude(voided_at=None)
    assert (voided.voided_by_name, voided.why_voided) == ("名册所载", "登记的查询日期已更正")


class TheFastAnswer(TestCase):
    """Whatever is entered, voided or told by rosters: the column says what the rows say."""

    days = st.integers(0, 40).map(lambda n: JULY + dt.timedelta(days=n))
    told = st.tuples(st.just("told"), st.none() | days, st.just(""))
    entered = st.tuples(st.just("entered"), days, st.sampled_from(["clear", "clear", "adverse"]))
    voided = st.tuples(st.just("voided"), st.integers(0, 5), st.just(""))

    @settings(max_examples=40)
    @given(st.lists(told | entered | voided, max_size=8))
    def test_it_says_what_the_rows_say(self, acts) -> None:
        carer = make_carer("甲", VILLAGE)
        for what, value, result in acts:
            self.act(carer, what, value, result)
            rows = [c for c in BackgroundCheck.objects.filter(carer=carer) if c.stands]
            barred = any(c.is_adverse for c in rows)
            expected = None if barred else max((c.on for c in rows), default=None)
            assert checked_on(carer) == expected

    def act(self, carer, what, value, result) -> None:
        if what == "told":
            Carer.objects.filter(pk=carer.pk).update(background_checked_on=value)
        elif what == "entered":
            actions.enter_check(carer=carer, check=clear(value, result=result), by=system_reader())
        else:
            rows = [c for c in BackgroundCheck.objects.filter(carer=carer) if c.stands]
            if value < len(rows):
                actions.void_check(check=rows[value], reason="有误", by=system_reader())


def test_the_night_warns_sixty_days_ahead_once_for_a_township(cast, township, make) -> None:
    by = system_reader()
    make.carer("过期", VILLAGE, background_checked_on=dt.date(2017, 8, 24))
    make.carer("未查", VILLAGE, background_checked_on=None)
    make.carer("快了", VILLAGE, background_checked_on=dt.date(2017, 10, 23))
    make.carer("不急", VILLAGE, background_checked_on=dt.date(2017, 10, 24))
    make.carer("走了", VILLAGE, background_checked_on=None, status="left")
    warned = actions.warn_of_checks(by)
    assert warned == (3, 1, 1)
    assert {c.name for c in expiring(township)} == {"过期", "未查", "快了"}
    assert actions.warn_of_checks(by) == (3, 1, 0)
    [task] = Task.objects.open().visible_to(township).filter(kind="carers.expiring")
    assert task.title.startswith("3名")
    rows = [(carer, clear()) for carer in expiring(township)]
    assert actions.enter_checks(checks=rows, by=township) == 3
    assert not Task.objects.open().filter(kind="carers.expiring").exists()


def test_a_task_left_open_is_not_raised_again_next_month(cast, make) -> None:
    make.carer("过期", VILLAGE, background_checked_on=None)
    by = system_reader()
    actions.warn_of_checks(by)
    assert actions.warn_of_checks(replace(by, on=dt.date(2018, 9, 1))).tasks == 0
