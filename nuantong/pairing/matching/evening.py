"""The kernel of `spreading`."""

from nuantong.pairing.matching.arrays import Array, Blocks, Columns, Ints, Prior, Rows, State
from nuantong.pairing.matching.compiled import compiled
from nuantong.pairing.matching.paths import attach, detach
from nuantong.pairing.matching.scanning import allowed, cost_of, tier


@compiled
def even_out(
    rows: Rows,
    columns: Columns,
    border: Array,
    blocks: Blocks,
    block: Ints,
    w: Ints,
    prior: Prior,
    state: State,
    load: Ints,
    rank: Ints,
) -> None:
    """Each row in turn goes to the column of its block that costs it the same, has a free place
    of no price, and fewer skills, then fewer households."""
    for i in range(len(state.of)):
        j = state.of[i]
        if j < 0 or state.v[j] != 0:
            continue
        best, b = j, block[j]
        near = tier(
            rows.district[i], rows.township[i], rows.village[i],
            blocks.district[b], blocks.township[b], blocks.village[b], border,
        )  # fmt: skip
        cost = cost_of(rows, i, columns, j, near, w) + columns.fee[j]
        held = load[j] + state.taken[j] - 1
        for k in range(blocks.start[b], blocks.start[b + 1]):
            if state.v[k] != 0 or state.taken[k] >= columns.room[k]:
                continue
            if (rank[k], load[k] + state.taken[k]) >= (rank[best], held):
                continue
            if cost_of(rows, i, columns, k, near, w) + columns.fee[k] != cost:
                continue
            if len(prior.weights) and not allowed(rows, i, columns, k, near, prior):
                continue
            best, held = k, load[k] + state.taken[k]
        if best != j:
            detach(state, i, -1)
            attach(state, i, best)
