"""The table of linkage: fresh lists, linked without their truth, measured with it.

`--size 10000`, `275000` or `3000000` (275,000 against 3 million) chooses one; without it the first
two are measured.
"""

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from benchmarks.linkage import febrl, peers
from benchmarks.linkage.generator import make
from benchmarks.linkage.measuring import Figures, best_f1, f1, figures, truth
from benchmarks.linkage.timed import Cost, timed
from benchmarks.tables import show
from nuantong.linkage.cleaning import clean

SIZES = {"10000": (10_000, 10_000), "275000": (275_000, 275_000), "3000000": (275_000, 3_000_000)}
SEEDS = {"ordinary": 701, "hard": 702}
"""No list of these was looked at while levels, rules and cuts were chosen."""
NEW = 10_000
HEADINGS = (
    "", "F1", "plain Splink", "error", "ID join", "cascade", "auto precision", "wrong", "review",
    "missed", "clean CPU s", "link s", "CPU s", "GB",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """Cleaned lists as files, their truth, and what cleaning took."""

    left: pl.DataFrame
    right: pl.DataFrame
    truth: pl.DataFrame
    cleaning: float


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench linkage")
    parser.add_argument("--size", choices=SIZES, action="append")
    sizes = parser.parse_args().size or ["10000", "275000"]
    rows: list[tuple[object, ...]] = []
    for size in sizes:
        for profile in SEEDS if size != "3000000" else ["ordinary"]:
            rows.append(_measured(size, profile))
    title = "Linking two lists: F1 at the program's own cut; the others at their best cut"
    show(title, HEADINGS, rows)
    febrl.main()


def _measured(size: str, profile: str) -> tuple[object, ...]:
    case = _case(*SIZES[size], profile)
    with tempfile.TemporaryDirectory() as folder:
        pairs, cost = _linked(case.left, case.right, Path(folder))
        if size == "275000" and profile == "ordinary":
            _new_rows(case, Path(folder))
    found = figures(pairs, case.truth, case.right.height)
    plain = 0.0 if size == "3000000" else best_f1(_plain(case), case.truth)
    return (f"{size} {profile}", *_line(found, plain, case, cost))


def _case(left: int, right: int, profile: str) -> Case:
    lists = make(left, right, profile, SEEDS[profile])
    begun = time.process_time()
    frames = clean(lists.left), clean(lists.right)
    return Case(*frames, truth(lists), time.process_time() - begun)


def _linked(left: pl.DataFrame, right: pl.DataFrame, folder: Path) -> tuple[pl.DataFrame, Cost]:
    files = [folder / name for name in ("left.parquet", "right.parquet", "pairs.parquet")]
    left.write_parquet(files[0])
    right.write_parquet(files[1])
    cost = timed(*files)
    return pl.read_parquet(files[2]), cost


def _plain(case: Case) -> pl.DataFrame:
    return peers.plain_splink(case.left, case.right)


def _new_rows(case: Case, folder: Path) -> None:
    cost = _linked(case.left, case.right.head(NEW), folder)[1]
    print(f"{NEW} new rows against {case.left.height}: {cost.seconds:.1f} s, CPU {cost.cpu:.1f} s")


def _line(found: Figures, plain: float, case: Case, cost: Cost) -> tuple[str, ...]:
    others = [
        f1(one(case.left, case.right), case.truth) for one in (peers.same_number, peers.cascade)
    ]
    error = f"1/{(1 - plain) / max(1 - found.f1, 1e-9):.1f}" if plain else "–"
    return (
        f"{found.f1:.5f}", f"{plain:.4f}" if plain else "–", error, *(f"{one:.4f}" for one in others),
        f"{found.auto_precision:.6f}", str(found.wrong), f"{found.review:.2%}", f"{found.missed:.3%}",
        f"{case.cleaning:.1f}", f"{cost.seconds:.1f}", f"{cost.cpu:.1f}", f"{cost.gigabytes:.2f}",
    )  # fmt: skip
