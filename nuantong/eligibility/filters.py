"""What the list of hints can be narrowed by."""

import datetime as dt
from typing import Any, Final

import django_filters
from django.db.models import Exists, OuterRef, Q

from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.eligibility.models import CATEGORIES, Hint, HintQuerySet, Referral
from nuantong.eligibility.vocabulary import labels_for
from nuantong.people.filters import ScopedFilterSet, held_on
from nuantong.people.places import Chosen, PlaceField

FITS: Final = [
    ("yes", "符合情形"),
    ("incomplete", "资料不全，待核查"),
    ("no", "有类别但与资料不符"),
]
CARE: Final = ("orphan", "unattended")
HARD: Final = labels_for("hardship")


def labelled(on: dt.date) -> Q:
    """The child has a label that says so: of this category; for a child without parents who can
    care, of either care list."""
    held = held_on(on).filter(child=OuterRef("child"))
    own = Exists(held.filter(category=OuterRef("category")))
    care = Q(category__in=(*CARE, "at_risk")) & Q(Exists(held.filter(category__in=CARE)))
    risk = Q(category="at_risk") & Q(Exists(held.filter(category="guardianship")))
    hard = Q(category="hardship") & Q(Exists(held.filter(category__in=HARD)))
    return Q(own) | care | risk | hard


def waiting(on: dt.date) -> Q:
    """What asks for somebody: fits without a label, incomplete, contradicted, soon at its end."""
    return ~Q(fits="yes") | expiring(on, 60) | ~labelled(on)


def expiring(on: dt.date, days: int) -> Q:
    """Fits now, and by the facts no longer within so many days."""
    return Q(fits="yes", holds_until__gt=on, holds_until__lte=on + dt.timedelta(days=days))


class HintPlaceFilter(django_filters.Filter):
    field_class = PlaceField

    def filter(self, found: HintQuerySet, value: Chosen | None) -> HintQuerySet:
        if value is None:
            return found
        return found.filter(
            child__place__id__any_of=self.parent.request.reader.tree.below(value.id)
        )


class HintFilter(ScopedFilterSet):
    permission = Permission.SEE_HINTS

    place = HintPlaceFilter(label="现居住地")
    category = django_filters.ChoiceFilter(label="情形", choices=CATEGORIES, empty_label="全部")
    fits = django_filters.ChoiceFilter(label="结果", choices=FITS, empty_label="全部")
    label = django_filters.ChoiceFilter(
        label="类别登记", method="by_label", empty_label="不限",
        choices=[("none", "没有相应类别"), ("has", "已有相应类别")],
    )  # fmt: skip
    until = django_filters.ChoiceFilter(
        label="情形到期", method="by_end", empty_label="不限",
        choices=[("30", "30天内"), ("60", "60天内")],
    )  # fmt: skip
    found = django_filters.ChoiceFilter(
        label="新发现", method="by_found", empty_label="不限",
        choices=[("7", "近7天"), ("30", "近30天")],
    )  # fmt: skip
    referred = django_filters.ChoiceFilter(
        label="转介民政", method="by_referral", empty_label="不限",
        choices=[("no", "未转介"), ("waiting", "等待答复"), ("answered", "已答复")],
    )  # fmt: skip

    scope = django_filters.ChoiceFilter(
        label="范围", method="by_scope", empty_label="需要处理的", choices=[("all", "全部线索")]
    )

    class Meta:
        model = Hint
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        """Nothing chosen but a place: what asks for somebody."""
        chosen = {name for name, value in self.form.cleaned_data.items() if value}
        if not chosen - {"place"}:
            queryset = queryset.filter(waiting(clock.today()))
        return super().filter_queryset(queryset)

    def by_scope(self, hints: HintQuerySet, name: str, value: str) -> HintQuerySet:
        return hints

    def by_label(self, hints: HintQuerySet, name: str, value: str) -> HintQuerySet:
        held = labelled(clock.today())
        return hints.filter(~held if value == "none" else held)

    def by_end(self, hints: HintQuerySet, name: str, value: str) -> HintQuerySet:
        return hints.filter(expiring(clock.today(), int(value)))

    def by_found(self, hints: HintQuerySet, name: str, value: str) -> HintQuerySet:
        return hints.filter(found_on__gt=clock.today() - dt.timedelta(days=int(value)))

    def by_referral(self, hints: HintQuerySet, name: str, value: str) -> HintQuerySet:
        sent: Any = Referral.objects.filter(child=OuterRef("child"), category=OuterRef("category"))
        if value == "no":
            return hints.filter(~Exists(sent))
        waiting = sent.filter(answered_on=None)
        if value == "waiting":
            return hints.filter(Exists(waiting))
        return hints.filter(Exists(sent), ~Exists(waiting))
