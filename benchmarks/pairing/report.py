"""The table of pairing. `--sizes 10000,50000,275000` chooses; `--nation` measures ten million
children, 36 cities one after the other, each in both processes."""

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context

import numpy as np

from benchmarks.pairing import daily, peers, yearly
from benchmarks.pairing.city import MEASURE, by_district
from benchmarks.pairing.instances import SIZES, make
from benchmarks.tables import show
from nuantong.pairing.matching.districts import District

HEADINGS = (
    "", "cost ratio", "unpaired", "mean m", "same village %", "CPU s", "wall s", "MB a process",
)  # fmt: skip
SMALL = 10_000
"""Children up to which networkx is waited for."""
COPIES = 36
SUMMED = ("cost", "unpaired", "paired", "metres", "village")
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
    for number, district in enumerate(by_district(city)):
        if number % parts == part:
            with sums.timed():
                district.solve(MEASURE, nothing)
            ((cost, bound),) = district.proofs
            proven += cost - bound
            sums.add(district, district.state.of)
    return {
        **sums.counts, "gap": proven, "cpu": sums.cpu, "wall": time.perf_counter() - started,
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


def table(children: int) -> None:
    carers = SIZES[children]
    found = ours(children, carers)
    total = Sums()
    for one in found:
        total.counts.update({key: int(one[key]) for key in SUMMED})
        total.cpu += one["cpu"]
    best = total.counts["cost"]
    proof = "optimum, proven" if not sum(one["gap"] for one in found) else "NOT PROVEN"
    wall, memory = (max(one[key] for one in found) for key in ("wall", "memory"))
    rows = [total.row(proof, best, f"{wall:.1f}", f"{memory:.0f}")]
    rows += _others(children, carers, best)
    show(f"{children:,} children, {carers:,} carers", HEADINGS, rows)


def _others(children: int, carers: int, best: int) -> list[Row]:
    hand, greedy = Sums(), Sums()
    solvers = {n: f for n, f in peers.SOLVERS.items() if n != "networkx" or children <= SMALL}
    near = {name: Sums() for name in solvers}
    full = {name: Sums() for name in ("pylmcf", "OR-Tools")}
    for district in by_district(make(children, carers)):
        district.solve(MEASURE, nothing)
        _answer(hand, peers.clerk, district)
        _answer(greedy, peers.greedy, district)
        few = peers.nearest(district)
        for name, sums in near.items():
            _solve(sums, solvers[name], few)
        arcs = district.search.arcs
        all_of_it = peers.Network(arcs, few.idle, few.room)
        for name, sums in full.items():
            _solve(sums, solvers[name], all_of_it)
    rows = [hand.row("clerk, then the district's desk", best)]
    rows.append(greedy.row("shortest pair first", best))
    rows += [sums.row(f"{peers.NEAREST} nearest, {name}", best) for name, sums in near.items()]
    rows += [sums.row(f"the optimum's own arcs, {name}", best) for name, sums in full.items()]
    for row in rows[2:]:
        row[2] = ""
    return rows


def _answer(sums: Sums, how: Callable[[District], np.ndarray], district: District) -> None:
    with sums.timed():
        of = how(district)
    sums.add(district, of)


def _solve(sums: Sums, solver: Callable[[peers.Network], int], net: peers.Network) -> None:
    with sums.timed():
        sums.counts["cost"] += solver(net)


def nation() -> None:
    """Ten million children: a city after the other, never two in memory."""
    figures: Counter[str] = Counter()
    memory = 0.0
    for seed in range(COPIES):
        for one in ours(275_000, SIZES[275_000], seed):
            figures.update({key: one[key] for key in ("paired", "unpaired", "gap", "cpu")})
            memory = max(memory, one["memory"])
        print(f"  city {seed + 1}: {figures['cpu']:.0f} CPU s so far", file=sys.stderr)
    children = figures["paired"] + figures["unpaired"]
    row = [f"{children:,.0f}", figures["gap"], f"{figures['cpu']:.0f}", f"{memory:.0f}"]
    show("By district", ("children", "cost - bound", "CPU s", "MB a process"), [row])


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench pairing")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--nation", action="store_true", help="ten million, about an hour")
    chosen = parser.parse_args()
    if chosen.nation:
        nation()
        return
    for size in chosen.sizes.split(","):
        table(int(size))
        daily.table(int(size))
        yearly.table(int(size))
