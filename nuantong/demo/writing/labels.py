"""The labels of a child, each with its basis and whoever recognised it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from nuantong.demo.children import ChildPlan
from nuantong.demo.families import Family
from nuantong.demo.situations import is_orphan, reason_of
from nuantong.people.models import Label

Category = Label.Category


def label_rows(key: int, family: Family, child: ChildPlan) -> Iterator[dict[str, Any]]:
    office = family.spot.district.name
    if family.label != "":
        yield _row(key, *_of_parents(family), f"{office}民政局", _known_since(family, child))
    for category in child.labels:
        yield _row(key, *_of_child(category, child), office + RECOGNISER[Category(category)], None)


RECOGNISER = {
    Category.DISABLED: "残联", Category.SEVERELY_ILL: "民政局", Category.POOR: "扶贫办",
}  # fmt: skip


def _row(
    key: int, category: str, subtype: str, basis: str, recogniser: str, since: dt.date | None
) -> dict[str, Any]:
    return {
        "child": key, "category": category, "subtype": subtype, "basis": basis,
        "recogniser": recogniser, "since": since,
    }  # fmt: skip


def _of_parents(family: Family) -> tuple[str, str, str]:
    """Category, subtype and basis that follow from the parents' situations."""
    father, mother = family.father, family.mother
    if father is None or mother is None:
        return Category.ORPHAN, "机构集中养育孤儿", "查找不到生父母"
    basis = reason_of(father, mother)
    if family.label:
        return family.label, "", basis
    if is_orphan(father.status, mother.status):
        return Category.ORPHAN, "社会散居孤儿", basis
    return Category.UNATTENDED, "", basis


def _known_since(family: Family, child: ChildPlan) -> dt.date:
    """Recognised some weeks after the later of the two situations began."""
    if family.father is None or family.mother is None:
        return child.registered_on
    began = max(family.father.since, family.mother.since)
    return min(began + dt.timedelta(days=60), child.registered_on)


def _of_child(category: str, child: ChildPlan) -> tuple[str, str, str]:
    if category == Category.POOR:
        return category, "建档立卡贫困户", "扶贫系统比对"
    if category == Category.DISABLED:
        return category, child.health_note, "残疾人证"
    return category, "", "医院诊断证明"
