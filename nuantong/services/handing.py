"""What of a child a provider is shown: the fields her contract names, while it is in force."""

import datetime as dt
from typing import Any, Final

from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on
from nuantong.regions.tree import Tree
from nuantong.services.models import Contract, Handed

ALWAYS: Final = (Handed.NAME,)
"""Whoever calls the roll must know whom she calls."""


def handed(child: Child, contract: Contract, tree: Tree, on: dt.date) -> list[tuple[str, str]]:
    """(what, its words) in one order. Nothing before the contract begins and after it has ended."""
    if not contract.in_force(on):
        return []
    fields = [one for one in Handed if one in contract.handed or one in ALWAYS]
    return [(str(one.label), _word(one, child, tree, on)) for one in fields]


def _word(what: Handed, child: Any, tree: Tree, on: dt.date) -> str:
    match what:
        case Handed.NAME:
            return str(child.name)
        case Handed.SEX:
            return str(child.get_sex_display())
        case Handed.AGE:
            return f"{age_on(child.birth_date, on)}岁" if child.birth_date else ""
        case Handed.SCHOOL:
            return f"{child.school}{child.grade}"
        case Handed.PLACE:
            return tree.full_name(child.place_id)
        case Handed.CARER:
            return _carer(child, on)
        case Handed.GUARDIAN:
            return _guardian(child)


def _carer(child: Any, on: dt.date) -> str:
    """Give children with prefetch_related("pairings__carer", "guardians")."""
    now = (one for one in child.pairings.all() if one.start <= on and (not one.end or on < one.end))
    return next((one.carer.name for one in now), "")


def _guardian(child: Any) -> str:
    now = next((one for one in child.guardians.all() if one.until is None), None)
    return f"{now.name} {now.phone}".strip() if now else ""
