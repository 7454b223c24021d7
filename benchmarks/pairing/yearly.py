"""A year later: who moves when the city is paired again, and what staying costs.

4 % of the carers have left and as many joined, 5 % of the households have left and as many come.
The dearer a move, the fewer move; `move_cost` of the policy is where a city chooses.
"""

import random
from collections.abc import Iterable
from dataclasses import replace

from benchmarks.pairing.city import POLICY, everybody
from benchmarks.pairing.instances import SIZES, make
from benchmarks.tables import show
from nuantong.pairing.matching import Carer, Household, Result, match

MOVE_COSTS = (0, 10_000, 20_000, 40_000)
HEADINGS = ("move_cost", "pairs changed", "of those who could stay", "cost", "children left")


def table(children: int) -> None:
    now, able = a_year_later(children)
    working = {carer.id for carer in able}
    stay = {one.id: one.current for one in now if one.current in working}
    afresh = match([one._replace(current=None) for one in now], able, POLICY, processes=2)
    rows: list[list[object]] = []
    for price in MOVE_COSTS:
        found = match(now, able, replace(POLICY, move_cost=price, keep=True), processes=2)
        given = {one.household.id: one.carer.id for one in found.assignments}
        moved = sum(given.get(household) != carer for household, carer in stay.items())
        cost = without_moves(found, price) / afresh.cost - 1
        rows.append(
            [f"{price:,}", f"{moved:,}", f"{100 * moved / len(stay):.2f} %", f"{100 * cost:+.2f} %", f"{alone(found):,}"]
        )  # fmt: skip
    show(f"A year after a round over {children:,} children", HEADINGS, rows)


def a_year_later(children: int) -> tuple[list[Household], list[Carer]]:
    """Everybody with the carer of the year before; who comes is of another city of that size."""
    households, carers = everybody(make(children, SIZES[children]))
    others, more = everybody(make(children, SIZES[children], 8))
    first = match(households, carers, POLICY, processes=2)
    had = {one.household.id: one.carer.id for one in first.assignments}
    dice = random.Random(1)
    gone = set(dice.sample(range(len(households)), len(households) // 20))
    left = set(dice.sample(range(len(carers)), len(carers) // 25))
    come, join = dice.sample(others, len(gone)), dice.sample(more, len(left))
    now = [one._replace(current=had.get(one.id)) for one in _without(households, gone)]
    now += [one._replace(id=f"new {one.id}") for one in come]
    able = [*_without(carers, left), *(one._replace(id=f"new {one.id}") for one in join)]
    return now, able


def _without(people: list, gone: set[int]) -> Iterable:
    return (one for number, one in enumerate(people) if number not in gone)


def alone(found: Result) -> int:
    return sum(one.household.children for one in found.left_over)


def without_moves(found: Result, price: int) -> int:
    moved = (
        one.household.children
        for one in found.assignments
        if one.household.current not in (None, one.carer.id)
    )
    return found.cost - price * sum(moved)
