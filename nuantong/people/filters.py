"""What the lists of children and carers can be narrowed by."""

import copy
import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.people.models import (
    Absence,
    Carer,
    Child,
    Label,
    Need,
    PastCondition,
    Registration,
)
from nuantong.people.models.carer import WARNING_DAYS, check_began
from nuantong.people.places import Chosen, PlaceField
from nuantong.people.queries.names import found_by
from nuantong.people.searching import by_name
from nuantong.regions.tree import tree_on

MORE_CHILD_FILTERS: dict[str, django_filters.Filter] = {}
MORE_CARER_FILTERS: dict[str, django_filters.Filter] = {}


def register_child_filter(name: str, of: django_filters.Filter) -> None:
    """An upper app narrows the register by what it knows (pairing: with or without a carer).

    `of` takes `method=` a function (queryset, name, value) that returns the narrowed queryset.
    """
    MORE_CHILD_FILTERS[name] = of


def register_carer_filter(name: str, of: django_filters.Filter) -> None:
    """The same for the list of carers (pairing: with room for another household)."""
    MORE_CARER_FILTERS[name] = of


class PlaceFilter(django_filters.Filter):
    """Everything in a place of the reader's scope."""

    field_class = PlaceField

    def filter(self, qs: QuerySet[Any], value: Chosen | None) -> QuerySet[Any]:
        if value is None:
            return qs
        if past := getattr(self.parent, "past", None):
            return qs.filter(pk__in=_there(past, value, self.parent.data.get("place", "")))
        return qs.filter(place__id__any_of=self.parent.request.reader.tree.below(value.id))


def _there(day: dt.date, value: Chosen, code: str) -> QuerySet[Any]:
    """Who was on the register in a place on a past day: by that day's map, when it was on it."""
    tree = tree_on(day)
    found = tree.by_code(code if code.isdigit() and len(code) <= 12 else value.code)
    places = tree.below(found.id if found else value.id)
    rows = Registration.objects.known().on(day).filter(place__id__any_of=places)
    return rows.order_by().values("child")


class AgeWidget(django_filters.widgets.RangeWidget):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"min": 0, "max": 30, "inputmode": "numeric", **(attrs or {})})


def born_between(youngest: int | None, oldest: int | None, on: dt.date) -> Q:
    """A condition on the birth date for ages in whole years, both ends included."""
    condition = Q()
    if youngest is not None:
        condition &= Q(birth_date__lte=years_before(on, int(youngest)))
    if oldest is not None:
        condition &= Q(birth_date__gt=years_before(on, int(oldest) + 1))
    return condition


def years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=max(1900, day.year - years))
    except ValueError:
        return day.replace(year=max(1900, day.year - years), day=28)


class ScopedFilterSet(django_filters.FilterSet):
    """Filters that know the reader; what upper apps registered comes last."""

    more: dict[str, django_filters.Filter] = {}
    permission = Permission.SEE_CHILDREN

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters |= copy.deepcopy(self.more)
        for each in self.filters.values():
            each.parent, each.model = self, self._meta.model or self.queryset.model
        self.filters["place"].extra |= {
            "reader": self.request.reader, "permission": self.permission
        }  # fmt: skip


class ChildFilter(ScopedFilterSet):
    more = MORE_CHILD_FILTERS

    q = django_filters.CharFilter(
        label="查找", method="search",
        widget=forms.TextInput(attrs={"placeholder": "姓名、拼音首字母、证件号、村居"}),
    )  # fmt: skip
    place = PlaceFilter(label="现居住地")
    label = django_filters.ChoiceFilter(
        label="类别", choices=Label.Category.choices, method="labelled", empty_label="全部"
    )
    sex = django_filters.ChoiceFilter(choices=Child.Sex.choices, empty_label="全部")
    age = django_filters.RangeFilter(label="年龄（周岁）", method="aged", widget=AgeWidget)
    stage = django_filters.ChoiceFilter(
        choices=[("none", "未采集"), *(c for c in Child.Stage.choices if c[0])],
        method="collected", empty_label="全部", label="就学情况",
    )  # fmt: skip
    health = django_filters.ChoiceFilter(
        choices=[("none", "未采集"), *(c for c in Child.Health.choices if c[0])],
        method="collected", empty_label="全部", label="身体情况",
    )  # fmt: skip
    need = django_filters.ChoiceFilter(
        label="未解决的需求", choices=Need.Kind.choices, method="needing", empty_label="全部"
    )
    setting = django_filters.ChoiceFilter(
        label="养育方式", choices=Child.Setting.choices, empty_label="全部", method="living"
    )
    id_status = django_filters.ChoiceFilter(choices=Child.IdStatus.choices, empty_label="全部")
    status = django_filters.ChoiceFilter(
        label="在册状态",
        choices=[("away", "在册，暂时离开"), ("left", "已退出"), ("all", "在册和已退出")],
        method="standing", empty_label="在册",
    )  # fmt: skip

    as_of = django_filters.DateFilter(
        label="截至日期", method="every", widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = Child
        fields: list[str] = []

    @property
    def past(self) -> dt.date | None:
        """A day before today on which the register is looked at."""
        asked: dt.date | None = self.form.cleaned_data.get("as_of")
        return asked if asked and asked < clock.today() else None

    @property
    def day(self) -> dt.date:
        return self.past or clock.today()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.past and self.form.cleaned_data.get("status") != "all":
            queryset = queryset.filter(pk__in=registered_on(self.past).values("child"))
        elif not self.form.cleaned_data.get("status"):
            queryset = queryset.filter(status=Child.Status.ON_REGISTER)
        return super().filter_queryset(queryset)

    def every(self, children: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        return children

    def living(self, children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if self.past is None:
            return children.filter(setting=value)
        return children.filter(pk__in=registered_on(self.past, setting=value).values("child"))

    def search(self, children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return children.filter(found_by(value, self.request.reader))

    def labelled(self, children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return children.filter(pk__in=held_on(self.day).filter(category=value).values("child"))

    def needing(self, children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        met = Q(met_on=None) | Q(met_on__gt=self.past) if self.past else Q(met_on=None)
        open_needs = Need.objects.filter(met, kind=value, raised_on__lte=self.day)
        return children.filter(pk__in=open_needs.values("child"))

    def aged(self, children: QuerySet[Any], name: str, value: slice) -> QuerySet[Any]:
        return children.filter(born_between(value.start, value.stop, self.day))

    def collected(self, children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        value = "" if value == "none" else value
        return children.filter(was(name, value, self.past) if self.past else Q(**{name: value}))

    def standing(self, children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "away":
            away = Absence.objects.filter(Q(until=None) | Q(until__gt=self.day))
            children = children.filter(pk__in=away.filter(since__lte=self.day).values("child"))
            value = Child.Status.ON_REGISTER
        return children if value == "all" or self.past else children.filter(status=value)


def registered_on(day: dt.date, **more: Any) -> QuerySet[Any]:
    """The spans of those who were on the register on a day, as known now."""
    return Registration.objects.known().on(day).filter(**more).order_by()


def conditions_of(day: dt.date) -> QuerySet[PastCondition]:
    """School and health on a past day of those for whom they were written otherwise since."""
    later = PastCondition.objects.filter(until__gt=day)
    return later.order_by("child", "until").distinct("child")


def was(field: str, value: Any, day: dt.date) -> Q:
    """Of a child: school or health was so on a past day."""
    then = conditions_of(day)
    so = PastCondition.objects.filter(pk__in=then.values("pk"), **{field: value}).order_by()
    return Q(pk__in=so.values("child")) | (Q(**{field: value}) & ~Q(pk__in=then.values("child")))


def held_on(day: dt.date) -> QuerySet[Label]:
    """The labels in force on a day."""
    begun = Q(since=None) | Q(since__lte=day)
    return Label.objects.filter(begun, Q(until=None) | Q(until__gt=day))


class CarerFilter(ScopedFilterSet):
    more = MORE_CARER_FILTERS
    permission = Permission.SEE_CARERS

    q = django_filters.CharFilter(
        label="查找", method="search",
        widget=forms.TextInput(attrs={"placeholder": "姓名、拼音首字母、村居"}),
    )  # fmt: skip
    place = PlaceFilter(label="所在地")
    check = django_filters.ChoiceFilter(
        label="背景查询", method="checked", empty_label="全部",
        choices=[("valid", "有效"), ("soon", f"{WARNING_DAYS}天内到期"), ("expired", "已过期"),
                 ("missing", "未查询")],
    )  # fmt: skip
    skill = django_filters.ChoiceFilter(
        label="特长", choices=Carer.Skill.choices, method="has", empty_label="全部"
    )
    language = django_filters.ChoiceFilter(
        label="语言", choices=Carer.Language.choices, method="has", empty_label="全部"
    )
    time = django_filters.ChoiceFilter(
        label="方便的时间", choices=Carer.Time.choices, method="has", empty_label="全部"
    )
    hours = django_filters.ChoiceFilter(
        label="每周可用小时", field_name="hours", lookup_expr="gte", empty_label="全部",
        choices=[(str(n), f"{n}小时以上") for n in (2, 4, 8, 16)],
    )  # fmt: skip
    account = django_filters.ChoiceFilter(
        label="登录账号", choices=[("yes", "已开通"), ("no", "未开通")], method="signing_in",
        empty_label="全部",
    )  # fmt: skip
    status = django_filters.ChoiceFilter(
        label="状态", choices=[("left", "已退出"), ("all", "在岗和已退出")],
        method="standing", empty_label="在岗",
    )  # fmt: skip

    class Meta:
        model = Carer
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.form.cleaned_data.get("status"):
            queryset = queryset.filter(status=Carer.Status.ACTIVE)
        return super().filter_queryset(queryset)

    def search(self, carers: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return carers.filter(by_name(value.strip(), self.request.reader.tree))

    def checked(self, carers: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        today = clock.today()
        soon = today + dt.timedelta(days=WARNING_DAYS)
        valid, lasting = check_began(today), check_began(soon)
        began = "background_checked_on"
        conditions: dict[str, dict[str, Any]] = {
            "valid": {f"{began}__gt": valid},
            "soon": {f"{began}__gt": valid, f"{began}__lte": lasting},
            "expired": {f"{began}__lte": valid},
            "missing": {began: None},
        }
        return carers.filter(**conditions[value])

    def has(self, carers: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        column = {"skill": "skills", "language": "languages", "time": "availability"}[name]
        return carers.filter(**{f"{column}__contains": [value]})

    def signing_in(self, carers: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return carers.filter(user__isnull=value == "no")

    def standing(self, carers: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return carers if value == "all" else carers.filter(status=value)
