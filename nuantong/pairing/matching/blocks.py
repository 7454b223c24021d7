"""Sorting people by place, so that a village is a run of rows and has a box around it."""

from typing import Final

import numpy as np

from nuantong.pairing.matching.arrays import Array, Blocks, Columns, Ints, Rows

CELL: Final = 4_000
"""Metres; a village that is wider is several blocks."""


def by_place(people: Rows | Columns) -> Ints:
    """The order of village, point; who came first goes first among equals."""
    return np.lexsort(_keys(people)[::-1])


def _keys(people: Rows | Columns) -> list[Array]:
    known = people.known > 0
    x, y = (np.where(known, axis // CELL, 0) for axis in (people.x, people.y))
    return [people.district, people.township, people.village, people.known, x, y]


def blocks(people: Rows | Columns) -> tuple[Blocks, Ints]:
    """The blocks of people sorted by place, and the block of each."""
    if not len(people.x):
        none, nowhere = np.zeros(0, np.int64), np.zeros(0)
        start = np.zeros(1, np.int64)
        return Blocks(start, nowhere, nowhere, nowhere, nowhere, none, none, none, none), none
    changes = np.zeros(len(people.x), bool)
    for key in _keys(people):
        changes[1:] |= key[1:] != key[:-1]
    first = np.flatnonzero(np.concatenate([[True], changes[1:]]))
    return Blocks(
        np.append(first, len(people.x)),
        np.minimum.reduceat(people.x, first),
        np.maximum.reduceat(people.x, first),
        np.minimum.reduceat(people.y, first),
        np.maximum.reduceat(people.y, first),
        people.known[first],
        people.district[first],
        people.township[first],
        people.village[first],
    ), np.cumsum(changes)


def each_alone(people: Rows) -> Blocks:
    """Everybody as a block of one."""
    start = np.arange(len(people.x) + 1)
    point = people.x, people.x, people.y, people.y
    return Blocks(start, *point, people.known, people.district, people.township, people.village)


def nearest_first(groups: Blocks, blocks: Blocks) -> Ints:
    """For each group of rows the blocks of columns: same village, same township, then by
    distance. A good order only; no answer hangs on it."""
    if not len(groups.known):
        return np.zeros((0, len(blocks.known)), np.int64)
    away = gap(groups, blocks, "x") ** 2 + gap(groups, blocks, "y") ** 2
    return np.lexsort((away, near(groups, blocks)), axis=1).astype(np.int64)


def near(groups: Blocks, blocks: Blocks) -> Ints:
    """The tier of every group and block: 0 same village, 1 township, 2 else."""
    same = [one[:, None] == other for one, other in zip(groups[-3:], blocks[-3:], strict=True)]
    return (2 - same[0] * same[1] * (1 + same[2] * 1)).astype(np.int64)


def gap(groups: Blocks, blocks: Blocks, axis: str) -> Array:
    middle = [(getattr(one, f"{axis}0") + getattr(one, f"{axis}1")) / 2 for one in (groups, blocks)]
    return middle[0][:, None] - middle[1]
