"""The tables of pairing. `--sizes 10000,50000,275000` and `--tables solvers,daily,yearly` choose;
`--nation` measures ten million children, and goes on where it was stopped."""

import argparse
from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.pairing import daily, peers, yearly
from benchmarks.pairing.city import MEASURE, by_district
from benchmarks.pairing.instances import SIZES, make
from benchmarks.pairing.measuring import Row, Sums, nothing, ours
from benchmarks.pairing.nation import nation
from benchmarks.tables import show
from nuantong.pairing.matching.districts import District

HEADINGS = (
    "", "cost ratio", "unpaired", "mean m", "same village %", "CPU s", "wall s", "MB a process",
)  # fmt: skip
SMALL = 10_000
"""Children up to which networkx is waited for."""
SUMMED = ("cost", "unpaired", "paired", "metres", "village")


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
        _answer(hand, partial(peers.clerk, district), district)
        _answer(greedy, partial(peers.greedy, district), district)
        few = peers.nearest(district)
        for name, sums in near.items():
            _answer(sums, partial(solvers[name], few), district)
        arcs = district.search.arcs
        all_of_it = peers.Network(arcs, few.idle, few.room)
        for name, sums in full.items():
            _answer(sums, partial(solvers[name], all_of_it), district)
    rows = [hand.row("clerk, then the district's desk", best)]
    rows.append(greedy.row("shortest pair first", best))
    rows += [sums.row(f"{peers.NEAREST} nearest, {name}", best) for name, sums in near.items()]
    rows += [sums.row(f"the optimum's own arcs, {name}", best) for name, sums in full.items()]
    return rows


def _answer(sums: Sums, how: Callable[[], np.ndarray], district: District) -> None:
    with sums.timed():
        of = how()
    sums.add(district, of)


TABLES = {"solvers": table, "daily": daily.table, "yearly": yearly.table}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench pairing")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--nation", action="store_true", help="ten million, about an hour")
    parser.add_argument("--tables", default=",".join(TABLES))
    chosen = parser.parse_args()
    if chosen.nation:
        nation()
        return
    for size in chosen.sizes.split(","):
        for name in chosen.tables.split(","):
            TABLES[name](int(size))
