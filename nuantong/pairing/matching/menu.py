"""The kernel of `events`."""

from nuantong.pairing.matching.arrays import Array, Columns, Ints, Rows, State
from nuantong.pairing.matching.compiled import compiled
from nuantong.pairing.matching.scanning import cost_of, tier


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
