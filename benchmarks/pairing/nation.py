"""Ten million children by district, measured: made-up cities one after another until there are as
many, each shared out by two processes that make a district, solve it, add it up and drop it.

What a city came to is kept when it is done, so that a run that was stopped goes on where it was.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Final

from benchmarks.pairing.instances import SIZES
from benchmarks.pairing.measuring import ours
from benchmarks.tables import show
from nuantong.config.env import ROOT

WANTED: Final = 10_000_000
CITY: Final = 275_000
KEPT: Final = ROOT / ".local" / "bench" / "nation.jsonl"
HEADINGS: Final = (
    "cities", "children", "unpaired", "cost - bound", "CPU s solving", "CPU s in all", "MB a process",
)  # fmt: skip
City = dict[str, float]


def nation(kept: Path = KEPT) -> None:
    """Goes on until there are ten million; ends the run of a city that is not done with Ctrl-C."""
    done = _read(kept)
    while _children(done) < WANTED:
        done.append(_measured(len(done)))
        _keep(kept, done)
        print(f"  city {len(done)}: {_children(done):,.0f} children so far", file=sys.stderr)
    table(done)


def table(done: list[City]) -> None:
    sums: Counter[str] = Counter()
    for one in done:
        sums.update({key: one[key] for key in ("unpaired", "gap", "cpu", "all")})
    figures = [
        len(done),
        f"{_children(done):,.0f}",
        f"{sums['unpaired']:,.0f}",
        f"{sums['gap']:.0f}",
    ]
    memory = max(one["memory"] for one in done)
    row = [*figures, f"{sums['cpu']:,.0f}", f"{sums['all']:,.0f}", f"{memory:.0f}"]
    show("Ten million children, district by district", HEADINGS, [row])


def _measured(seed: int) -> City:
    """Sums over both processes; the memory is that of the larger one."""
    halves = ours(CITY, SIZES[CITY], seed)
    keys = ("paired", "unpaired", "cost", "gap", "cpu", "all")
    return {
        "seed": seed, **{key: sum(one[key] for one in halves) for key in keys},
        "memory": max(one["memory"] for one in halves),
    }  # fmt: skip


def _children(done: list[City]) -> float:
    return sum(one["paired"] + one["unpaired"] for one in done)


def _read(kept: Path) -> list[City]:
    return [json.loads(line) for line in kept.read_text().splitlines()] if kept.exists() else []


def _keep(kept: Path, done: list[City]) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text("".join(f"{json.dumps(one)}\n" for one in done))
