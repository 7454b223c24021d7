"""Every carer in range of a household, priced: the columns it would rather have.

Carers stand in blocks. What a block can offer at best (its box, its tier, its lowest price) is
known at once, so most of them are passed over without looking at a carer; none is left out.
"""

import numpy as np

from nuantong.pairing.matching.arrays import (
    BEYOND_10,
    BEYOND_15,
    BEYOND_20,
    FAR,
    LACK,
    METRE,
    MOVE,
    NOBODY,
    RANGE,
    UNKNOWN_METRES,
    VILLAGE,
    Array,
    Best,
    Blocks,
    Columns,
    Floats,
    Ints,
    Prior,
    Reach,
    Rows,
)
from nuantong.pairing.matching.compiled import compiled

RUN = 64
"""Columns looked at together before each of them is."""
TOGETHER = 16
"""Rows that look through equals in one order; the next of them begin elsewhere."""
MARGIN = 1.0 + 1e-6
"""Metres: a distance counts by its floor, and floats are rounded."""


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
def lacking(rows: Rows, i: int, columns: Columns, j: int) -> int:
    count = 0
    for word in range(rows.needs.shape[1]):
        rest = rows.needs[i, word] & ~columns.skills[j, word]
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
    each = worth(metres, near, w) + w[LACK] * lacking(rows, i, columns, j)
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
    return at_gap(dx, dy, near, w)


@compiled
def between_boxes(groups: Blocks, g: int, blocks: Blocks, b: int, near: int, w: Ints) -> int:
    """The same for all rows of a group."""
    if not (groups.known[g] and blocks.known[b]):
        return worth(UNKNOWN_METRES[near], near, w)
    dx = max(blocks.x0[b] - groups.x1[g], groups.x0[g] - blocks.x1[b], 0.0)
    dy = max(blocks.y0[b] - groups.y1[g], groups.y0[g] - blocks.y1[b], 0.0)
    return at_gap(dx, dy, near, w)


@compiled
def at_gap(dx: float, dy: float, near: int, w: Ints) -> int:
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
def sieve(
    x: float,
    y: float,
    column_x: Floats,
    column_y: Floats,
    v: Ints,
    begin: int,
    end: int,
    spare: int,
    each: float,
    reach: int,
) -> int:
    """How many columns of a run are near enough, when metres and price may come to `spare`.

    A plain loop without a root, which becomes vectors. Whoever passes is looked at again; whoever
    does not costs too much.
    """
    count = 0
    for j in range(np.uint64(begin), np.uint64(end)):
        dx, dy = column_x[j] - x, column_y[j] - y
        r = min(float(spare - v[j]) * each, float(reach)) + MARGIN
        count += (r > MARGIN) & (dx * dx + dy * dy < r * r)
    return count


@compiled
def pick(
    rows: Rows,
    i: int,
    columns: Columns,
    begin: int,
    end: int,
    spare: int,
    v: Ints,
    w: Ints,
    picked: Ints,
) -> int:
    """The columns of a run that `sieve` counts; all where points are not known."""
    apart = rows.known[i] and columns.known[begin]
    each = 1.0 / (rows.size[i] * w[METRE]) if w[METRE] else float(FAR)
    x, y, reach, count = rows.x[i], rows.y[i], float(w[RANGE]), 0
    for j in range(begin, end):
        dx, dy = columns.x[j] - x, columns.y[j] - y
        r = min(float(spare - v[j]) * each, reach) + MARGIN
        if not apart or (r > MARGIN and dx * dx + dy * dy < r * r):
            picked[count] = j
            count += 1
    return count


@compiled
def scan_run(
    rows: Rows,
    i: int,
    columns: Columns,
    begin: int,
    end: int,
    near: int,
    w: Ints,
    prior: Prior,
    v: Ints,
    found: int,
    bar: int,
    best: Best,
) -> tuple[int, int]:
    """Sorts the columns of a run in that cost less than the bar: (how many there are, the bar)."""
    spare = bar - rows.size[i] * w[VILLAGE + near]
    count = pick(rows, i, columns, begin, end, spare, v, w, best.picked)
    for step in range(count):
        j = best.picked[turned(step, 0, count, i // TOGETHER * TOGETHER)]
        cost = cost_of(rows, i, columns, j, near, w)
        if cost < 0 or cost + columns.fee[j] + v[j] >= bar:
            continue
        cost += columns.fee[j]
        if len(prior.weights) and not allowed(rows, i, columns, j, near, prior):
            continue
        found = keep_best(cost + v[j], j, cost, found, best.values, best.keys, best.costs)
        if found == len(best.values):
            bar = best.values[found - 1]
    return found, bar


@compiled
def alike(least: Ints, begin: int, stop: int) -> int:
    """Where the entries end that are the same as the first."""
    end = begin + 1
    while end < stop and least[end] == least[begin]:
        end += 1
    return end


@compiled
def turned(place: int, begin: int, end: int, by: int) -> int:
    """The place so many further on, round and round between two ends."""
    return begin + (place - begin + by) % (end - begin) if end - begin > 1 else place


@compiled
def scan_row(
    i: int,
    rows: Rows,
    columns: Columns,
    blocks: Blocks,
    reach: Reach,
    group: int,
    w: Ints,
    prior: Prior,
    v: Ints,
    lowest: Ints,
    limit: int,
    best: Best,
) -> int:
    """The columns that cost row i, price included, less than the limit; at most as `best` has room.
    Not every row begins with the first of those that cost the same: were all to see the same few,
    each round would only give a few away."""
    found, bar, size, last = 0, limit, rows.size[i], reach.start[group]
    each = 1.0 / (size * w[METRE]) if w[METRE] else float(FAR)
    for step in range(reach.start[group], reach.start[group + 1]):
        if step == last:
            first, last = step, alike(reach.least, step, reach.start[group + 1])
        place = turned(step, first, last, i // TOGETHER)
        b, near = reach.block[place], reach.near[place]
        spare = bar - lowest[b]
        if size * reach.least[place] >= spare or not (
            0 <= size * at_best(rows, i, blocks, b, near, w) < spare
        ):
            continue
        apart = rows.known[i] and blocks.known[b]
        runs = (blocks.start[b + 1] - blocks.start[b] + RUN - 1) // RUN
        for run in range(runs):
            begin = blocks.start[b] + turned(run, 0, runs, i // TOGETHER) * RUN
            end = min(begin + RUN, blocks.start[b + 1])
            if apart and not sieve(
                rows.x[i], rows.y[i], columns.x, columns.y, v, begin, end,
                bar - size * w[VILLAGE + near], each, w[RANGE],
            ):  # fmt: skip
                continue
            many = found, bar
            found, bar = scan_run(rows, i, columns, begin, end, near, w, prior, v, *many, best)
    return found


@compiled
def reachable(groups: Blocks, blocks: Blocks, order: Ints, border: Array, w: Ints) -> Reach:
    """For each group of rows the blocks somebody of it may reach, in the order given."""
    size = order.size
    start, block, near, least = (
        np.zeros(len(order) + 1, np.int64), np.empty(size, np.int64), np.empty(size, np.int64),
        np.empty(size, np.int64),
    )  # fmt: skip
    count = 0
    for g in range(len(order)):
        for b in order[g]:
            how = tier(
                groups.district[g], groups.township[g], groups.village[g],
                blocks.district[b], blocks.township[b], blocks.village[b], border,
            )  # fmt: skip
            best = between_boxes(groups, g, blocks, b, how, w) if how < 3 else -1
            if best >= 0:
                block[count], near[count], least[count] = b, how, best
                count += 1
        start[g + 1] = count
    return Reach(start, block[:count].copy(), near[:count].copy(), least[:count].copy())


@compiled
def lowest_prices(blocks: Blocks, v: Ints) -> Ints:
    lowest = np.empty(len(blocks.known), np.int64)
    for b in range(len(lowest)):
        lowest[b] = v[blocks.start[b] : blocks.start[b + 1]].min()
    return lowest


@compiled
def scratch(most: int) -> Best:
    return Best(
        np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most, np.int64),
        np.empty(RUN, np.int64),
    )  # fmt: skip


@compiled
def scan(
    rows: Rows,
    columns: Columns,
    blocks: Blocks,
    reach: Reach,
    group: Ints,
    w: Ints,
    prior: Prior,
    v: Ints,
    limit: Ints,
    begin: int,
    end: int,
    most: int,
) -> tuple[Ints, Ints, Ints]:
    """Rows begin..end: (rows, columns, costs) of the arcs whose cost and price are below the
    limit of the row, the best `most` of each."""
    lowest = lowest_prices(blocks, v)
    best = scratch(most)
    size, total = (end - begin) * 4 + 64, 0
    out = np.empty((3, size), np.int64)
    for i in range(begin, end):
        if limit[i] <= 0:
            continue
        found = scan_row(
            i, rows, columns, blocks, reach, group[i], w, prior, v, lowest, limit[i], best
        )  # fmt: skip
        if total + found > size:
            size = size * 2 + found
            bigger = np.empty((3, size), np.int64)
            bigger[:, :total] = out[:, :total]
            out = bigger
        out[0, total : total + found] = i
        out[1, total : total + found] = best.keys[:found]
        out[2, total : total + found] = best.costs[:found]
        total += found
    return out[0, :total].copy(), out[1, :total].copy(), out[2, :total].copy()
