"""Narrowing the list of cases."""

import django_filters
from django.db.models import Q, QuerySet

from nuantong.counselling.models import Case

STATES = [("waiting", "排队等待"), ("running", "辅导中"), ("closed", "已结束")]


class CaseFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名", method="named")
    state = django_filters.ChoiceFilter(
        label="状态", choices=STATES, method="stands", empty_label="全部"
    )
    need = django_filters.ChoiceFilter(
        label="需要程度", choices=Case.Need.choices, empty_label="全部"
    )

    def named(self, rows: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        return rows.filter(
            Q(child__name__contains=value) | Q(child__pinyin__startswith=value.lower())
        )

    def stands(self, rows: QuerySet[Case], _name: str, value: str) -> QuerySet[Case]:
        if value == "waiting":
            return rows.filter(closed_on=None, started_on=None)
        if value == "running":
            return rows.filter(closed_on=None, started_on__isnull=False)
        return rows.filter(closed_on__isnull=False)
