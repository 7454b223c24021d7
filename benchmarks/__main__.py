"""Runs the benchmarks that are named, or all of them."""

import importlib
import sys

from benchmarks.machine import describe

NAMES = ("import_roster", "pages", "first_load")


def main(chosen: list[str]) -> int:
    if unknown := set(chosen) - set(NAMES):
        print(f"There is no benchmark {', '.join(sorted(unknown))}: {', '.join(NAMES)}.")
        return 2
    print(describe())
    for name in chosen or NAMES:
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


sys.exit(main(sys.argv[1:]))
