"""What comes before what, as weights that 64 bits can hold.

A strict order is one sum in which a child more of the first kind weighs more than everything after
it can. Where one such sum does not fit, the order is solved in stages: those arcs that cost the
stage before nothing (reduced cost zero) are exactly those its best answers use, columns with a
price must stay full and rows that may not stay alone must not.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from nuantong.pairing.matching.arrays import (
    BEYOND_10,
    BEYOND_15,
    BEYOND_20,
    DISTRICT,
    LACK,
    METRE,
    MOVE,
    RANGE,
    TOWNSHIP,
    VILLAGE,
    WEIGHTS,
    Array,
    Columns,
    Ints,
    Prior,
    Rows,
)
from nuantong.pairing.matching.solving import Problem, Search, Tick
from nuantong.pairing.matching.values import Policy, Variant

IDLE_ONES, KEPT, SUM = -1, -2, -3
"""Levels that are no entry of the weights: children without a carer, those of them who had one,
and the sum of metres, lacks and moves."""
TIERS: Final = ("village", "township", "district")
LEVELS: Final[dict[Variant, tuple[tuple[int, ...], ...]]] = {
    Variant.POLICY: ((SUM,),),
    Variant.STRICT: ((IDLE_ONES,), (TOWNSHIP, DISTRICT), (DISTRICT,), (SUM,)),
    Variant.CLASSES: (
        (IDLE_ONES,), (BEYOND_20,), (BEYOND_15,), (BEYOND_10,), (TOWNSHIP, DISTRICT), (DISTRICT,),
        (SUM,),
    ),
}  # fmt: skip
SAFE: Final = 2**59
"""No cost of an arc may be larger: chains and prices add a few of them up."""


class TooLarge(ValueError):
    """The numbers of a policy do not fit, or a district is too large for a strict order."""


@dataclass(frozen=True)
class Sofar:
    """What the stages already solved leave to those after them."""

    prior: Prior
    may_idle: Array
    must_fill: Array


def search(
    rows: Rows, columns: Columns, border: Array, policy: Policy, tick: Tick
) -> tuple[Search, list[tuple[int, int]]]:
    """The best answer of a district, and cost and bound of every stage on the way to it."""
    sofar, proofs = _nothing(rows, columns), []
    for weights, idle, most in stages(rows, policy):
        problem = _bound_by(sofar, rows._replace(idle=idle), columns, border, weights, most)
        found = Search(problem)
        found.run(tick)
        proofs.append((found.cost(), found.bound()))
        sofar = _after(sofar, found)
    return found, proofs


def distances_only(rows: Rows, columns: Columns, border: Array, policy: Policy) -> Problem:
    """The problem of somebody who only sees how far it is."""
    weights = np.zeros(WEIGHTS, np.int64)
    weights[[RANGE, METRE]] = policy.range_m, 1
    return Problem(rows, columns, border, weights, _nothing(rows, columns).prior)


def as_policy(rows: Rows, columns: Columns, border: Array, policy: Policy) -> Problem:
    """The problem in the policy's own sum, whatever order the round followed."""
    ((weights, idle, _),) = stages(rows, replace(policy, variant=Variant.POLICY, keep=False))
    plain = columns._replace(fee=np.zeros(len(columns.x), np.int64))
    return Problem(rows._replace(idle=idle), plain, border, weights, _nothing(rows, columns).prior)


def stages(rows: Rows, policy: Policy) -> list[tuple[Ints, Ints, int]]:
    """Of every stage: weights, what it costs to leave each row alone, and the most it can come to.

    Raises TooLarge when a policy's numbers do not fit into 64 bits.
    """
    children, size = int(rows.size.sum()), int(rows.size.max(initial=1))
    levels = list(LEVELS[policy.variant])
    if policy.keep and (rows.current >= 0).any():
        levels.insert(0, (KEPT,))
    worst = _worst(rows, policy)
    most = [worst if SUM in level else 1 for level in levels]
    found, begin = [], 0
    while begin < len(levels):
        end = begin + 1
        while end < len(levels) and _fits(most[begin : end + 1], children, size, begin > 0):
            end += 1
        if not _fits(most[begin:end], children, size, begin > 0):
            raise TooLarge("a sum of these costs does not fit into 64 bits")
        found.append(_stage(rows, policy, levels[begin:end], most[begin:end]))
        begin = end
    return found


def _worst(rows: Rows, policy: Policy) -> int:
    """The most that metres, lacks, tier and move come to for a child, or having nobody."""
    bits = np.unpackbits(rows.needs.view(np.uint8), axis=1).sum(axis=1)
    most = policy.range_m + policy.preference_cost * int(bits.max(initial=0)) + policy.move_cost
    if policy.variant is Variant.POLICY:
        most += max(policy.tier_cost.values()) + policy.unmatched_cost
    return most


def _fits(most: list[int], children: int, size: int, later: bool) -> bool:
    each = sum(w * one for w, one in zip(_steps(most, children), most, strict=True))
    return each * (children * (children + 1) if later else size) <= SAFE


def _steps(most: list[int], children: int) -> list[int]:
    """The weight of each level: more than all that come after it can come to."""
    steps: list[int] = []
    rest = 0
    for one in reversed(most):
        steps.insert(0, rest + 1)
        rest += steps[0] * one * children
    return steps


def _stage(
    rows: Rows, policy: Policy, levels: list[tuple[int, ...]], most: list[int]
) -> tuple[Ints, Ints, int]:
    steps = _steps(most, int(rows.size.sum()))
    weights, idle = np.zeros(WEIGHTS, np.int64), np.zeros(len(rows.size), np.int64)
    weights[RANGE] = policy.range_m
    for level, step in zip(levels, steps, strict=True):
        if level == (SUM,):
            weights[[METRE, LACK, MOVE]] = 1, policy.preference_cost, policy.move_cost
            if policy.variant is Variant.POLICY:
                weights[VILLAGE : DISTRICT + 1] += [policy.tier_cost[tier] for tier in TIERS]
                idle += policy.unmatched_cost
        elif level == (IDLE_ONES,):
            idle += step
        elif level == (KEPT,):
            idle += step * (rows.current >= 0)
        else:
            weights[list(level)] += step
    total = sum(step * one for step, one in zip(steps, most, strict=True)) * int(rows.size.sum())
    return weights, idle * rows.size, total


def _nothing(rows: Rows, columns: Columns) -> Sofar:
    height, width = len(rows.x), len(columns.x)
    none = [np.zeros((0, size), np.int64) for size in (WEIGHTS, width, height, width)]
    return Sofar(Prior(*none), np.ones(height, bool), np.zeros(width, bool))


def _bound_by(
    sofar: Sofar, rows: Rows, columns: Columns, border: Array, weights: Ints, most: int
) -> Problem:
    """The problem of a stage among the best answers of those before it."""
    if len(sofar.prior.weights):
        fee = most + 1
        never = fee * (len(rows.x) + 1)
        rows = rows._replace(idle=np.where(sofar.may_idle, rows.idle + fee, never))
        columns = columns._replace(fee=np.where(sofar.must_fill, 0, fee))
    return Problem(rows, columns, border, weights, sofar.prior)


def _after(sofar: Sofar, found: Search) -> Sofar:
    one, state = found.problem, found.state
    now = (one.weights, one.columns.fee, state.u, state.v)
    prior = Prior(*(np.vstack(pair) for pair in zip(sofar.prior, now, strict=True)))
    return Sofar(
        prior, sofar.may_idle & (state.u == one.rows.idle), sofar.must_fill | (state.v > 0)
    )
