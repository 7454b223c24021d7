"""Runs the benchmarks that are named, or all of them."""

import importlib
import sys
from itertools import takewhile

from benchmarks.machine import describe

NAMES = (
    "import_roster", "pages", "first_load", "linkage_cleaning", "linkage", "pairing", "rounds", "cohorts", "handouts", "sweep",
    "duties", "closing", "scoring", "screening", "books",
)  # fmt: skip


def main(arguments: list[str]) -> int:
    """Names first; what follows them goes to the benchmark."""
    chosen = list(takewhile(NAMES.__contains__, arguments))
    options = arguments[len(chosen) :]
    if options and len(chosen) != 1:
        print(f"Name a benchmark, then its options: {', '.join(NAMES)}.")
        return 2
    print(describe())
    sys.argv[1:] = options
    for name in chosen or NAMES:
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
