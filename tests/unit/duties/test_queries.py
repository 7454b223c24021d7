"""What the pages read: right, within the reader's places, in few queries."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.duties.actions import close_windows
from nuantong.duties.facts import SHANGHAI
from nuantong.duties.models import Contact, Enrolment, Heard, Protocol, VillageWithoutSignal
from nuantong.duties.queries import (
    Foreseen,
    Way,
    child_calendar,
    overdue,
    overdue_rows,
    overdue_windows,
    owed_by_children,
    what_it_fills,
)
from nuantong.duties.titles import duty_titles
from nuantong.duties.vocabulary import Outcome
from nuantong.pairing.models import Leave, Pairing, StandIn
from nuantong.people.models import Carer, Child
from tests.conftest import TODAY, VILLAGE

Record = Callable[..., Contact]
ReaderOf = Callable[[Role], Reader]
AUGUST, SEPTEMBER = dt.date(2018, 8, 1), dt.date(2018, 9, 1)


def states(child: Child) -> dict[str, Outcome]:
    owed = owed_by_children([child.pk], TODAY)[child.pk]
    return {f"{one.duty} {one.period_key}": one.state for one in owed}


def test_a_child_is_owed_what_runs_today(enrolment: Enrolment, child: Child) -> None:
    assert states(child) == {
        "week 2018-W34": "open",
        "half_month 2018-08-H2": "open",
        "month 2018-08": "open",
        "quarter 2018-Q3": "open",
        "year 2018": "open",
    }


def test_what_is_done_stays_on_the_list_until_its_period_ends(
    enrolment: Enrolment, child: Child, record: Record
) -> None:
    contact = record("2018-08-20")
    (week, *_) = owed_by_children([child.pk], TODAY)[child.pk]

    assert (week.state, week.is_done, week.is_due, week.contact) == ("met", True, False, contact.pk)


def test_a_week_within_grace_can_still_be_reported(enrolment: Enrolment, child: Child) -> None:
    owed = owed_by_children([child.pk], dt.date(2018, 8, 21))[child.pk]
    (late,) = [one for one in owed if one.state == Outcome.IN_GRACE and one.duty == "week"]

    assert (late.period_key, late.last_day) == ("2018-W33", dt.date(2018, 8, 19))
    assert late.reportable_until == dt.date(2018, 8, 22)


def test_a_village_without_signal_has_longer(enrolment: Enrolment, child: Child) -> None:
    VillageWithoutSignal.objects.create(place=child.place, since=dt.date(2018, 1, 1))

    assert states(child)["week 2018-W33"] == Outcome.IN_GRACE


def test_due_soon_is_the_end_of_the_period(enrolment: Enrolment, child: Child) -> None:
    def soon(day: int) -> bool:
        return owed_by_children([child.pk], dt.date(2018, 8, day))[child.pk][0].due_soon

    assert [soon(day) for day in (24, 25, 26)] == [True, True, True]
    assert not soon(23)


def test_sixteen_children_cost_two_queries(
    enrolment: Enrolment,
    six_ones: Protocol,
    make: SimpleNamespace,
    django_assert_num_queries: Any,
) -> None:
    children = [make.child(f"孩子{number}", VILLAGE) for number in range(16)]
    Enrolment.objects.bulk_create(
        Enrolment(child=child, protocol=six_ones, start=AUGUST) for child in children
    )
    owed_by_children([], TODAY), states(children[0])
    with django_assert_num_queries(2):
        owed = owed_by_children([child.pk for child in children], TODAY)

    assert {len(rows) for rows in owed.values()} == {5}


def test_a_preview_says_what_saving_would_fill(
    enrolment: Enrolment, child: Child, record: Record, django_assert_num_queries: Any
) -> None:
    record("2018-08-20")
    with django_assert_num_queries(2):
        fills = what_it_fills(
            child_id=child.pk, happened_on=TODAY, acts=["meet", "talk"], means="face"
        )

    assert [(fill.duty, fill.period_key, fill.already) for fill in fills] == [
        ("week", "2018-W34", True),
        ("half_month", "2018-08-H2", False),
    ]


def test_a_preview_of_a_second_exchange_shows_that_it_makes_up(
    enrolment: Enrolment, child: Child, record: Record
) -> None:
    record("2018-08-03", "guardian")
    guardian = {"happened_on": TODAY, "acts": ["guardian"], "means": "phone"}
    fills = what_it_fills(child_id=child.pk, **guardian)

    assert ("month", "2018-07", "met_late") in [
        (fill.duty, fill.period_key, fill.outcome) for fill in fills if not fill.already
    ]


def test_a_correction_is_previewed_without_what_it_replaces(
    enrolment: Enrolment, child: Child, record: Record
) -> None:
    first = record("2018-08-20")
    (fill,) = what_it_fills(
        child_id=child.pk, happened_on=TODAY, acts=["meet"], means="face", supersedes=first
    )

    assert not fill.already


def test_nothing_is_filled_in_the_future(enrolment: Enrolment, child: Child) -> None:
    tomorrow = TODAY + dt.timedelta(days=1)

    assert Foreseen(child.pk, tomorrow).fills([Way(["meet"], "face")]) == [[]]


def test_overdue_children_are_shown_with_what_they_miss(
    enrolment: Enrolment,
    child: Child,
    carer: Carer,
    record: Record,
    reader: ReaderOf,
    django_assert_num_queries: Any,
) -> None:
    record("2018-07-31")
    close_windows(TODAY)
    found = overdue(reader(Role.TOWNSHIP_CHAIR)).select_related("child")
    duty_titles()
    with django_assert_num_queries(5):
        (row,) = overdue_rows([one.child for one in found], TODAY)

    assert (row.child, row.carer) == (child, carer)
    assert (row.last_contact, row.silent_days) == (dt.date(2018, 7, 31), 24)
    assert row.oldest == dt.date(2018, 1, 7)
    assert dict(row.by_duty)["每周见一次面"] == 32
    assert found.get().missed == row.missed == len(overdue_windows(child))


def test_what_is_kept_of_a_child_is_what_she_missed(
    enrolment: Enrolment, child: Child, reader: ReaderOf
) -> None:
    close_windows(TODAY)
    city = reader(Role.CITY_OFFICER)
    elsewhere = city.tree.by_code("500118")

    assert not overdue(city).filter(place__in=city.tree.below(elsewhere.id)).exists()
    kept = overdue(city).get()
    assert (kept.child, kept.place_id, kept.since) == (child, child.place_id, enrolment.start)
    assert (kept.missed, kept.oldest) == (58, dt.date(2018, 1, 8))
    assert kept.duties == ["half_month", "month", "quarter", "term", "week"]


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.DISTRICT_OFFICER, Role.CITY_OFFICER])
def test_a_supervisor_sees_her_own_places(
    role: Role, enrolment: Enrolment, cast: SimpleNamespace, six_ones: Protocol, reader: ReaderOf
) -> None:
    neighbour = cast.children.neighbour
    Enrolment.objects.create(child=neighbour, protocol=six_ones, start=AUGUST)
    close_windows(TODAY)

    seen = {one.child for one in overdue(reader(role))}
    assert seen == (
        {enrolment.child, neighbour} if role == Role.CITY_OFFICER else {enrolment.child}
    )


def test_the_calendar_of_a_child_has_every_window_of_its_year(
    enrolment: Enrolment, child: Child, record: Record, django_assert_num_queries: Any
) -> None:
    contact = record("2018-08-15", "meet", "talk")
    with django_assert_num_queries(2):
        year = child_calendar(child, TODAY)

    assert [len(year[duty]) for duty in ("week", "half_month", "month", "year")] == [34, 16, 8, 1]
    week = next(cell for cell in year["week"] if cell.period_key == "2018-W33")
    assert (week.outcome, week.contact, week.happened_on) == (
        "met",
        contact.pk,
        dt.date(2018, 8, 15),
    )


@pytest.fixture
def silent(pairing: Pairing, child: Child, carer: Carer) -> Heard:
    """Her phone was last heard a fortnight ago; her village has no signal, so W33 is in grace."""
    VillageWithoutSignal.objects.create(place=child.place, since=dt.date(2018, 1, 1))
    return Heard.objects.create(carer=carer, at=dt.datetime(2018, 8, 10, 9, tzinfo=SHANGHAI))


def test_what_ended_since_the_phone_was_heard_is_unreported(
    enrolment: Enrolment, child: Child, silent: Heard
) -> None:
    assert states(child)["week 2018-W33"] == "unreported"
    assert child_calendar(child, TODAY)["week"][-2].outcome == "unreported"


def test_whoever_stands_in_is_the_one_who_has_to_be_heard(
    enrolment: Enrolment, child: Child, carer: Carer, silent: Heard, make: SimpleNamespace
) -> None:
    other = make.carer("王大姐", VILLAGE)
    leave = Leave.objects.create(
        carer=carer,
        start=dt.date(2018, 8, 13),
        end=SEPTEMBER,
        kind=Leave.Kind.ILLNESS,
        asked_at=silent.at,
    )
    StandIn.objects.create(leave=leave, child=child, carer=other, start=leave.start, end=leave.end)
    assert states(child)["week 2018-W33"] == "in_grace"
    Heard.objects.create(carer=other, at=dt.datetime(2018, 8, 19, 23, tzinfo=SHANGHAI))
    assert states(child)["week 2018-W33"] == "unreported"


def test_unreported_is_never_stored_and_missed_after_grace(
    enrolment: Enrolment, child: Child, silent: Heard, reader: ReaderOf
) -> None:
    close_windows(TODAY)
    assert set(enrolment.outcomes.values_list("outcome", flat=True)) <= {"missed", "exempt"}
    [row] = overdue_rows([child], TODAY)
    assert row.heard_on == dt.date(2018, 8, 10)
    ended = [one.last_day for one in overdue_windows(child)]
    assert row.unreported == sum(day >= dt.date(2018, 8, 10) for day in ended) < row.missed
