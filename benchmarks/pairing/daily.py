"""What comes after a round: every reason, where to recruit, and one event at a time."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from benchmarks.pairing.city import MEASURE, POLICY, by_district
from benchmarks.pairing.instances import SIZES, make
from benchmarks.tables import show
from nuantong.pairing.matching.arrays import IDLE
from nuantong.pairing.matching.districts import District
from nuantong.pairing.matching.events import standing
from nuantong.pairing.matching.explaining import explain
from nuantong.pairing.matching.recruiting import recruit
from nuantong.pairing.matching.values import Result

T = TypeVar("T")
EVENTS = 300


def table(children: int) -> None:
    solved = list(by_district(make(children, SIZES[children])))
    for district in solved:
        district.solve(MEASURE, lambda: None)
    rows: list[list[object]] = []
    carers = [carer for district in solved for carer in district.carers]
    explain(solved[:1], carers, MEASURE)
    left, seconds = timed(lambda: explain(solved, carers, MEASURE)[0])
    proofs = sum(one.shortage is not None for one in left)
    rows.append(["every household left over explained", f"{len(left):,}", f"{seconds:.2f} s"])
    rows.append(["of these with a counted proof", f"{proofs:,}", ""])
    result = Result([], [], districts=solved, measure=MEASURE)
    found, seconds = timed(lambda: recruit(result))
    rows.append(
        ["townships that need carers, ten solved again", f"{len(found):,}", f"{seconds:.2f} s"]
    )
    rows += events(max(solved, key=lambda one: len(one.households)))
    show(f"After a round over {children:,} children (CPU seconds)", ("", "number", "time"), rows)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.process_time()
    return work(), time.process_time() - begun


def events(district: District) -> list[list[object]]:
    """A family gives its carer up, again and again from the same state; her place is not offered
    again, and her other families stay."""
    of = district.state.of
    households = [
        household._replace(current=district.carers[j].id)
        for household, j in zip(district.households, of.tolist(), strict=True)
        if j != IDLE
    ]
    taken = district.state.taken
    carers = [
        carer._replace(free=carer.free - int(n))
        for carer, n in zip(district.carers, taken, strict=True)
    ]
    (stand,), made = timed(lambda: standing(households, carers, POLICY))
    rng = random.Random(7)
    asking = [rng.choice(households) for _ in range(EVENTS + 1)]
    menus = [timed(lambda one=one: stand.asked_by(one).answers([one.id])) for one in asking][1:]
    times = np.array([seconds for _, seconds in menus]) * 1000
    placed = [sum(not answer.left for answer in answers[:1]) for answers, _ in menus]
    by_swap = [not answers[-1].left for answers, _ in menus]
    where = f"{len(households):,} households"
    return [
        [f"arrays of the largest district, {where}", "", f"{made:.2f} s"],
        ["one family asks: p50 / p95 / worst, at most one other moves", f"{EVENTS:,}",
         " / ".join(f"{np.percentile(times, q):.0f}" for q in (50, 95, 100)) + " ms"],
        ["placed without a move / with one", f"{sum(placed)} / {sum(by_swap)}", ""],
    ]  # fmt: skip
