"""Narrowing the lists, and the children of one."""

import django_filters
from django.db.models import Q, QuerySet

from nuantong.books.purposes import Purpose
from nuantong.cohorts.models import Cohort, Member
from nuantong.people.models import Child
from nuantong.people.queries.names import found_by


class CohortFilter(django_filters.FilterSet):
    purpose = django_filters.ChoiceFilter(label="用途", choices=Purpose.choices, empty_label="全部")
    state = django_filters.ChoiceFilter(
        label="状态", choices=Cohort.State.choices, empty_label="全部"
    )


class MemberFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="姓名", method="named")
    district = django_filters.NumberFilter(label="区县", field_name="district")
    state = django_filters.ChoiceFilter(
        label="说明", method="stands", empty_label="全部",
        choices=[("in", "在名单里"), ("added", "人工加入"), ("removed", "已移出")],
    )  # fmt: skip

    def named(self, rows: QuerySet[Member], _name: str, value: str) -> QuerySet[Member]:
        named = Child.objects.filter(found_by(value, self.request.reader)).order_by()
        return rows.filter(child__in=named.values("pk"))

    def stands(self, rows: QuerySet[Member], _name: str, value: str) -> QuerySet[Member]:
        ways = {
            "in": Q(removed_at=None),
            "added": Q(added=True),
            "removed": Q(removed_at__isnull=False),
        }
        return rows.filter(ways[value])
