"""The tables are seeded, edited, and known anew after every change."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError

from nuantong.calendars.models import FestivalDay, Holiday, SchoolTerm
from nuantong.calendars.seeding import seed
from nuantong.calendars.tables import civil_calendar

pytestmark = pytest.mark.django_db


def test_every_year_from_2017_to_2027_is_there() -> None:
    years = set(range(2017, 2028))

    assert {day.year for day in FestivalDay.objects.values_list("day", flat=True)} == years
    assert {day.year for day in Holiday.objects.values_list("day", flat=True)} == years
    assert SchoolTerm.objects.count() == 22


def test_a_calendar_is_read_once(django_assert_num_queries: Any) -> None:
    civil_calendar()
    with django_assert_num_queries(1):
        civil_calendar()


def test_an_edited_term_counts_at_once() -> None:
    assert not civil_calendar().in_term(dt.date(2018, 7, 10), "senior")
    SchoolTerm.objects.create(
        stage="senior", key="2017-2018-T2", starts=dt.date(2018, 3, 5), ends=dt.date(2018, 7, 14)
    )

    assert civil_calendar().in_term(dt.date(2018, 7, 10), "senior")
    assert not civil_calendar().in_term(dt.date(2018, 7, 10), "primary")


def test_an_announced_holiday_counts_at_once() -> None:
    day = dt.date(2027, 2, 12)
    assert not civil_calendar().festivals_on(day)
    Holiday.objects.create(day=day, festival="spring")

    assert civil_calendar().festivals_on(day) == {"spring"}


def test_terms_of_a_stage_cannot_overlap() -> None:
    with pytest.raises(IntegrityError, match="schoolterm_one_at_a_time"):
        SchoolTerm.objects.create(
            key="2017-2018-T3", starts=dt.date(2018, 7, 1), ends=dt.date(2018, 8, 1)
        )


def test_seeding_again_adds_nothing() -> None:
    from django.apps import apps

    before = (FestivalDay.objects.count(), Holiday.objects.count(), SchoolTerm.objects.count())
    seed(apps)

    assert before == (
        FestivalDay.objects.count(),
        Holiday.objects.count(),
        SchoolTerm.objects.count(),
    )
