"""How officers narrow the list of complaints."""

import django_filters

from nuantong.help.models import Complaint, ComplaintQuerySet

WAITING, ANSWERED = "waiting", "answered"


class ComplaintFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="状态", choices=[(WAITING, "待答复"), (ANSWERED, "已答复")], method="by_state"
    )
    kind = django_filters.ChoiceFilter(label="类别", choices=Complaint.Kind.choices)
    at = django_filters.DateFromToRangeFilter(label="提交日期")

    class Meta:
        model = Complaint
        fields: list[str] = []

    def by_state(self, found: ComplaintQuerySet, name: str, value: str) -> ComplaintQuerySet:
        return found.filter(answered=value == ANSWERED)
