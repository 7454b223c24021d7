"""One linkage of two cleaned files in a process of its own, so that its memory is its own."""

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from nuantong.linkage.engines import Resources
from nuantong.linkage.linking import link


@dataclass(frozen=True)
class Cost:
    seconds: float
    cpu: float
    gigabytes: float


def timed(left: Path, right: Path, out: Path, memory: str = "") -> Cost:
    """Links the Parquet files; the pairs stand in `out`."""
    command = [sys.executable, "-m", __name__, str(left), str(right), str(out), memory]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Cost(**json.loads(printed.splitlines()[-1]))


def main(left: str, right: str, out: str, memory: str) -> None:
    frames = [pl.read_parquet(path) for path in (left, right)]
    begun, used = time.perf_counter(), time.process_time()
    pairs = link(*frames, resources=Resources(memory=memory)).pairs
    cost = {
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time() - used,
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }
    pairs.write_parquet(out)
    print(json.dumps(cost))


if __name__ == "__main__":
    main(*sys.argv[1:])
