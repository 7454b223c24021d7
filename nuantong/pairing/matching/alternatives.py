"""The next best carers of a household beside the one it was given, and why not."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from nuantong.pairing.matching.arrays import FAR
from nuantong.pairing.matching.districts import District
from nuantong.pairing.matching.measure import Measure
from nuantong.pairing.matching.orders import as_policy
from nuantong.pairing.matching.solving import Scanner
from nuantong.pairing.matching.values import Assignment, Key, Result, Variant

NEXT: Final = 2


class Alternative(NamedTuple):
    """Somebody the household could have had instead.

    `dearer`: how much more (or less) the policy counts for this household with her. `holder` is a
    household that has her place; None while she has a free one. `at_least`: by how much the cost
    of all would rise, whoever moved (from the prices; None in orders that are no sum).
    """

    other: Assignment
    dearer: int
    holder: Key | None
    at_least: int | None


def alternatives(result: Result, households: Sequence[Key]) -> dict[Key, list[Alternative]]:
    """For each of these households that was shared out, the two cheapest others in range."""
    wanted, found = set(households), {}
    for district in result.districts:
        who = [i for i, one in enumerate(district.households) if one.id in wanted]
        if who and district.carers and result.measure:
            found.update(_of_district(district, who, result.measure))
    return found


def _of_district(
    district: District, who: Sequence[int], measure: Measure
) -> dict[Key, list[Alternative]]:
    problem = as_policy(district.rows, district.columns, district.border, measure.policy)
    limit = np.full(problem.height, -FAR)
    limit[who] = FAR
    scanner = Scanner(problem)
    rows, columns, _ = scanner.everywhere(np.zeros(problem.width, np.int64), limit, NEXT + 1)
    found: dict[Key, list[Alternative]] = {district.households[i].id: [] for i in who}
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        mine = found[district.households[i].id]
        if j != district.state.of[i] and len(mine) < NEXT:
            mine.append(_alternative(district, i, j, measure))
    return found


def _alternative(district: District, i: int, j: int, measure: Measure) -> Alternative:
    state, household = district.state, district.households[i]
    other = measure.assign(household, district.carers[j])
    full = state.taken[j] >= district.columns.room[j]
    holder = district.households[state.first[j]].id if full else None
    at_least = None
    if measure.policy.variant is Variant.POLICY and not measure.policy.keep:
        at_least = other.cost + int(state.v[j]) - int(state.u[i])
    return Alternative(other, other.cost - _now(district, i, measure), holder, at_least)


def _now(district: District, i: int, measure: Measure) -> int:
    household, j = district.households[i], int(district.state.of[i])
    if j < 0:
        return household.children * measure.policy.unmatched_cost
    return measure.assign(household, district.carers[j]).cost
