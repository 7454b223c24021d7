"""How officers narrow the lists of screening."""

from typing import Final

import django_filters
from django.db.models import Q

from nuantong.screening.models import Alert
from nuantong.screening.models.alerts import AlertQuerySet

OPEN, CLOSED = "open", "closed"
STATES: Final = [(OPEN, "没有办结的"), (CLOSED, "已办结的")]


class AlertFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="状态", empty_label="全部", choices=STATES, method="by_state"
    )
    source = django_filters.ChoiceFilter(
        label="来自", empty_label="全部", choices=Alert.Source.choices
    )

    class Meta:
        model = Alert
        fields: list[str] = []

    def by_state(self, found: AlertQuerySet, name: str, value: str) -> AlertQuerySet:
        return found.filter(Q(closed_at__isnull=value == OPEN))
