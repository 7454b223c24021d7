"""The plan at the desk: how places stand, down to the homes of one village."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.places import Chosen, Scope
from nuantong.people.queries.names import shown_name, shows_names
from nuantong.regions.tree import CITY, DISTRICT, VILLAGE, Place
from nuantong.visits.models import PlanTally
from nuantong.visits.models.tally import COUNTED
from nuantong.visits.queries.plan import PlannedHome, Tally, plan, tally

SHOWN = 200


@dataclass(frozen=True)
class Row:
    """A place below the chosen one with its homes."""

    place: Place
    tally: Tally


def only_place(scope: Scope) -> Chosen | None:
    """The reader's one place; of the city nothing, as a district is chosen first."""
    return scope.of(scope.tops[0]) if len(scope.tops) == 1 else None


def only_village(reader: Reader) -> int | None:
    """The one village a reader surveys."""
    tops = reader.regions(Permission.SURVEY_HOMES)
    place = reader.tree.get(tops[0]) if len(tops) == 1 else None
    return place.id if place and place.level == VILLAGE else None


def may_rule(reader: Reader) -> bool:
    """Whether the reader sets how often homes of a whole district are visited."""
    tops = [reader.tree.get(top) for top in reader.regions(Permission.PLAN_VISITS)]
    return any(place and place.level <= DISTRICT for place in tops)


def places_page(reader: Reader, scope: Scope, chosen: Chosen | None) -> dict[str, Any]:
    """How the places below stand; for the city first a choice of district."""
    tree = reader.tree
    if chosen is None:
        return _counted_page(reader, scope)
    homes = plan(reader, to=Permission.SEE_VISITS, places=tree.below(chosen.id))
    below = defaultdict(list)
    for home in homes:
        below[_child_of(reader, chosen, home.place)].append(home)
    places = [place for place in tree.children(chosen.id) if below.get(place.id)]
    rows = [Row(place, tally(below[place.id])) for place in places]
    return {"rows": rows, "total": tally(homes), "unplaced": tally(below.get(None, []))}


def _counted_page(reader: Reader, scope: Scope) -> dict[str, Any]:
    """Several districts at once: as they were counted this morning."""
    tree = reader.tree
    tops = [place for top in scope.tops if (place := tree.get(top))]
    districts = [d for top in tops for d in ([top] if top.level > CITY else tree.districts())]
    below: dict[int, list[PlanTally]] = defaultdict(list)
    for one in PlanTally.objects.all():
        for above in tree.ancestors(one.place_id):
            below[above].append(one)
    rows = [Row(place, _sum(below[place.id])) for place in districts]
    days = [one.on for kept in below.values() for one in kept]
    return {
        "rows": rows, "total": _sum([one for row in rows for one in below[row.place.id]]),
        "counted_on": max(days, default=None), "unplaced": _sum([]),
    }  # fmt: skip


def _sum(counted: list[PlanTally]) -> Tally:
    return Tally(**{name: sum(getattr(one, name) for one in counted) for name in COUNTED})


STATES: Final = {
    "met": "已走访", "never": "从未走访", "waiting": "无人在家，待再访", "due": "现在要走访",
    "overdue": "已过期限", "handed": "已交乡镇核实",
}  # fmt: skip
"""Columns of the table that open to their homes."""


def listed_page(reader: Reader, chosen: Chosen, state: str) -> dict[str, Any]:
    """The homes behind a number of the table, the most urgent first."""
    homes = plan(reader, to=Permission.SEE_VISITS, places=reader.tree.below(chosen.id))
    found = [home for home in homes if _stands(home, state)]
    full = shows_names(reader, Permission.SEE_VISITS)
    return {
        "homes": [HomeLine(home, _names(home, full), reader.tree.name(home.place))
                  for home in found[:SHOWN]],
        "found": len(found), "listed": STATES[state], "shown": SHOWN,
    }  # fmt: skip


def _stands(home: PlannedHome, state: str) -> bool:
    judged = home.judged
    match state:
        case "met" | "never":
            return (judged.last_met is None) == (state == "never")
        case "due":
            return judged.is_due
    return judged.state == state


def _child_of(reader: Reader, chosen: Chosen, place: int | None) -> int | None:
    known = reader.tree.get(place)
    if known is None or known.level <= chosen.level:
        return None
    step = reader.tree.at_level(place, chosen.level + 1)
    return step.id if step else None


@dataclass(frozen=True)
class HomeLine:
    """A home as this reader sees it: names masked where they are not needed."""

    home: PlannedHome
    names: list[tuple[str, str]]
    place: str = ""


def village_page(reader: Reader, village: int) -> dict[str, Any]:
    """The homes of a village, the most urgent first."""
    homes = plan(reader, to=Permission.SEE_VISITS, places=reader.tree.below(village))
    full = shows_names(reader, Permission.SEE_VISITS)
    return {
        "homes": [HomeLine(home, _names(home, full)) for home in homes[:SHOWN]],
        "total": tally(homes), "surveys": reader.covers(Permission.SURVEY_HOMES, village),
        "enters": reader.covers(Permission.ENTER_SURVEYS, village),
    }  # fmt: skip


def _names(home: PlannedHome, full: bool) -> list[tuple[str, str]]:
    """Each child's name with her number; who is not on the register has none."""
    known = [(shown_name(child.name, full), child.number) for child in home.children]
    return known or [(shown_name(label, full), "") for label in home.labels]


def path_to(reader: Reader, scope: Scope, chosen: Chosen | None) -> list[Place]:
    """The places above the chosen one that lie in the reader's scope."""
    if chosen is None:
        return []
    above = [reader.tree.places[a] for a in reader.tree.ancestors(chosen.id)[1:-1]]
    return [place for place in above if scope.holds(place)]
