"""The first content of the calendar tables."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from nuantong.calendars.festivals import announced_years, festival_days, holidays
from nuantong.calendars.terms import usual_terms

Rows = Iterator[dict[str, Any]]
FIRST_YEAR, LAST_YEAR = 2017, 2027
ANNOUNCED_BY = "国务院办公厅通知"
"""Whose table of days off a year has; a year without has the days the law itself names."""


def seed(apps: Any, schema_editor: Any = None) -> None:
    """Festivals, holidays and the usual terms of 2017 to 2027, for a migration.

    Years that are there already are left as they are.
    """
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    _add(apps.get_model("calendars", "FestivalDay"), _festival_days(years))
    _add(apps.get_model("calendars", "Holiday"), _holidays(years))
    terms = (term for year in years for term in usual_terms(year))
    rows = ({"key": term.key, "starts": term.start, "ends": term.end} for term in terms)
    _add(apps.get_model("calendars", "SchoolTerm"), rows)


def _festival_days(years: range) -> Rows:
    for year in years:
        for row in festival_days(year):
            yield {"day": row.day, "festival": row.festival.value}


def _holidays(years: range) -> Rows:
    announced = set(announced_years(years[0], years[-1]))
    for year in years:
        by = ANNOUNCED_BY if year in announced else ""
        for row in holidays(year):
            yield {"day": row.day, "festival": row.festival.value, "entered_by": by}


def _add(model: type[models.Model], rows: Rows) -> None:
    model._default_manager.bulk_create((model(**row) for row in rows), ignore_conflicts=True)
