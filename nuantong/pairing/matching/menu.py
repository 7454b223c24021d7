"""The kernels of `events`."""

from nuantong.pairing.matching.arrays import (
    Array,
    Blocks,
    Columns,
    Ints,
    Prior,
    Reach,
    Rows,
    State,
)
from nuantong.pairing.matching.compiled import compiled
from nuantong.pairing.matching.scanning import cost_of, lowest_prices, scan_row, scratch, tier


@compiled
def families_at(
    rows: Rows,
    columns: Columns,
    border: Array,
    w: Ints,
    state: State,
    which: Ints,
    price: Ints,
    limit: Ints,
    total: Ints,
    bar: int,
) -> None:
    """For every household of these columns: `total` is the price of its place less what it costs
    now, `limit` what its next place may cost to stay below the bar."""
    for n in range(len(which)):
        j = which[n]
        k = state.first[j]
        while k >= 0:
            near = tier(
                rows.district[k], rows.township[k], rows.village[k],
                columns.district[j], columns.township[j], columns.village[j], border,
            )  # fmt: skip
            now = max(cost_of(rows, k, columns, j, near, w), 0)
            total[k] = price[n] - now
            limit[k] = bar - total[k]
            k = state.after[k]


@compiled
def cheapest_move(
    order: Ints,
    rows: Rows,
    columns: Columns,
    blocks: Blocks,
    reach: Reach,
    group: Ints,
    w: Ints,
    prior: Prior,
    shut: Ints,
    limit: Ints,
    total: Ints,
) -> tuple[int, int]:
    """(the household whose move costs least with the price of its place, its next column), the
    first in this order among equals; (-1, -1) when nobody can move below the limits.

    The order is that of the totals: once a place alone costs as much as the best move, it ends.
    """
    found = scratch(1)
    lowest, mover, target, best = lowest_prices(blocks, shut), -1, -1, 0
    for k in order:
        bar = limit[k]
        if mover >= 0:
            if total[k] >= best:
                break
            bar = min(bar, best - total[k])
        if bar > 0 and scan_row(
            k, rows, columns, blocks, reach, group[k], w, prior, shut, lowest, bar, found
        ):
            mover, target, best = k, found.keys[0], total[k] + found.costs[0]
    return mover, target
