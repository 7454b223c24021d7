"""How the rights line narrows the list of danger reports."""

from typing import Final

import django_filters
from django import forms
from django.db.models import Q

from nuantong.protection.models import DangerReport, DangerReportQuerySet
from nuantong.protection.situations import CHOICES

WAITING, ANSWERED = "waiting", "answered"
DAY: Final = forms.DateInput(attrs={"type": "date"})


class ReportFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="状态",
        empty_label="全部",
        choices=[(WAITING, "未回应"), (ANSWERED, "已回应")],
        method="by_state",
    )
    situation = django_filters.ChoiceFilter(label="情形", empty_label="全部", choices=CHOICES)
    since = django_filters.DateFilter("reported_at", "date__gte", label="从哪天", widget=DAY)
    until = django_filters.DateFilter("reported_at", "date__lte", label="到哪天", widget=DAY)

    class Meta:
        model = DangerReport
        fields: list[str] = []

    def by_state(self, found: DangerReportQuerySet, name: str, value: str) -> DangerReportQuerySet:
        return found.filter(Q(answered=value == ANSWERED))
