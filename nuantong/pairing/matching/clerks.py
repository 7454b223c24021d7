"""What a careful clerk would do by hand, to compare a round with."""

from collections.abc import Iterable

import numpy as np

from nuantong.pairing.matching.arrays import IDLE, Ints
from nuantong.pairing.matching.districts import District, districts
from nuantong.pairing.matching.engine import Centres, take_out
from nuantong.pairing.matching.measure import Measure, centres_of
from nuantong.pairing.matching.orders import distances_only
from nuantong.pairing.matching.solving import Scanner
from nuantong.pairing.matching.values import (
    DEFAULT,
    Carer,
    Household,
    LeftOver,
    Policy,
    Reason,
    Result,
)


def clerk(
    households: Iterable[Household],
    carers: Iterable[Carer],
    policy: Policy = DEFAULT,
    centres: Centres | None = None,
) -> Result:
    """The register's order, page by page: the nearest free carer of the village; then, for who
    is left, of the township; then the district's desk takes the nearest who is free.

    Limits are those of a round; needs play no part. The answer's bound is 0: it proves nothing, and
    of who is left over it says only that the clerk found nobody.
    """
    asking, known = list(households), list(carers)
    measure = Measure(policy, centres_of(asking, known) if centres is None else centres)
    result = Result([], [], measure=measure)
    rooms = {carer.id: carer.free for carer in known if carer.checked and carer.free > 0}
    waiting = take_out(asking, known, rooms, measure, result)
    place = {household.id: number for number, household in enumerate(waiting)}
    alone = []
    for district in districts(waiting, known, rooms, measure):
        of = by_hand(district, np.array([place[one.id] for one in district.households]), measure)
        for household, j in zip(district.households, of.tolist(), strict=True):
            if j == IDLE:
                alone.append(household)
            else:
                result.assignments.append(measure.assign(household, district.carers[j]))
    result.left_over += [LeftOver(household, Reason.NO_CARER) for household in alone]
    result.cost = result.summed(policy)
    return result


def by_hand(district: District, place: Ints, measure: Measure) -> Ints:
    """The column of each row, when rows take turns in the order of their places."""
    from nuantong.pairing.matching.taking import take_nearest

    of = np.full(len(place), IDLE, np.int64)
    if not len(place) or not len(district.columns.x):
        return of
    problem = distances_only(district.rows, district.columns, district.border, measure.policy)
    scanner, left = Scanner(problem), district.columns.room.copy()
    for tier in range(3):
        take_nearest(
            np.argsort(place), tier, problem.rows, problem.columns, scanner.blocks,
            problem.border, problem.weights, scanner.group, scanner.order, of, left,
        )  # fmt: skip
    return of
