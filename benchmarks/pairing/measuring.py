"""The optimum of a made-up city, solved by both processes, and the sums of an answer."""

import resource
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context

import numpy as np

from benchmarks.pairing.city import MEASURE, by_district
from benchmarks.pairing.instances import make
from nuantong.pairing.matching.districts import District

Row = list[object]


class Sums:
    """Figures of an answer, district by district; costs are exact."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.cpu = 0.0

    @contextmanager
    def timed(self) -> Iterator[None]:
        begun = time.process_time()
        yield
        self.cpu += time.process_time() - begun

    def add(self, district: District, of: np.ndarray) -> None:
        for household, j in zip(district.households, of.tolist(), strict=True):
            n = household.children
            if j < 0:
                self.counts.update(cost=n * MEASURE.policy.unmatched_cost, unpaired=n)
                continue
            given = MEASURE.assign(household, district.carers[j])
            self.counts.update(
                cost=given.cost, paired=n, metres=n * given.distance,
                village=n * (given.tier == "village"),
            )  # fmt: skip

    def row(self, name: str, best: int, wall: str = "", memory: str = "") -> Row:
        one = self.counts
        paired = max(one["paired"], 1)
        return [
            name, f"{one['cost'] / best:.4f}", f"{one['unpaired']:,}",
            f"{one['metres'] / paired:,.0f}" if one["paired"] else "",
            f"{100 * one['village'] / paired:.1f}" if one["paired"] else "",
            f"{self.cpu:.2f}", wall, memory,
        ]  # fmt: skip


def nothing() -> None:
    pass


def half(children: int, carers: int, seed: int, part: int, parts: int) -> dict[str, float]:
    """Solves every second district of a city in this process; what came out and what it took."""
    city = make(children, carers, seed)
    warm_up()
    sums, proven = Sums(), 0
    started = time.perf_counter()
    for district in by_district(city, part, parts):
        with sums.timed():
            district.solve(MEASURE, nothing)
        ((cost, bound),) = district.proofs
        proven += cost - bound
        sums.add(district, district.state.of)
        del district
    return {
        **sums.counts, "gap": proven, "cpu": sums.cpu, "wall": time.perf_counter() - started,
        "all": time.process_time(),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip


def warm_up() -> None:
    """Loads the compiled code, as a server has done before its first round."""
    next(by_district(make(500, 500))).solve(MEASURE, nothing)


def ours(children: int, carers: int, seed: int = 7) -> list[dict[str, float]]:
    """Both processes at once."""
    with get_context("spawn").Pool(2) as pool:
        jobs = [(children, carers, seed, part, 2) for part in (0, 1)]
        return pool.starmap(half, jobs)
