"""The engine against OR-Tools on every pair of towns too large to try out, most costs equal."""

import math
import random
from itertools import product

import pytest

from nuantong.pairing.matching import Carer, Household, Policy, Variant, Where, match

BORDER = frozenset({("d", "e")})
POLICY = Policy(range_m=900, answers={"n": "n", "m": "m"}, cross_border=BORDER)


def town(seed: int) -> tuple[list[Household], list[Carer]]:
    """Few points for many people, so that there are countless best answers."""
    dice = random.Random(seed)

    def person() -> tuple[Where, tuple[int, int]]:
        district = dice.choice("dddef")
        place = Where(district, district + dice.choice("12"), district + dice.choice("123"))
        return place, (dice.choice([0, 300, 1_000]), dice.choice([0, 400]))

    def marks() -> frozenset[str]:
        return frozenset(dice.sample("nm", dice.choice([0, 0, 1, 2])))

    carers = []
    for n in range(45):
        where, at = person()
        carers.append(
            Carer(n, where, dice.choice([1, 1, 2]), checked=n % 9 > 0, skills=marks(), at=at)
        )
    households = []
    for n in range(70):
        where, at = person()
        current = dice.choice([None, None, dice.randrange(45)])
        refused = frozenset({dice.randrange(45)})
        size = dice.choice([1, 1, 2, 3])
        households.append(
            Household(n, size, where, needs=marks(), refused=refused, at=at, current=current)
        )
    return households, carers


def cost(one: Household, carer: Carer) -> int | None:
    """As the rules are written, in whole numbers; None where a limit bars the pair."""
    here, there = one.where, carer.where
    metres = math.isqrt(sum((a - b) ** 2 for a, b in zip(one.at, carer.at, strict=True)))
    open_border = (here.district, there.district) in BORDER | {(b, a) for a, b in BORDER}
    if here.district != there.district and not open_border:
        return None
    if metres > POLICY.range_m or not carer.checked or carer.id in one.refused:
        return None
    each = metres + 2_000 * len(one.needs - carer.skills)
    if here[:2] != there[:2]:
        each += 100_000
    elif here != there:
        each += 30_000
    if one.current is not None and one.current != carer.id:
        each += 10_000
    return one.children * each


def least(households: list[Household], carers: list[Carer]) -> int:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    flow = SimpleMinCostFlow()
    sink = len(households) + len(carers)
    for (i, one), (j, carer) in product(enumerate(households), enumerate(carers)):
        price = cost(one, carer)
        if price is not None:
            flow.add_arc_with_capacity_and_unit_cost(i, len(households) + j, 1, price)
    for i, one in enumerate(households):
        flow.add_arc_with_capacity_and_unit_cost(i, sink, 1, 1_000_000 * one.children)
        flow.set_node_supply(i, 1)
    for j, carer in enumerate(carers):
        flow.add_arc_with_capacity_and_unit_cost(len(households) + j, sink, carer.free, 0)
    flow.set_node_supply(sink, -len(households))
    assert flow.solve() == flow.OPTIMAL
    return flow.optimal_cost()


@pytest.mark.parametrize("seed", range(12))
def test_the_engine_and_another_solver_find_the_same_cost(seed):
    households, carers = town(seed)
    found = match(households, carers, POLICY)
    assert found.cost == found.bound == least(households, carers)
    for given in found.assignments:
        assert given.cost == cost(given.household, given.carer)
    across = [a for a in found.assignments if a.household.where.district != a.carer.where.district]
    assert all({a.household.where.district, a.carer.where.district} == {"d", "e"} for a in across)


def test_an_open_border_is_crossed():
    found = [match(*town(seed), POLICY).assignments for seed in range(12)]
    assert any(a.household.where.district != a.carer.where.district for some in found for a in some)


def figures(result) -> tuple[int, ...]:
    """What the strict order compares: children left, of a village, of a township, the sum."""
    given = result.assignments

    def total(of) -> int:
        return sum(one.household.children * of(one) for one in given)

    return (
        sum(one.household.children for one in result.left_over),
        total(lambda one: one.tier == "village"),
        total(lambda one: one.tier == "township"),
        total(lambda one: one.distance + 2_000 * len(one.lacks)
              + 10_000 * (one.household.current not in (None, one.carer.id))),
    )  # fmt: skip


@pytest.mark.parametrize("variant", [Variant.STRICT, Variant.CLASSES])
def test_an_order_too_long_for_64_bits_is_solved_in_stages(variant):
    """A thousand times the children in each household: the same answer, a thousand times all."""
    policy = Policy(variant=variant, range_m=900, answers=POLICY.answers)
    households, carers = town(3)
    many = [one._replace(children=1_000 * one.children) for one in households]
    at_once, in_stages = match(households, carers, policy), match(many, carers, policy)
    assert {len(one.proofs) for one in at_once.districts} == {1}
    assert max(len(one.proofs) for one in in_stages.districts) > 1
    assert all(cost == bound for one in in_stages.districts for cost, bound in one.proofs)
    assert figures(in_stages) == tuple(1_000 * one for one in figures(at_once))
