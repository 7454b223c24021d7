"""Why a household cannot have a carer, as a count nobody can argue with (Hall 1935).

Start from a household that is left over: the carers in range of it are all taken, by families who
can only go to carers that are taken as well, and so on. Where no free place is met on the way,
these families are more than the places all of them together can reach: the region is short by the
difference, whoever is given to whom.
"""

import numpy as np

from nuantong.pairing.matching.arrays import IDLE, Array, Blocks, Columns, Ints, Rows, State
from nuantong.pairing.matching.compiled import compiled
from nuantong.pairing.matching.scanning import at_best, cost_of, tier


@compiled
def near_block(rows: Rows, i: int, blocks: Blocks, b: int, border: Array) -> int:
    """The tier of a household and a block of carers; 3: never."""
    return tier(
        rows.district[i], rows.township[i], rows.village[i],
        blocks.district[b], blocks.township[b], blocks.village[b], border,
    )  # fmt: skip


@compiled
def touches(
    i: int,
    rows: Rows,
    columns: Columns,
    blocks: Blocks,
    border: Array,
    w: Ints,
    order: Ints,
    good: Ints,
    many: Ints,
) -> bool:
    """Whether a good column is in range of row i; `many` counts the good ones of each block."""
    for b in order:
        if many[b] == 0:
            continue
        near = near_block(rows, i, blocks, b, border)
        if near == 3 or at_best(rows, i, blocks, b, near, w) < 0:
            continue
        for j in range(blocks.start[b], blocks.start[b + 1]):
            if good[j] and cost_of(rows, i, columns, j, near, w) >= 0:
                return True
    return False


@compiled
def within_reach(
    rows: Rows,
    columns: Columns,
    blocks: Blocks,
    block: Ints,
    border: Array,
    w: Ints,
    state: State,
    group: Ints,
    order: Ints,
) -> Ints:
    """1 for each row that could have a carer if others moved: a chain from it ends at a free
    place, whatever the moves cost."""
    good = np.zeros(len(columns.x), np.int64)
    many = np.zeros(len(blocks.known), np.int64)
    for j in range(len(columns.x)):
        if state.taken[j] < columns.room[j]:
            good[j] = 1
            many[block[j]] += 1
    reach = np.zeros(len(rows.x), np.int64)
    changed = True
    while changed:
        changed = False
        for i in range(len(rows.x)):
            if reach[i] or not touches(
                i, rows, columns, blocks, border, w, order[group[i]], good, many
            ):
                continue
            reach[i] = 1
            j = state.of[i]
            if j >= 0 and not good[j]:
                good[j] = 1
                many[block[j]] += 1
                changed = True
    return reach


@compiled
def root(parent: Ints, one: int) -> int:
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = parent[one]
    return one


@compiled
def take_in(
    i: int,
    region: int,
    rows: Rows,
    columns: Columns,
    blocks: Blocks,
    border: Array,
    w: Ints,
    state: State,
    order: Ints,
    parent: Ints,
    of_column: Ints,
    of_block: Ints,
    stack: Ints,
    size: int,
) -> int:
    """Adds the carers in range of row i to its region, and their families to the stack."""
    for b in order:
        if of_block[b] >= 0 and root(parent, of_block[b]) == root(parent, region):
            continue
        near = near_block(rows, i, blocks, b, border)
        if near == 3 or at_best(rows, i, blocks, b, near, w) < 0:
            continue
        whole = True
        for j in range(blocks.start[b], blocks.start[b + 1]):
            if cost_of(rows, i, columns, j, near, w) < 0:
                whole = False
            elif of_column[j] < 0:
                of_column[j] = region
                row = state.first[j]
                while row >= 0:
                    stack[size] = row
                    size += 1
                    row = state.after[row]
            else:
                parent[root(parent, of_column[j])] = root(parent, region)
        if whole:
            of_block[b] = region
    return size


@compiled
def short_regions(
    rows: Rows,
    columns: Columns,
    blocks: Blocks,
    border: Array,
    w: Ints,
    state: State,
    group: Ints,
    order: Ints,
    reach: Ints,
) -> tuple[Ints, Ints]:
    """The region of each row and column, -1 where there is none; regions that share a carer are
    one. A region is numbered by one of its rows."""
    parent = np.arange(len(rows.x))
    of_row = np.full(len(rows.x), -1, np.int64)
    of_column = np.full(len(columns.x), -1, np.int64)
    of_block = np.full(len(blocks.known), -1, np.int64)
    stack = np.empty(len(rows.x) + 1, np.int64)
    for seed in range(len(rows.x)):
        if state.of[seed] != IDLE or reach[seed]:
            continue
        stack[0] = seed
        size = 1
        while size:
            size -= 1
            i = stack[size]
            of_row[i] = seed
            size = take_in(
                i, seed, rows, columns, blocks, border, w, state, order[group[i]], parent,
                of_column, of_block, stack, size,
            )  # fmt: skip
    for i in range(len(of_row)):
        if of_row[i] >= 0:
            of_row[i] = root(parent, of_row[i])
    for j in range(len(of_column)):
        if of_column[j] >= 0:
            of_column[j] = root(parent, of_column[j])
    return of_row, of_column
