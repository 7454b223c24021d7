"""A district as arrays: what the kernels read. All costs and prices are int64."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Ints = Array
"""int64."""
Floats = Array
"""float64."""


class Rows(NamedTuple):
    """Households by place. A code below 0 is unknown; without a point `known` is 0."""

    x: Floats
    y: Floats
    known: Ints
    district: Ints
    township: Ints
    village: Ints
    size: Ints
    needs: Array
    """Bits, uint64, one row a household."""
    current: Ints
    """The column of the present carer; ABSENT: somebody who is no column; NOBODY: none."""
    refused_from: Ints
    refused: Ints
    """Columns not to be given to row i: refused[refused_from[i]:refused_from[i + 1]]."""
    idle: Ints
    """What leaving the household without a carer costs."""


class Columns(NamedTuple):
    """Carers with a place, sorted into blocks."""

    x: Floats
    y: Floats
    known: Ints
    district: Ints
    township: Ints
    village: Ints
    skills: Array
    room: Ints
    fee: Ints
    """Added for each household; only orders that follow another one ask it."""


class Blocks(NamedTuple):
    """Runs of columns of one village (and one cell of a grid) with the box they lie in."""

    start: Ints
    x0: Floats
    x1: Floats
    y0: Floats
    y1: Floats
    known: Ints
    district: Ints
    township: Ints
    village: Ints


class Reach(NamedTuple):
    """The blocks a group of rows may reach: start[g] to start[g + 1], and of each its tier and the
    least a child of the group could cost there."""

    start: Ints
    block: Ints
    near: Ints
    least: Ints


class Graph(NamedTuple):
    """Arcs by row and once more by column.

    A row's arcs are start[i] to stop[i]; those from stop[i] to start[i + 1] are not open yet.
    """

    start: Ints
    stop: Ints
    column: Ints
    cost: Ints
    back: Ints
    row: Ints
    back_cost: Ints


class State(NamedTuple):
    """A solution with its proof; kept warm from one step to the next.

    `u` is what a row costs at the prices `v` of the columns; `of` its column. Always: u[i] <=
    cost + v[j] for every arc, with equality where i is given to j, and u[i] <= idle[i].
    The rows of a column are a list: first[j], then after[i].
    """

    u: Ints
    v: Ints
    of: Ints
    taken: Ints
    first: Ints
    after: Ints
    before: Ints


class Best(NamedTuple):
    """Scratch space of a scan: the best columns of a row, with price and without; those picked out
    of a run."""

    values: Ints
    keys: Ints
    costs: Ints
    picked: Ints


class Prior(NamedTuple):
    """Orders that come before this one: only arcs that cost them nothing may be used."""

    weights: Ints
    fee: Ints
    u: Ints
    v: Ints


class Work(NamedTuple):
    """Scratch space of the searches."""

    near: Ints
    via: Ints
    mark: Ints
    heap: Ints
    at: Ints
    done: Ints
    row_near: Ints
    row_mark: Ints
    rows: Ints
    stamp: Ints


IDLE, OUT = -1, -2
"""In `of`: without a carer, and not yet (or no longer) part of the solution."""
NOBODY, ABSENT = -1, -2
FAR = 2**62
RANGE, VILLAGE, TOWNSHIP, DISTRICT, LACK, MOVE, METRE, BEYOND_10, BEYOND_15, BEYOND_20 = range(10)
"""What the entries of a vector of weights weigh."""
WEIGHTS = 10
CLASSES = (10_000, 15_000, 20_000)
UNKNOWN_METRES = (0, 5_000, 20_000)
"""The distance of two of whom one has no point, by tier."""


def fresh_state(rows: int, columns: int) -> State:
    return State(
        np.zeros(rows, np.int64),
        np.zeros(columns, np.int64),
        np.full(rows, OUT, np.int64),
        np.zeros(columns, np.int64),
        np.full(columns, -1, np.int64),
        np.full(rows, -1, np.int64),
        np.full(rows, -1, np.int64),
    )


def fresh_work(rows: int, columns: int) -> Work:
    def ints(size: int) -> Ints:
        return np.zeros(size, np.int64)

    return Work(
        ints(columns), ints(columns), ints(columns), ints(columns), ints(columns), ints(columns),
        ints(rows), ints(rows), ints(rows), ints(1),
    )  # fmt: skip


def graph(rows: Ints, columns: Ints, costs: Ints, old: int, height: int, width: int) -> Graph:
    """Arcs in any order, each once; only the first `old` are open."""
    order = np.argsort(rows, kind="stable")
    start = _starts(rows, height)
    stop = start[:-1] + np.bincount(rows[:old], minlength=height)
    back = np.argsort(columns, kind="stable")
    return Graph(
        start, stop, columns[order], costs[order], _starts(columns, width), rows[back], costs[back]
    )


def _starts(of: Ints, size: int) -> Ints:
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(of, minlength=size), out=starts[1:])
    return starts
