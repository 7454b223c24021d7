"""The children a cohort's rule finds today, with those taken in and left out by hand."""

from typing import Any

from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.cohorts.criteria import MOST, condition
from nuantong.cohorts.models import Choice, Cohort
from nuantong.people.models import Child


def asked_of(cohort: Cohort, reader: Reader) -> QuerySet[Child]:
    """Every child on the register in the cohort's region whom the reader may choose."""
    children = Child.objects.visible_to(reader, to=Permission.CHOOSE_CHILDREN).on_register()
    if cohort.region_id != reader.tree.root.id:
        children = children.filter(place__id__any_of=reader.tree.below(cohort.region_id))
    found: QuerySet[Child] = children.order_by()
    return found


def by_rule(cohort: Cohort, reader: Reader, without: str = "") -> QuerySet[Child]:
    found = asked_of(cohort, reader).filter(condition(cohort.rule, cohort.as_of, without))
    if MOST not in cohort.rule or without:
        return found
    first = found.order_by("registered_on", "pk").values("pk")[: cohort.rule[MOST]]
    return asked_of(cohort, reader).filter(pk__in=first)


def by_hand(cohort: Cohort, taken: bool) -> list[int]:
    rows: Any = Choice.objects.filter(cohort=cohort, taken=taken)
    return list(rows.values_list("child", flat=True))


def chosen(cohort: Cohort, reader: Reader) -> QuerySet[Child]:
    """By the rule and by hand; who left the register or moved away meanwhile is not among them."""
    found = by_rule(cohort, reader)
    if added := by_hand(cohort, True):
        found = found | asked_of(cohort, reader).filter(pk__in=added)
    if left_out := by_hand(cohort, False):
        found = found.exclude(pk__in=left_out)
    return found
