"""Every carer in range of a household, priced: the columns it would rather have.

Carers stand in blocks. What a block can offer at best (its box, its tier, its lowest price) is
known at once, so most of them are passed over without looking at a carer; none is left out.
"""

import numpy as np

from nuantong.pairing.matching.arrays import (
    BEYOND_10,
    BEYOND_15,
    BEYOND_20,
    LACK,
    METRE,
    MOVE,
    NOBODY,
    RANGE,
    UNKNOWN_METRES,
    VILLAGE,
    Array,
    Blocks,
    Columns,
    Ints,
    Prior,
    Rows,
)
from nuantong.pairing.matching.compiled import compiled


@compiled
def tier(
    district: int,
    township: int,
    village: int,
    district2: int,
    township2: int,
    village2: int,
    border: Array,
) -> int:
    """0 same village, 1 township, 2 district or an allowed neighbour, 3 never."""
    if not border[district, district2]:
        return 3
    if district != district2 or township < 0 or township != township2:
        return 2
    return 0 if village >= 0 and village == village2 else 1


@compiled
def worth(metres: int, near: int, w: Ints) -> int:
    """What a child's carer at this distance and tier costs."""
    total = metres * w[METRE] + w[VILLAGE + near]
    if metres > 10_000:
        total += w[BEYOND_10]
        if metres > 15_000:
            total += w[BEYOND_15]
            if metres > 20_000:
                total += w[BEYOND_20]
    return total


@compiled
def lacking(needs: Array, skills: Array) -> int:
    count = 0
    for word in range(len(needs)):
        rest = needs[word] & ~skills[word]
        while rest != 0:
            rest &= rest - np.uint64(1)
            count += 1
    return count


@compiled
def metres_between(rows: Rows, i: int, columns: Columns, j: int, near: int) -> int:
    """The floor of the straight distance."""
    if not (rows.known[i] and columns.known[j]):
        return UNKNOWN_METRES[near]
    dx = rows.x[i] - columns.x[j]
    dy = rows.y[i] - columns.y[j]
    return int(np.floor(np.sqrt(dx * dx + dy * dy)))


@compiled
def cost_of(rows: Rows, i: int, columns: Columns, j: int, near: int, w: Ints) -> int:
    """What giving row i to column j costs; -1 where it may not be."""
    metres = metres_between(rows, i, columns, j, near)
    if metres > w[RANGE]:
        return -1
    each = worth(metres, near, w) + w[LACK] * lacking(rows.needs[i], columns.skills[j])
    if rows.current[i] != NOBODY and rows.current[i] != j:
        each += w[MOVE]
    for place in range(rows.refused_from[i], rows.refused_from[i + 1]):
        if rows.refused[place] == j:
            return -1
    return rows.size[i] * each


@compiled
def allowed(rows: Rows, i: int, columns: Columns, j: int, near: int, prior: Prior) -> bool:
    """Whether the orders before this one are indifferent to the arc."""
    for order in range(len(prior.weights)):
        cost = cost_of(rows, i, columns, j, near, prior.weights[order])
        if cost + prior.fee[order, j] + prior.v[order, j] != prior.u[order, i]:
            return False
    return True


@compiled
def at_best(rows: Rows, i: int, blocks: Blocks, b: int, near: int, w: Ints) -> int:
    """No column of the block costs a child less; -1 when all are out of range."""
    if not (rows.known[i] and blocks.known[b]):
        return worth(UNKNOWN_METRES[near], near, w)
    dx = max(blocks.x0[b] - rows.x[i], rows.x[i] - blocks.x1[b], 0.0)
    dy = max(blocks.y0[b] - rows.y[i], rows.y[i] - blocks.y1[b], 0.0)
    metres = int(np.floor(np.sqrt(dx * dx + dy * dy)))
    return -1 if metres > w[RANGE] else worth(metres, near, w)


@compiled
def keep_best(
    value: int, column: int, cost: int, found: int, values: Ints, keys: Ints, costs: Ints
) -> int:
    """Sorts a column in among the best so far, the earlier of equals first; how many there are."""
    place = found if found < len(values) else len(values) - 1
    while place and values[place - 1] > value:
        values[place], keys[place], costs[place] = (
            values[place - 1], keys[place - 1], costs[place - 1],
        )  # fmt: skip
        place -= 1
    values[place], keys[place], costs[place] = value, column, cost
    return min(found + 1, len(values))


@compiled
def scan_row(
    i: int,
    rows: Rows,
    columns: Columns,
    blocks: Blocks,
    border: Array,
    w: Ints,
    prior: Prior,
    v: Ints,
    cheap: Ints,
    order: Ints,
    limit: int,
    values: Ints,
    keys: Ints,
    costs: Ints,
) -> int:
    """The columns that cost row i, price included, less than the limit; at most len(values)."""
    if limit <= 0:
        return 0
    found, bar = 0, limit
    for b in order:
        near = tier(
            rows.district[i], rows.township[i], rows.village[i],
            blocks.district[b], blocks.township[b], blocks.village[b], border,
        )  # fmt: skip
        if near == 3:
            continue
        best = at_best(rows, i, blocks, b, near, w)
        if best < 0 or rows.size[i] * best + v[cheap[blocks.start[b]]] >= bar:
            continue
        for place in range(blocks.start[b], blocks.start[b + 1]):
            j = cheap[place]
            if v[j] + rows.size[i] * best >= bar:
                break
            cost = cost_of(rows, i, columns, j, near, w)
            if cost < 0 or cost + columns.fee[j] + v[j] >= bar:
                continue
            cost += columns.fee[j]
            if len(prior.weights) and not allowed(rows, i, columns, j, near, prior):
                continue
            found = keep_best(cost + v[j], j, cost, found, values, keys, costs)
            if found == len(values):
                bar = values[found - 1]
    return found


@compiled
def cheapest_first(blocks: Blocks, v: Ints) -> Ints:
    """The columns of each block by price."""
    cheap = np.empty(len(v), np.int64)
    for b in range(len(blocks.known)):
        begin, end = blocks.start[b], blocks.start[b + 1]
        cheap[begin:end] = begin + np.argsort(v[begin:end], kind="mergesort")
    return cheap


@compiled
def scan(
    rows: Rows,
    columns: Columns,
    blocks: Blocks,
    border: Array,
    w: Ints,
    prior: Prior,
    v: Ints,
    group: Ints,
    order: Ints,
    limit: Ints,
    begin: int,
    end: int,
    most: int,
) -> tuple[Ints, Ints, Ints]:
    """Rows begin..end: (rows, columns, costs) of the arcs whose cost and price are below the
    limit of the row, the best `most` of each."""
    cheap = cheapest_first(blocks, v)
    values, keys, costs = (
        np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64),
    )  # fmt: skip
    size, total = (end - begin) * 4 + 64, 0
    out = np.empty((3, size), np.int64)
    for i in range(begin, end):
        found = scan_row(
            i, rows, columns, blocks, border, w, prior, v, cheap, order[group[i]], limit[i],
            values, keys, costs,
        )  # fmt: skip
        if total + found > size:
            size = size * 2 + found
            bigger = np.empty((3, size), np.int64)
            bigger[:, :total] = out[:, :total]
            out = bigger
        out[0, total : total + found] = i
        out[1, total : total + found] = keys[:found]
        out[2, total : total + found] = costs[:found]
        total += found
    return out[0, :total].copy(), out[1, :total].copy(), out[2, :total].copy()
