"""The table of linkage: fresh lists, linked without their truth, measured with it.

    ./dev bench linkage            every row of the table, less than ten minutes on two quiet cores
    ./dev bench linkage --size 275000      the rows of two lists of one size only
    ./dev bench linkage --size 3000000     the rows of the long list only
    ./dev bench linkage --quick    lists of 10,000 only: whether it runs, not how good it is
    ./dev bench linkage --without-plain    leaves plain Splink at 3 million out

Each list is made, cleaned and linked once, in processes of their own. CPU seconds are the fair
figure; those of the clock say something on a quiet machine only.
"""

import argparse
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from benchmarks.linkage import febrl, live_check, peers
from benchmarks.linkage.generator import make
from benchmarks.linkage.measuring import Figures, best_f1, f1, figures, truth
from benchmarks.linkage.timed import Cost, cleaned, linked
from benchmarks.tables import show

SIZES = {"10000": (10_000, 10_000), "275000": (275_000, 275_000), "3000000": (275_000, 3_000_000)}
SEEDS = {"ordinary": 61_127, "hard": 61_128, "3 million": 61_129}
"""Drawn for this table and never used before it; nothing is chosen by their figures."""
LONG = "3000000"
NEW = 10_000
TIGHT = ("700MB", 250_000)
"""DuckDB's limit, and the rows compared at once, for a machine of 2 GB."""
HEADINGS = ("", "must", "aim", "measured")
OTHERS = (
    "", "F1", "plain Splink", "ID join", "cascade", "wrong of auto", "clean CPU s", "link s",
    "CPU s", "GB",
)  # fmt: skip
Row = tuple[str, str, str, str]


@dataclass
class Case:
    """Cleaned lists as files, their truth, and what was found."""

    name: str
    files: list[Path]
    truth: pl.DataFrame
    rows: int
    cleaning: Cost
    linking: Cost
    found: Figures
    plain: float | None
    others: list[float] = field(default_factory=list)

    @property
    def error(self) -> str:
        if self.plain is None:
            return "not run"
        return f"1/{(1 - self.plain) / max(1 - self.found.f1, 1e-9):.1f}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench linkage")
    parser.add_argument("--quick", action="store_true", help="lists of 10,000 only")
    parser.add_argument("--without-plain", action="store_true", help="no plain Splink at 3 million")
    parser.add_argument("--size", choices=SIZES, help="the rows of one size only")
    chosen = parser.parse_args()
    sizes = [chosen.size or ("10000" if chosen.quick else "275000")]
    sizes += [] if chosen.size or chosen.quick else [LONG]
    cases: list[Case] = []
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as name:
        for size in sizes:
            found, more = _measured(size, Path(name), plain=not chosen.without_plain)
            cases += found
            rows += more
    rows += [] if sizes == [LONG] else [_live(), *_of_others()]
    show(f"Linking two lists of {' and '.join(sizes)}: seeds {SEEDS}", HEADINGS, rows)
    show("F1 at the program's own cut; the others at their best cut", OTHERS, _lines(cases))


def _measured(size: str, folder: Path, plain: bool) -> tuple[list[Case], list[Row]]:
    if size == LONG:
        million = _case("3 million", *SIZES[size], folder, plain=plain)
        return [million], _of_millions(million, folder)
    ordinary, hard = (_case(name, *SIZES[size], folder) for name in ("ordinary", "hard"))
    return [ordinary, hard], [*_of_cities(ordinary, hard), _new_rows(ordinary, folder)]


def _lines(cases: list[Case]) -> list[tuple[str, ...]]:
    return [
        (
            case.name, f"{case.found.f1:.5f}", "–" if case.plain is None else f"{case.plain:.4f}",
            *(f"{one:.4f}" for one in case.others), str(case.found.wrong),
            f"{case.cleaning.cpu:.1f}", f"{case.linking.seconds:.1f}", f"{case.linking.cpu:.1f}",
            f"{case.linking.gigabytes:.2f}",
        )
        for case in cases
    ]  # fmt: skip


def _case(name: str, left: int, right: int, folder: Path, plain: bool = True) -> Case:
    lists = make(left, right, "hard" if name == "hard" else "ordinary", SEEDS[name])
    true = truth(lists)
    files = [folder / f"{name} {side}.parquet" for side in ("left", "right", "pairs")]
    for raw, file in ((lists.left, files[0]), (lists.right, files[1])):
        raw.write_parquet(folder / "raw.parquet")
        del raw
        cleaning = cleaned(folder / "raw.parquet", file)
    del lists
    linking = linked(*files)
    pairs, sides = pl.read_parquet(files[2]), [pl.read_parquet(file) for file in files[:2]]
    best = best_f1(peers.plain_splink(*sides), true) if plain else None
    others = [f1(one(*sides), true) for one in (peers.same_number, peers.cascade)]
    found = figures(pairs, true, right)
    return Case(name, files, true, right, cleaning, linking, found, best, others)


def _of_cities(ordinary: Case, hard: Case) -> list[Row]:
    one, two = ordinary.found, hard.found
    return [
        ("F1, ordinary", ".995", ".998", f"{one.f1:.5f}"),
        ("F1, hard", ".965", ".98", f"{two.f1:.5f}"),
        ("error against plain Splink, ordinary", "1/8", "1/15", ordinary.error),
        ("error against plain Splink, hard", "1/8", "1/15", hard.error),
        ("auto precision, ordinary", ".9997", ".9999", f"{one.auto_precision:.6f}"),
        ("auto precision, hard", ".9997", ".9999", f"{two.auto_precision:.6f}"),
        ("review load, ordinary", "1.8 %", "1 %", f"{one.review:.2%}"),
        ("review load, hard", "8 %", "4 %", f"{two.review:.2%}"),
        ("false 'not on the register', ordinary", ".15 %", ".05 %", f"{one.missed:.3%}"),
        ("false 'not on the register', hard", "2.5 %", "1 %", f"{two.missed:.3%}"),
    ]


def _new_rows(case: Case, folder: Path) -> Row:
    few = folder / "few.parquet"
    pl.read_parquet(case.files[1]).head(NEW).write_parquet(few)
    cost = linked(case.files[0], few, folder / "of few.parquet")
    return ("10,000 new rows", "3 s", "1 s", f"{cost.seconds:.1f} s, CPU {cost.cpu:.1f} s")


def _of_millions(case: Case, folder: Path) -> list[Row]:
    tight = folder / "tight.parquet"
    small = linked(*case.files[:2], tight, *TIGHT)
    same = pl.read_parquet(tight).equals(pl.read_parquet(case.files[2]))
    links = "the same links" if same else "OTHER LINKS"
    return [
        ("F1, 3 million", ".994", ".997", f"{case.found.f1:.5f}"),
        ("error against plain Splink, 3 million", "1/8", "1/15", case.error),
        ("auto precision, 3 million", ".9997", ".9999", f"{case.found.auto_precision:.6f}"),
        ("275,000 × 3 million", "60 s, 6.5 GB", "30 s, 4 GB", _cost(case.linking)),
        ("the same in little memory", "", "120 s, 2 GB", f"{_cost(small)}, {links}"),
        ("cleaning 3 million rows", "150 CPU s, 1.5 GB", "60 CPU s, 1 GB", _cost(case.cleaning)),
    ]


def _cost(cost: Cost) -> str:
    return f"{cost.seconds:.1f} s, CPU {cost.cpu:.1f} s, {cost.gigabytes:.2f} GB"


def _live() -> Row:
    waited, used = live_check.measured()
    return ("live check, one child, p95", "150 ms", "50 ms", f"{waited:.0f} ms, CPU {used:.0f} ms")


def _of_others() -> list[Row]:
    return [
        ("FEBRL 4, F1", ".999", "1", f"{febrl.four():.4f}"),
        ("FEBRL 3, F1", ".997", ".9995", f"{febrl.three():.4f}"),
    ]
