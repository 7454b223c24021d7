"""The nearest of some carers to some households, by tier, then metres."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from nuantong.pairing.matching.arrays import (
    DISTRICT,
    FAR,
    METRE,
    RANGE,
    TOWNSHIP,
    WEIGHTS,
    Array,
    Columns,
    Ints,
    Prior,
    Rows,
)
from nuantong.pairing.matching.blocks import by_place
from nuantong.pairing.matching.solving import Problem, Scanner

STEP: Final = 10**9
"""Metres a tier weighs: more than any distance."""


def nearest(
    rows: Rows, columns: Columns, border: Array, range_m: int, most: int
) -> list[list[int]]:
    """For each row the columns in range that it was not refused, nearest first."""
    if not len(rows.x) or not len(columns.x):
        return [[] for _ in rows.x]
    order = by_place(columns)
    sorted_columns = Columns(*(part[order] for part in columns))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    weights = np.zeros(WEIGHTS, np.int64)
    weights[[RANGE, METRE, TOWNSHIP, DISTRICT]] = range_m, 1, STEP, 2 * STEP
    none = [
        np.zeros((0, size), np.int64) for size in (WEIGHTS, len(order), len(rows.x), len(order))
    ]
    plain = rows._replace(refused=place[rows.refused], size=np.ones_like(rows.size))
    scanner = Scanner(Problem(plain, sorted_columns, border, weights, Prior(*none)))
    no_price, no_limit = np.zeros(len(order), np.int64), np.full(len(rows.x), FAR)
    found = scanner.everywhere(no_price, no_limit, most)
    return _listed(found[0], order[found[1]], len(rows.x))


def chosen(rows: Rows, who: Ints, refused: Sequence[Sequence[int]] | None = None) -> Rows:
    """Some of the rows, refused nobody, or columns by the numbers given."""
    lists = refused or [[] for _ in who]
    one_by_one = {
        name: part[who]
        for name, part in rows._asdict().items()
        if name not in ("refused_from", "refused")
    }
    return Rows(
        **one_by_one,
        refused_from=np.cumsum([0, *map(len, lists)], dtype=np.int64),
        refused=np.array([j for one in lists for j in one], np.int64),
    )


def part_of(rows: Rows, who: Ints) -> Rows:
    """Some of the rows, with their refusals."""
    begin, end = rows.refused_from[who].tolist(), rows.refused_from[who + 1].tolist()
    refused = [rows.refused[a:b].tolist() for a, b in zip(begin, end, strict=True)]
    return chosen(rows, who, refused)


def _listed(rows: Ints, columns: Ints, height: int) -> list[list[int]]:
    lists: list[list[int]] = [[] for _ in range(height)]
    for i, j in zip(rows.tolist(), columns.tolist(), strict=True):
        lists[i].append(j)
    return lists
