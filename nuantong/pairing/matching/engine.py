"""Who takes whom in a round: the least cost for all, proven, and a reason for everybody else.

Children in institutions, siblings of children who have a carer, and pairs that an officer fixed
are answered first; the others are shared out at the least cost the policy knows, district by
district. The answer depends on what was given and not on its order: everybody is sorted by id,
then by place, and of equals the first in that order goes first. (Where several answers cost the
same, one of them is the answer, and stays it.)
"""

from collections.abc import Iterable, Mapping
from multiprocessing.pool import Pool

from nuantong.pairing.matching.arrays import IDLE
from nuantong.pairing.matching.beside import helpers, solve_beside
from nuantong.pairing.matching.districts import District, Rooms, districts
from nuantong.pairing.matching.explaining import explain
from nuantong.pairing.matching.measure import Measure, Point, Township, centres_of
from nuantong.pairing.matching.spreading import busy, spread
from nuantong.pairing.matching.values import (
    DEFAULT,
    Carer,
    Household,
    LeftOver,
    Policy,
    Progress,
    Reason,
    Result,
)

Centres = Mapping[Township, Point]


def match(
    households: Iterable[Household],
    carers: Iterable[Carer],
    policy: Policy = DEFAULT,
    progress: Progress | None = None,
    centres: Centres | None = None,
    processes: int = 1,
) -> Result:
    """Give every household that can have one a carer, at the least cost for all.

    `centres` are those of the townships for who has no point, worked out from the points given
    when they are not known from elsewhere. `processes` share the districts of a large problem; the
    answer is the same. Raises what `progress` raises, and TooLarge when the
    numbers of the policy do not fit into 64 bits.
    """
    asking = sorted(households, key=lambda household: household.id)
    known = sorted(carers, key=lambda carer: carer.id)
    measure = Measure(policy, centres_of(asking, known) if centres is None else centres)
    result = Result([], [], measure=measure)
    rooms = {carer.id: carer.free for carer in known if carer.checked and carer.free > 0}
    waiting = take_out(asking, known, rooms, measure, result)
    result.districts = districts(waiting, known, rooms, measure)
    with helpers(result.districts, processes) as pool:
        _solve(result.districts, len(waiting), measure, progress, pool)
        for district in result.districts:
            _collect(district, measure, result)
        run = pool.imap if pool else map
        left, result.shortages = explain(result.districts, known, measure, run)
    result.left_over += left
    _add_up(result, measure)
    return result


def take_out(
    households: list[Household],
    carers: list[Carer],
    rooms: Rooms,
    measure: Measure,
    result: Result,
) -> list[Household]:
    """Those who wait for a carer; the others are answered at once."""
    by_id = {carer.id: carer for carer in carers}
    waiting = []
    for household in households:
        if household.in_institution:
            result.left_over.append(LeftOver(household, Reason.IN_INSTITUTION))
        elif household.carer is not None:
            _join_siblings(household, by_id.get(household.carer), measure, result)
        elif household.fixed is not None:
            _keep_fixed(household, by_id.get(household.fixed), rooms, measure, result)
        elif household.where.district is None:
            result.left_over.append(LeftOver(household, Reason.NO_PLACE))
        else:
            waiting.append(household)
    return waiting


def _join_siblings(
    household: Household, carer: Carer | None, measure: Measure, result: Result
) -> None:
    """A new brother or sister goes to the household's carer and takes no place of hers."""
    if household.carer in household.refused:
        result.left_over.append(LeftOver(household, Reason.TURNED_DOWN, (household.carer,)))
    elif carer is not None and carer.checked:
        given = measure.assign(household, carer)
        result.assignments.append(given._replace(with_siblings=True, cost=0))
    else:
        whose = (household.carer,) if household.carer is not None else ()
        result.left_over.append(LeftOver(household, Reason.SIBLINGS_CARER, whose))


def _keep_fixed(
    household: Household, carer: Carer | None, rooms: Rooms, measure: Measure, result: Result
) -> None:
    """An officer's choice stands whatever it costs, as long as she may and has a place."""
    whose = () if carer is None else (carer.id,)
    if carer is None:
        result.left_over.append(LeftOver(household, Reason.NO_CARER))
    elif not carer.checked:
        result.left_over.append(LeftOver(household, Reason.EXPIRED_CHECKS, whose))
    elif not rooms.get(carer.id):
        result.left_over.append(LeftOver(household, Reason.ALL_FULL, whose))
    else:
        rooms[carer.id] -= 1
        result.assignments.append(measure.assign(household, carer))


def _solve(
    parts: list[District],
    waiting: int,
    measure: Measure,
    progress: Progress | None,
    pool: Pool | None,
) -> None:
    done = 0

    def tick() -> None:
        if progress:
            progress(done, waiting)

    def finish(part: District) -> None:
        nonlocal done
        done += len(part.households)
        tick()

    if pool:
        solve_beside(pool, parts, measure, finish)
        return
    for part in parts:
        part.solve(measure, tick)
        spread(part.problem, part.state, *busy(part.carers))
        finish(part)


def _collect(district: District, measure: Measure, result: Result) -> None:
    """Who got whom; those left over wait for their reason."""
    state = district.state
    for household, j in zip(district.households, state.of.tolist(), strict=True):
        if j != IDLE:
            result.assignments.append(measure.assign(household, district.carers[j]))
    for carer, price in zip(district.carers, state.v.tolist(), strict=True):
        if price:
            result.prices[carer.id] = price


def _add_up(result: Result, measure: Measure) -> None:
    """The cost of everything, counted again pair by pair, beside what the proofs say."""
    result.cost = result.summed(measure.policy)
    result.bound = result.cost - sum(
        cost - bound for district in result.districts for cost, bound in district.proofs
    )
