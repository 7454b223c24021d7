"""How officers narrow the lists of screening."""

from typing import Final

import django_filters
from django.db.models import Q, QuerySet

from nuantong.access.roles import Permission
from nuantong.people.filters import PlaceFilter, ScopedFilterSet
from nuantong.people.models import Child
from nuantong.people.searching import child_query
from nuantong.screening.colours import CHOICES
from nuantong.screening.models import Alert, Participant
from nuantong.screening.models.alerts import AlertQuerySet
from nuantong.screening.queries.rounds import GROUPS

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


class ParticipantFilter(ScopedFilterSet):
    permission = Permission.SEE_SCREENING

    q = django_filters.CharFilter(label="姓名", method="by_child")
    place = PlaceFilter(label="居住地")
    group = django_filters.ChoiceFilter(
        label="进度", empty_label="全部", method="by_group",
        choices=[(key, title) for key, (title, _) in GROUPS.items()],
    )  # fmt: skip
    stage = django_filters.ChoiceFilter(
        label="到哪一步", empty_label="全部", choices=Participant.Stage.choices
    )
    colour = django_filters.ChoiceFilter(label="颜色", empty_label="全部", choices=CHOICES)
    more_signs = django_filters.ChoiceFilter(
        label="另外", empty_label="全部", method="by_sign",
        choices=[("red", "有红色项"), ("invalid", "有无效卷"), ("unplaced", "居住地未采集")],
    )  # fmt: skip

    class Meta:
        model = Participant
        fields: list[str] = []

    def by_child(
        self, found: QuerySet[Participant], name: str, value: str
    ) -> QuerySet[Participant]:
        who = Child.objects.filter(child_query(value, self.request.reader.tree))
        return found.filter(child__in=who.values("pk"))

    def by_group(
        self, found: QuerySet[Participant], name: str, value: str
    ) -> QuerySet[Participant]:
        return found.filter(stage__in=GROUPS[value][1])

    def by_sign(self, found: QuerySet[Participant], name: str, value: str) -> QuerySet[Participant]:
        signs = {"red": Q(red=True), "invalid": Q(invalid__gt=0), "unplaced": Q(place=None)}
        return found.filter(signs[value])
