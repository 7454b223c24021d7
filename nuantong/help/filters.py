"""How officers narrow the list of complaints."""

from typing import Final

import django_filters
from django import forms
from django.db.models import Q

from nuantong.help.models import Complaint, ComplaintQuerySet

WAITING, ANSWERED = "waiting", "answered"
DAY: Final = forms.DateInput(attrs={"type": "date"})


class ComplaintFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="状态",
        empty_label="全部",
        choices=[(WAITING, "待答复"), (ANSWERED, "已答复")],
        method="by_state",
    )
    kind = django_filters.ChoiceFilter(
        label="类别", empty_label="全部", choices=Complaint.Kind.choices
    )
    since = django_filters.DateFilter("at", "date__gte", label="从哪天", widget=DAY)
    until = django_filters.DateFilter("at", "date__lte", label="到哪天", widget=DAY)

    class Meta:
        model = Complaint
        fields: list[str] = []

    def by_state(self, found: ComplaintQuerySet, name: str, value: str) -> ComplaintQuerySet:
        return found.filter(Q(answered=value == ANSWERED))
