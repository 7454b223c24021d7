"""The register's rows → the facts of the rules, one child at a time or in sets."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from nuantong.eligibility.values import Disability, Facts, Situation
from nuantong.eligibility.wording import FOUNDLING, disability_of
from nuantong.people.models import Child, Label, ParentSituation
from nuantong.regions.tree import Tree

COLUMNS: Final = (
    "number", "name", "birth_date", "stage", "health", "place", "place_since", "registered_place",
    "status",
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    """A child with what the rules need: her facts, the region whose rules hold, her labels."""

    child: Child
    facts: Facts
    region: str
    labels: frozenset[str] = field(default=frozenset())


def records(children: Sequence[int], on: dt.date, tree: Tree) -> list[Record]:
    """The children in three queries."""
    situations = _by_child(ParentSituation.objects.filter(child__id__any_of=children))
    labels = _by_child(Label.objects.filter(child__id__any_of=children))
    rows = Child.objects.filter(pk__any_of=children).only(*COLUMNS).order_by("pk")
    return [record(c, situations[c.pk], labels[c.pk], on, tree) for c in rows]


def record_of(child: Child, on: dt.date, tree: Tree) -> Record:
    """One child of whom the page has read everything."""
    return record(child, child.parent_situations.all(), child.labels.all(), on, tree)


def record(
    child: Child, situations: Iterable[Any], labels: Iterable[Any], on: dt.date, tree: Tree
) -> Record:
    held = {row.category: row for row in labels if _in_force(row, on)}
    home, registered = _county(tree, child.place_id), _county(tree, child.registered_place_id)
    by_parent: dict[str, list[Situation]] = {"father": [], "mother": []}
    for row in situations:
        by_parent[row.parent].append(_situation(row))
    facts = Facts(
        born=child.birth_date, stage=child.stage, father=tuple(by_parent["father"]),
        mother=tuple(by_parent["mother"]), poverty=_words(held.get("poor"), "家庭贫困"),
        disability=_disability(child, held.get("disabled")),
        illness=_words(held.get("severely_ill"), "重病")
        or ("重病" if child.health == Child.Health.SEVERE else ""),
        guardianship=_findings(held.get("guardianship")), home=home,
        home_since=child.place_since, registered=registered, foundling=_foundling(held.get("orphan")),
    )  # fmt: skip
    return Record(child, facts, registered or home or tree.root.code[:2], frozenset(held))


def _by_child(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.child_id].append(row)
    return found


def _in_force(row: Any, on: dt.date) -> bool:
    return (row.since is None or row.since <= on) and (row.until is None or row.until > on)


def _county(tree: Tree, place: int | None) -> str:
    district = tree.district_of(place)
    return district.code[:6] if district else ""


def _situation(row: ParentSituation) -> Situation:
    return Situation(
        row.status, row.since, row.until, row.basis, row.months, row.disability_kind,
        row.disability_grade, row.cross_county, row.wording,
    )  # fmt: skip


def _words(label: Label | None, otherwise: str) -> str:
    return (label.subtype or otherwise) if label else ""


def _disability(child: Child, label: Label | None) -> Disability | None:
    if label:
        return disability_of(label.subtype) or Disability()
    return Disability() if child.health == Child.Health.DISABLED else None


def _foundling(label: Label | None) -> bool:
    """Civil affairs recognised an orphan whose parents cannot be found."""
    return label is not None and bool(FOUNDLING.search(label.subtype + label.basis))


def _findings(label: Label | None) -> tuple[str, ...]:
    return (label.subtype or label.basis,) if label else ()
