"""What the overdue list can be narrowed by."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import QuerySet

from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.duties.models import Overdue
from nuantong.duties.titles import duty_titles
from nuantong.people.filters import PlaceFilter, ScopedFilterSet

SILENCES = [("14", "14 天以上"), ("30", "30 天以上"), ("45", "45 天以上")]


def _duties() -> list[tuple[str, str]]:
    return [(code, title) for (_, code), title in duty_titles().items()]


class OverdueFilter(ScopedFilterSet):
    permission = Permission.SEE_OVERDUE

    place = PlaceFilter(label="地区")
    duty = django_filters.ChoiceFilter(
        label="逾期职责", choices=_duties, method="missing", empty_label="全部"
    )
    silent = django_filters.ChoiceFilter(
        label="无任何联系", choices=SILENCES, method="silent_for", empty_label="不限"
    )

    class Meta:
        model = Overdue
        fields: list[str] = []

    def missing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(duties__contains=[value])

    def silent_for(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """No contact of any kind for so many days, or never one since she was enrolled."""
        return rows.filter(since__lte=clock.today() - dt.timedelta(days=int(value)))
