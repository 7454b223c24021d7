"""The table of judging. `--sizes 10000,162000,1000000` chooses; `--cht FOLDER` says where the
peer's npm packages are kept, outside the repository (without it, the system's temporary folder)."""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from benchmarks.duties import peers
from benchmarks.duties.bare import scan
from benchmarks.duties.city import LAST, City, make
from benchmarks.tables import show
from nuantong.duties.engine.running import run, run_compiled
from nuantong.duties.engine.tables import Known

SIZES = (10_000, 100_000, 162_000, 1_000_000)
SLICE = 50_000
"""Children judged at a time, as the batch command does."""
FEW, PEERS = 200, 2_000
Row = list[object]


def judged(city: City) -> int:
    """Slice by slice; how many windows."""
    windows, known = 0, city.known
    for first in range(0, len(known.start), SLICE):
        part = {name: getattr(known, name)[first : first + SLICE] for name in Known._fields[:5]}
        windows += len(run_compiled(city.book, known._replace(**part), LAST.toordinal()).window)
    return windows


def growth(sizes: list[int]) -> None:
    rows: list[Row] = []
    for size in sizes:
        city = make(size)
        judged(make(100))
        begun = time.process_time()
        windows = judged(city)
        ours = time.process_time() - begun
        begun = time.process_time()
        scan(city)
        bare = time.process_time() - begun
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        rows.append([
            f"{size:,} children", f"{len(city.known.day):,}", f"{windows:,}", f"{ours:.2f}",
            f"{windows / ours / 1e6:.1f}", f"{bare:.2f}", f"{ours / bare:.2f}", memory,
        ])  # fmt: skip
    heads = ("", "contacts", "windows", "CPU s", "million/CPU s", "bare scan s", "times bare", "MB")
    show("The whole semantics, one year of the Six Ones", heads, rows)


def beside_peers(folder: Path) -> None:
    """Per second of CPU, on the same protocol and facts."""
    rows: list[Row] = []
    few = make(FEW)
    lists = Known(*(one.tolist() for one in few.known))
    begun = time.process_time()
    found = run(few.book, lists, LAST.toordinal())
    rows.append(_row("ours, interpreted", FEW, len(found.window), time.process_time() - begun))
    city = make(PEERS)
    begun = time.process_time()
    windows = judged(city)
    ours = _row("ours, compiled", PEERS, windows, time.process_time() - begun)
    rows.append(ours)
    if peers.installed(folder):
        answer = peers.cht(city, folder)
        rows.append(_row("CHT 4.11 rules engine", PEERS, int(answer["windows"]), answer["cpu"]))
    else:
        print("npm cannot give cht-conf here: the peer is left out.")
    show("Beside others", ("", "children", "windows", "CPU s", "windows/CPU s"), rows)


def _row(name: str, children: int, windows: int, cpu: float) -> Row:
    return [name, f"{children:,}", f"{windows:,}", f"{cpu:.3f}", f"{windows / cpu:,.0f}"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="./dev bench duties")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--cht", type=Path, default=Path(tempfile.gettempdir()) / "nuantong-cht")
    chosen = parser.parse_args()
    growth([int(size) for size in chosen.sizes.split(",")])
    beside_peers(chosen.cht)
