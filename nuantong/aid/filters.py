"""How officers narrow the list of applications."""

import django_filters
from django.db.models import QuerySet

from nuantong.access.roles import Permission
from nuantong.aid.models import Application, Scheme
from nuantong.aid.models.application import State
from nuantong.people.filters import ScopedFilterSet
from nuantong.people.models import Child
from nuantong.people.places import Chosen, PlaceField
from nuantong.people.queries.names import found_by


class ChildsPlaceFilter(django_filters.Filter):
    field_class = PlaceField

    def filter(self, found: QuerySet[Application], value: Chosen | None) -> QuerySet[Application]:
        if value is None:
            return found
        places = self.parent.request.reader.tree.below(value.id)
        return found.filter(child__place__id__any_of=places)


class ApplicationFilter(ScopedFilterSet):
    permission = Permission.SEE_AID

    q = django_filters.CharFilter(label="姓名或儿童编号", method="by_child")
    state = django_filters.ChoiceFilter(label="状态", empty_label="全部", choices=State.choices[1:])
    late = django_filters.ChoiceFilter(
        label="期限", empty_label="全部", choices=[("late", "已过期限")], method="by_late"
    )
    scheme = django_filters.ModelChoiceFilter(
        label="项目", empty_label="全部", queryset=Scheme.objects.all()
    )
    place = ChildsPlaceFilter(label="居住地")

    class Meta:
        model = Application
        fields: list[str] = []

    def by_child(
        self, found: QuerySet[Application], name: str, value: str
    ) -> QuerySet[Application]:
        children = Child.objects.filter(found_by(value, self.request.reader))
        return found.filter(child__in=children.values("pk"))

    def by_late(self, found: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        return found.filter(due_on__lt=self.request.reader.on)
