"""A million sheets of a scale of a hundred items, beside the bare product of the same matrix.

`./dev bench scoring [--sheets N]`. The product is numpy's, of the answers as 32-bit floats with one
column of weights for each score (BLAS, one thread): what any way of adding up must do at least.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from benchmarks.tables import show
from nuantong.instruments.columns import MISSING, score_many, weights
from nuantong.instruments.reading import shipped

TIMES: Final = 3


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sheets", type=int, default=1_000_000)
    many = parser.parse_args().sheets
    definition = shipped()["mht"]
    chance = np.random.default_rng(2018)
    answers = (chance.random((many, len(definition.items))) < 0.3).astype(np.int8)
    gaps = np.where(chance.random(answers.shape) < 0.001, MISSING, answers).astype(np.int8)
    ages = chance.integers(9, 18, many)
    floats, columns = answers.astype(np.float32), weights(definition).signs
    bare = seconds(lambda: floats @ columns)
    one = seconds(lambda: floats @ columns[:, 0])
    rows = []
    for title, sheets in (("all answered", answers), ("one cell in a thousand missing", gaps)):
        spent = seconds(lambda sheets=sheets: score_many(definition, sheets, ages))
        rows.append(
            [
                title,
                f"{spent:.2f}",
                f"{many / spent:,.0f}",
                f"{spent / bare:.1f}",
                f"{spent / one:.1f}",
            ]
        )
    rows += [["numpy: product, a column a score", f"{bare:.2f}", f"{many / bare:,.0f}", "1.0", ""],
             ["numpy: product, one column", f"{one:.2f}", f"{many / one:,.0f}", "", "1.0"]]  # fmt: skip
    show(
        f"{many:,} sheets of {definition.short}, {len(definition.items)} items, "
        f"{len(definition.scales)} scores with colours and reasons; least of {TIMES}, CPU seconds",
        ["", "CPU s", "sheets/CPU-s", "× product", "× one column"], rows,
    )  # fmt: skip


def seconds(work: Callable[[], Any]) -> float:
    """Of the processor, the least of several runs."""
    spent = []
    for _ in range(TIMES):
        before = time.process_time()
        work()
        spent.append(time.process_time() - before)
    return min(spent)


if __name__ == "__main__":
    main()
