"""Filling places tier by tier: same village, then same township, then same district.

Why this is the optimum and no greedy guess: places lie inside each other, and within a tier
everybody of a place can be given to everybody of it (a complete bipartite block). So what a
village leaves over is either households or free places, never both, and how many of each does
not depend on who was taken. Filling the smallest blocks first therefore gives the largest number
of households with a carer, and among all such results the most in the same village, then the
most in the same township. Larger sibling groups go first, so the same order also holds for
children: most in the same village, then township, then district. (A large group far away may
wait while a single child next door to a free carer does not.)

A carer who was turned down for a household is not proposed to it again. Such a household chooses
first within its tier, and one that finds only refused carers may exchange with a household that
does not mind: refusals are few, and only a chain of them could cost a place.

Needs and load only break ties among equals. The same input, in any order, gives the same answer.
"""

from collections import defaultdict
from collections.abc import Iterable

from nuantong.pairing.matching.needs import fit
from nuantong.pairing.matching.pool import Pool
from nuantong.pairing.matching.reasons import Why
from nuantong.pairing.matching.values import (
    DEFAULT,
    Assignment,
    Carer,
    Household,
    Key,
    LeftOver,
    Policy,
    Progress,
    Reason,
    Result,
    Tier,
    Where,
    tier_of,
)

TIERS = (Tier.VILLAGE, Tier.TOWNSHIP, Tier.DISTRICT)


def match(
    households: Iterable[Household],
    carers: Iterable[Carer],
    policy: Policy = DEFAULT,
    progress: Progress | None = None,
) -> Result:
    """Give every household that can have one the nearest carer; one reason for each other."""
    known = sorted(carers, key=lambda carer: carer.id)
    result = Result([], [])
    waiting = _take_out(sorted(households, key=_first), known, result)
    why = Why(known, waiting)
    able = [carer for carer in known if carer.checked and carer.free > 0]
    places = {carer.id: carer.free for carer in able}
    for tier in TIERS:
        waiting = _fill(tier, waiting, able, places, result)
    spare = [carer for carer in able if places[carer.id]]
    result.left_over.extend(why.left(household, spare) for household in waiting)
    return result


def clerk(
    households: Iterable[Household], carers: Iterable[Carer], policy: Policy = DEFAULT
) -> Result:
    """What a careful clerk would do by hand, for comparison."""
    return match(households, carers, policy)


def _first(household: Household) -> tuple[int, int, int, Key]:
    """Who has fewer to choose from, then larger sibling groups, then those with more needs; the
    id settles the rest."""
    return -len(household.refused), -household.children, -len(household.needs), household.id


def _take_out(households: list[Household], carers: list[Carer], result: Result) -> list[Household]:
    """Those who wait for a carer; the others are answered at once."""
    by_id = {carer.id: carer for carer in carers}
    waiting = []
    for household in households:
        if household.in_institution:
            result.left_over.append(LeftOver(household, Reason.IN_INSTITUTION))
        elif household.carer is not None:
            _join_siblings(household, by_id.get(household.carer), result)
        elif household.where.district is None:
            result.left_over.append(LeftOver(household, Reason.NO_PLACE))
        else:
            waiting.append(household)
    return waiting


def _join_siblings(household: Household, carer: Carer | None, result: Result) -> None:
    """A new brother or sister goes to the household's carer and takes no place of hers."""
    if household.carer in household.refused:
        result.left_over.append(LeftOver(household, Reason.TURNED_DOWN, (household.carer,)))
    elif carer is not None and carer.checked:
        tier = tier_of(household.where, carer.where)
        result.assignments.append(_assign(household, carer, tier, with_siblings=True))
    else:
        whose = (household.carer,) if household.carer is not None else ()
        result.left_over.append(LeftOver(household, Reason.SIBLINGS_CARER, whose))


def _assign(
    household: Household, carer: Carer, tier: Tier, with_siblings: bool = False
) -> Assignment:
    meets, lacks = fit(household.needs, carer.skills)
    return Assignment(household, carer, tier, meets, lacks, with_siblings)


def _fill(
    tier: Tier,
    waiting: list[Household],
    carers: list[Carer],
    places: dict[Key, int],
    result: Result,
) -> list[Household]:
    """Fill every block of one tier; returns the households still waiting."""
    blocks: dict[Where, list[Carer]] = defaultdict(list)
    for carer in carers:
        if places[carer.id] and (block := _block(carer.where, tier)):
            blocks[block].append(carer)
    pools = {block: Pool(members, places) for block, members in blocks.items()}
    still = []
    given: dict[Where, list[Assignment]] = defaultdict(list)
    for household in waiting:
        block = _block(household.where, tier) or Where()
        chosen = _choose(household, pools[block], given[block]) if block in pools else None
        if chosen is None:
            still.append(household)
        else:
            given[block].append(_assign(household, chosen, tier_of(household.where, chosen.where)))
    for assignments in given.values():
        result.assignments.extend(assignments)
    return still


def _choose(household: Household, pool: Pool, given: list[Assignment]) -> Carer | None:
    """A free carer; or, where all of these were turned down, another household's, which gets one
    of them instead."""
    chosen = pool.take(household.needs, household.refused)
    if chosen or not household.refused:
        return chosen
    for number, (other, theirs, *_) in enumerate(given):
        if theirs.id not in household.refused and (spare := pool.take(other.needs, other.refused)):
            given[number] = _assign(other, spare, tier_of(other.where, spare.where))
            return theirs
    return None


def _block(where: Where, tier: Tier) -> Where | None:
    """The place of one tier somebody belongs to; None when it is not known."""
    depth = len(TIERS) - TIERS.index(tier)
    block = Where(*where[:depth])
    return None if None in where[:depth] else block
