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


@lru_cache(maxsize=4)
def calendar_at(number: int) -> CivilCalendar:
    """The tables as of a revision number; a number never comes back with other content."""
    days = FestivalDay.objects.values_list("day", "festival").union(
        Holiday.objects.values_list("day", "festival")
    )
    known = (festivals.FestivalDay(day, festivals.Festival(name)) for day, name in days)
    terms = SchoolTerm.objects.values_list("key", "starts", "ends", "stage")
    return CivilCalendar(TermTable(Term(*row) for row in terms), festivals.FestivalTable(known))
