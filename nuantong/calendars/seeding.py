"""The first content of the calendar tables."""

from typing import Any

from django.db import models

from nuantong.calendars.festivals import FestivalDay, festival_days, holidays
from nuantong.calendars.terms import usual_terms

FIRST_YEAR, LAST_YEAR = 2017, 2027
ANNOUNCED_BY = "国务院办公厅通知"
"""Whose table of days off a year has; a year without has the days the law itself names."""


def seed(apps: Any, schema_editor: Any = None) -> None:
    """Festivals, holidays and the usual terms of 2017 to 2027, for a migration.

    Years that are there already are left as they are.
    """
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    for name, days_of in (("FestivalDay", festival_days), ("Holiday", holidays)):
        days = (day for year in years for day in days_of(year))
        _add_days(apps.get_model("calendars", name), days)
    terms = (term for year in years for term in usual_terms(year))
    model = apps.get_model("calendars", "SchoolTerm")
    model.objects.bulk_create(
        (model(key=term.key, starts=term.start, ends=term.end) for term in terms),
        ignore_conflicts=True,
    )


def _add_days(model: type[models.Model], days: Any) -> None:
    rows: list[FestivalDay] = list(days)
    model._default_manager.bulk_create(
        (model(day=row.day, festival=row.festival.value) for row in rows), ignore_conflicts=True
    )
