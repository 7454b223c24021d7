"""How the rights line narrows the list of danger reports."""

import django_filters

from nuantong.protection.models import DangerReport, DangerReportQuerySet
from nuantong.protection.situations import CHOICES

WAITING, ANSWERED = "waiting", "answered"


class ReportFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="状态", choices=[(WAITING, "未回应"), (ANSWERED, "已回应")], method="by_state"
    )
    situation = django_filters.ChoiceFilter(label="情形", choices=CHOICES)
    reported_at = django_filters.DateFromToRangeFilter(label="报告日期")

    class Meta:
        model = DangerReport
        fields: list[str] = []

    def by_state(self, found: DangerReportQuerySet, name: str, value: str) -> DangerReportQuerySet:
        return found.filter(answered=value == ANSWERED)
