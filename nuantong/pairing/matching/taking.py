"""The kernel of `clerks`."""

from nuantong.pairing.matching.arrays import IDLE, Array, Blocks, Columns, Ints, Rows
from nuantong.pairing.matching.compiled import compiled
from nuantong.pairing.matching.scanning import at_best, cost_of, tier


@compiled
def take_nearest(
    who: Ints,
    farthest: int,
    rows: Rows,
    columns: Columns,
    blocks: Blocks,
    border: Array,
    w: Ints,
    group: Ints,
    order: Ints,
    of: Ints,
    left: Ints,
) -> None:
    """Row after row takes the cheapest column that has a place left, up to a tier."""
    for i in who:
        if of[i] != IDLE:
            continue
        chosen, least = -1, 2**62
        for b in order[group[i]]:
            near = tier(
                rows.district[i], rows.township[i], rows.village[i],
                blocks.district[b], blocks.township[b], blocks.village[b], border,
            )  # fmt: skip
            if near > farthest:
                continue
            best = at_best(rows, i, blocks, b, near, w)
            if best < 0 or rows.size[i] * best >= least:
                continue
            for j in range(blocks.start[b], blocks.start[b + 1]):
                if left[j] > 0:
                    cost = cost_of(rows, i, columns, j, near, w)
                    if 0 <= cost < least:
                        chosen, least = j, cost
        if chosen >= 0:
            of[i] = chosen
            left[chosen] -= 1
