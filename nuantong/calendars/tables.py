"""The calendar tables in memory, read once per process and change."""

from functools import lru_cache

from django.db.models import QuerySet

from nuantong.calendars import festivals
from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.models import FestivalDay, Holiday, Revision, SchoolTerm
from nuantong.calendars.terms import Term, TermTable


def civil_calendar() -> CivilCalendar:
    """The calendar now in force; one query when it is known already."""
    return calendar_at(revision().get())


def revision() -> "QuerySet[Revision, int]":
    """The number of the present revision, also as a subquery of somebody else's query."""
    return Revision.objects.values_list("number", flat=True)


@lru_cache(maxsize=64)
def calendar_at(number: int, district: int | None = None) -> CivilCalendar:
    """The tables as of a revision number; a number never comes back with other content.

    For a district: the terms it has set itself stand in the place of the city's.
    """
    if district is not None:
        city = calendar_at(number)
        return CivilCalendar(TermTable(_terms(district)), city.festivals)
    holidays = Holiday.objects.filter(ended_on=None)
    days = FestivalDay.objects.values_list("day", "festival").union(
        holidays.values_list("day", "festival")
    )
    known = (festivals.FestivalDay(day, festivals.Festival(name)) for day, name in days)
    return CivilCalendar(TermTable(_terms(None)), festivals.FestivalTable(known))


def _terms(district: int | None) -> list[Term]:
    """The city's rows and then the district's. Where it has set a term for every stage, the city's
    rows of that term are not there."""
    rows = SchoolTerm.objects.filter(ended_on=None)
    own = _read(rows.filter(region=district)) if district else []
    whole = {term.key for term in own if not term.stage}
    city = (term for term in _read(rows.filter(region=None)) if term.key not in whole)
    return [*city, *own]


def _read(rows: "QuerySet[SchoolTerm]") -> list[Term]:
    return [Term(*row) for row in rows.values_list("key", "starts", "ends", "stage")]


@lru_cache(maxsize=64)
def districts_with_terms(number: int) -> frozenset[int]:
    """Which districts have terms of their own, as of a revision number."""
    rows = SchoolTerm.objects.filter(ended_on=None).exclude(region=None)
    return frozenset(rows.values_list("region", flat=True))
