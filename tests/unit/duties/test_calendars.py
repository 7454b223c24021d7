"""Terms and days off as offices keep them: by district, replaced and never altered."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.calendars.festivals import Festival
from nuantong.calendars.models import Holiday, SchoolTerm
from nuantong.calendars.terms import Term
from nuantong.duties.actions.calendars import (
    OFF,
    announce_missing,
    day_of,
    set_holidays,
    set_term,
)
from nuantong.duties.actions.protocols import calendar_of, desks
from nuantong.duties.closing import close_windows
from nuantong.duties.loading import load_cases
from nuantong.duties.models import Contact, Enrolment, OutcomeCorrection, WindowOutcome
from nuantong.tasks.models import Task
from tests.conftest import TODAY

NEXT = "2018-2019-T1"
LAST = "2017-2018-T2"
AUTUMN = (dt.date(2018, 9, 3), dt.date(2019, 1, 18))
Record = Callable[..., Contact]


@pytest.fixture
def officer(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.DISTRICT_OFFICER)


@pytest.fixture
def city(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.CITY_OFFICER)


@pytest.fixture
def district(officer: Reader) -> int:
    [region] = desks(officer)
    assert region is not None
    return region


def term(by: Reader, region: int | None = None, **changes: Any) -> SchoolTerm:
    values = {"stage": "", "key": NEXT, "days": AUTUMN, "reason": "渝教发1号", **changes}
    return set_term(region=region, by=by, **values)


def test_a_districts_term_holds_for_its_children_alone(
    officer: Reader, district: int, enrolment: Enrolment
) -> None:
    term(officer, district)
    assert calendar_of(district).terms.term_on(AUTUMN[0]) == Term(
        NEXT, AUTUMN[0], AUTUMN[1] + dt.timedelta(1)
    )
    assert calendar_of(None).in_term(dt.date(2018, 9, 1))
    assert not calendar_of(district).in_term(dt.date(2018, 9, 1))
    [case] = load_cases([enrolment.child_id])
    assert not case.rulebook.calendar.in_term(dt.date(2018, 9, 1), "primary")


def test_a_term_for_every_stage_stands_before_the_citys_of_one_stage(
    officer: Reader, city: Reader, district: int
) -> None:
    term(city, stage="senior", days=(dt.date(2018, 8, 27), AUTUMN[1]))
    term(officer, district)
    assert calendar_of(None).in_term(dt.date(2018, 8, 28), "senior")
    assert not calendar_of(district).in_term(dt.date(2018, 8, 28), "senior")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"days": (dt.date(2018, 9, 3), dt.date(2018, 9, 3))}, "最后一天要在开学以后"),
        ({"days": (dt.date(2019, 9, 3), dt.date(2020, 1, 18))}, "不在2018—2019学年里"),
        ({"days": (dt.date(2018, 9, 3), dt.date(2019, 8, 3))}, "不会有这么长"),
        ({"days": (dt.date(2018, 9, 3), dt.date(2019, 2, 28))}, "重叠"),
        ({"key": LAST, "days": (dt.date(2018, 3, 5), dt.date(2018, 7, 4)), "reason": ""}, "依据"),
    ],
)
def test_a_term_that_cannot_be_is_refused(
    city: Reader, changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(Exception, match=message):
        term(city, **changes)
    assert not SchoolTerm.objects.exclude(entered_on=None).exists()


def test_only_an_offices_own_calendar_is_set(officer: Reader, city: Reader, district: int) -> None:
    for by, region in ((officer, None), (city, district)):
        with pytest.raises(Exception, match="本级"):
            term(by, region)


def test_a_term_is_ended_and_never_altered(city: Reader) -> None:
    first = term(city)
    second = term(city, days=(dt.date(2018, 9, 1), AUTUMN[1]))
    first.refresh_from_db()
    assert (first.ended_on, second.ended_on) == (TODAY, None)
    rows = SchoolTerm.objects.filter(pk=second.pk)
    for attack in (lambda: rows.update(starts=TODAY), rows.delete):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attack()


def test_a_term_that_has_begun_corrects_what_was_closed_with_a_date(
    city: Reader, enrolment: Enrolment, record: Record
) -> None:
    record("2018-07-25", "activity")
    close_windows(TODAY)
    rows = WindowOutcome.objects.filter(duty="term", period_key=LAST)
    assert rows.get().outcome == "missed"
    term(city, key=LAST, days=(dt.date(2018, 3, 5), dt.date(2018, 7, 27)))
    close_windows(TODAY)

    assert rows.get().outcome == "met"
    assert OutcomeCorrection.objects.get(window=rows.get()).before == "missed"


def spans(year: int) -> dict[Festival, tuple[dt.date, dt.date]]:
    return {one: (day_of(one, year), day_of(one, year) + dt.timedelta(2)) for one in OFF}


def test_next_years_days_off_are_asked_for_three_months_ahead_and_entered(
    reader: Callable[[Role], Reader], settings: Any
) -> None:
    assert announce_missing(system_reader().as_of(dt.date(2027, 5, 1))) == 0
    assert announce_missing(system_reader().as_of(dt.date(2026, 9, 30))) == 0
    settings.TODAY = dt.date(2026, 10, 1)
    by = system_reader()
    assert (announce_missing(by), announce_missing(by)) == (1, 1)
    task = Task.objects.get(kind="calendar_missing")
    assert (task.title, task.due_on) == ("录入2027年放假安排", dt.date(2027, 1, 1))

    set_holidays(year=2027, spans=spans(2027), reason="国办发明电", by=by)
    task.refresh_from_db()
    assert task.done_on == dt.date(2026, 10, 1)
    assert announce_missing(by) == 0
    off = Holiday.objects.filter(ended_on=None, day__year=2027, festival="spring")
    assert off.count() == 3


def test_the_terms_of_a_school_year_are_asked_for_in_summer(city: Reader) -> None:
    assert announce_missing(system_reader()) == 1
    term(city)
    assert Task.objects.get(kind="calendar_missing").done_on is None
    term(city, key="2018-2019-T2", days=(dt.date(2019, 2, 25), dt.date(2019, 7, 5)))
    assert Task.objects.get(kind="calendar_missing").done_on == TODAY
    assert announce_missing(system_reader()) == 0


def test_days_off_hold_their_festival(city: Reader) -> None:
    wrong = spans(2019) | {Festival.SPRING: (dt.date(2019, 3, 1), dt.date(2019, 3, 4))}
    with pytest.raises(Exception, match="春节的假期要包括当天（2019年02月05日）"):
        set_holidays(year=2019, spans=wrong, reason="国办发明电", by=city)


def test_the_page_shows_the_calendar_and_takes_a_term(
    client_of: Callable[[Role], Client], district: int
) -> None:
    client = client_of(Role.DISTRICT_OFFICER)
    page = client.get(reverse("duties:calendar")).content.decode()
    assert "2018—2019学年第一学期" in page
    assert "往年惯例，没有确认" in page
    sent = {"region": district, "key": NEXT, "stage": "junior", "first": "2018-09-03",
            "last": "2019-01-18", "reason": "校历"}  # fmt: skip
    assert client.post(reverse("duties:term"), sent).status_code == 302
    page = client.get(reverse("duties:calendar")).content.decode()
    assert "登记。校历" in page
    answer = client.post(reverse("duties:term"), {**sent, "last": "2019-03-10"})
    assert answer.status_code == 422
    assert "重叠" in answer.content.decode()
