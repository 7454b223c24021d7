"""What the overdue list can be narrowed by."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.duties.models import WindowOutcome
from nuantong.duties.titles import duty_titles
from nuantong.people.filters import PlaceFilter, ScopedFilterSet
from nuantong.people.models import Child

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
        model = Child
        fields: list[str] = []

    def missing(self, children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        missed = WindowOutcome.objects.overdue().filter(duty=value)
        return children.filter(pk__in=missed.values("enrolment__child"))

    def silent_for(self, children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """No contact of any kind for so many days, or never one."""
        since = clock.today() - dt.timedelta(days=int(value))
        return children.filter(Q(last_contact=None) | Q(last_contact__lte=since))
