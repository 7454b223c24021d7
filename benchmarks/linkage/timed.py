"""Cleaning or linking in a process of its own, so that its time and its memory are its own."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from nuantong.linkage.cleaning import clean_chunks
from nuantong.linkage.columns import CLEAN
from nuantong.linkage.engines import Resources
from nuantong.linkage.linking import link

PIECE = 200_000


@dataclass(frozen=True)
class Cost:
    """`gigabytes`: the most that the process had in memory, Python and its libraries included."""

    seconds: float
    cpu: float
    gigabytes: float


def cleaned(raw: Path, out: Path) -> Cost:
    """Cleans a Parquet file of raw columns into another one."""
    return _run("clean", raw, out)


def linked(left: Path, right: Path, out: Path, memory: str = "", piece: int = 500_000) -> Cost:
    """Links the Parquet files; the pairs stand in `out`."""
    return _run("link", left, right, out, memory, piece)


def _run(*arguments: object) -> Cost:
    command = [sys.executable, "-m", __name__, *map(str, arguments)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Cost(**json.loads(printed.splitlines()[-1]))


def _clean(raw: str, out: str) -> pl.DataFrame:
    parts = clean_chunks(pl.scan_parquet(raw).collect_batches(chunk_size=PIECE))
    return pl.concat([pl.DataFrame(schema=CLEAN), *parts])


def _link(left: str, right: str, out: str, memory: str, piece: str) -> pl.DataFrame:
    resources = Resources(memory=memory, slice=int(piece))
    return link(pl.read_parquet(left), pl.read_parquet(right), resources=resources).pairs


def main(work: str, *paths: str) -> None:
    works: dict[str, Callable[..., pl.DataFrame]] = {"clean": _clean, "link": _link}
    begun, used = time.perf_counter(), time.process_time()
    found = works[work](*paths)
    cost = {
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time() - used,
        "gigabytes": _peak(),
    }
    found.write_parquet(paths[1] if work == "clean" else paths[2])
    print(json.dumps(cost))


def _peak() -> float:
    """Of this process alone: what getrusage() says may be its parent's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 2**20 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(*sys.argv[1:])
