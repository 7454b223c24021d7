"""What the list of tasks can be narrowed by."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.people.filters import ScopedFilterSet
from nuantong.people.places import Chosen, PlaceField
from nuantong.tasks.kinds import kind_choices
from nuantong.tasks.models import OPEN, Task, TaskQuerySet

SOON = 7
"""Days before its end in which a task is called near."""
LATE, NEAR, LATER, UNDATED = "late", "near", "later", "none"


class TaskPlaceFilter(django_filters.Filter):
    """Tasks about children who live in a place, and those of the place itself."""

    field_class = PlaceField

    def filter(self, found: TaskQuerySet, value: Chosen | None) -> TaskQuerySet:
        if value is None:
            return found
        places = self.parent.request.reader.tree.below(value.id)
        return found.filter(Q(child__place__id__any_of=places) | Q(region__id__any_of=places))


def due(word: str, on: dt.date) -> Q:
    """The condition of a word: overdue, due within a week, later, or without a date."""
    near = on + dt.timedelta(days=SOON)
    return {
        LATE: Q(due_on__lt=on),
        NEAR: Q(due_on__gte=on, due_on__lte=near),
        LATER: Q(due_on__gt=near),
        UNDATED: Q(due_on=None),
    }[word]


class TaskFilter(ScopedFilterSet):
    permission = Permission.DO_TASKS

    kind = django_filters.ChoiceFilter(label="事项", choices=kind_choices, empty_label="全部")
    due = django_filters.ChoiceFilter(
        label="期限", method="by_due", empty_label="全部",
        choices=[(LATE, "已过期限"), (NEAR, f"{SOON}天内到期"), (LATER, f"{SOON}天以后"),
                 (UNDATED, "没有期限")],
    )  # fmt: skip
    owner = django_filters.ChoiceFilter(
        label="承办", method="by_owner", empty_label="全部",
        choices=[("mine", "交给我的"), ("nobody", "未指定专人"), ("others", "交给别人的")],
    )  # fmt: skip
    place = TaskPlaceFilter(label="地区")
    state = django_filters.ChoiceFilter(
        label="状态", method="by_state", empty_label="待办",
        choices=[("done", "已办结"), ("withdrawn", "已撤销"), ("all", "全部")],
    )  # fmt: skip
    child = django_filters.CharFilter("child__number", label="儿童编号", widget=forms.HiddenInput)

    class Meta:
        model = Task
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.filter(OPEN)
        return super().filter_queryset(queryset)

    def by_due(self, found: TaskQuerySet, name: str, value: str) -> TaskQuerySet:
        return found.filter(due(value, clock.today()))

    def by_owner(self, found: TaskQuerySet, name: str, value: str) -> TaskQuerySet:
        me = Q(owner=self.request.reader.actor_id or 0)
        nobody = Q(owner=None)
        return found.filter({"mine": me, "nobody": nobody, "others": ~me & ~nobody}[value])

    def by_state(self, found: TaskQuerySet, name: str, value: str) -> TaskQuerySet:
        conditions = {"done": ~Q(done_on=None), "withdrawn": ~Q(withdrawn_on=None), "all": Q()}
        return found.filter(conditions[value])
