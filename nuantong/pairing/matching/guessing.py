"""A guess of the prices: the same problem between villages, solved by a network simplex.

Only speed hangs on it. Wrong guesses are put right by the search that follows, and the proof
does not use them.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from nuantong.pairing.matching.arrays import (
    METRE,
    RANGE,
    TOWNSHIP,
    UNKNOWN_METRES,
    VILLAGE,
    Array,
    Blocks,
    Ints,
)
from nuantong.pairing.matching.blocks import gap, near

if TYPE_CHECKING:
    from nuantong.pairing.matching.solving import Problem, Scanner

COST_BITS = 40
"""The solver adds up costs along the whole network; larger ones are rounded."""


def guess(problem: "Problem", scanner: "Scanner") -> tuple[Ints, Ints]:
    """The price of each column as if everybody lived in the middle of a village, and the block
    each row would be sent to (-1: to nobody)."""
    rows, blocks = problem.rows, scanner.blocks
    kinds, first, kind, count = np.unique(
        np.stack([scanner.group, rows.size], axis=1),
        axis=0, return_index=True, return_inverse=True, return_counts=True,
    )  # fmt: skip
    n, m = len(kinds), len(blocks.known)
    source, target, cost = _ways(kinds, scanner, problem.weights)
    room = np.add.reduceat(problem.columns.room, blocks.start[:-1])
    net, order = _network(source, target, n, m)
    net.set_node_supply(np.concatenate([count, np.zeros(m, int), [-count.sum()]]))
    net.set_edge_capacities(np.concatenate([count[source], count, room])[order])
    costs = np.concatenate([cost, rows.idle[first], np.zeros(m, int)])[order]
    del cost
    coarse = max(0, int(costs.max()).bit_length() - COST_BITS)
    net.set_edge_costs(costs >> coarse)
    del costs
    net.solve()
    potential = net.potentials()
    price = np.maximum(potential[-1] - potential[n:-1], 0) << coarse
    flow = np.empty(len(order), np.int64)
    flow[order] = net.result()
    sent = _deal(kind.ravel(), source, target, flow[: len(source)])
    return np.repeat(price, np.diff(blocks.start)), sent


def _ways(kinds: Array, scanner: "Scanner", w: Ints) -> tuple[Ints, Ints, Ints]:
    """Which kinds of rows reach which blocks, and what it costs: the largest arrays of a district,
    which go when the network has them."""
    each, reach = _costs(scanner.groups, scanner.blocks, w)
    source, target = np.nonzero(reach[kinds[:, 0]])
    return source, target, each[kinds[source, 0], target] * kinds[source, 1]


def _network(source: Ints, target: Ints, n: int, m: int) -> tuple[Any, Ints]:
    """Kinds, blocks and a sink, with the order in which the solver has the arcs."""
    from pylmcf import Graph

    sink = np.full(n + m, n + m)
    start = np.concatenate([source, np.arange(n + m)])
    end = np.concatenate([n + target, sink])
    order = np.lexsort((end, start))
    return Graph(n + m + 1, start[order], end[order]), order


def _deal(kind: Ints, source: Ints, target: Ints, flow: Ints) -> Ints:
    """Deals the rows of each kind out to the blocks the flow sends them to."""
    sent = np.full(len(kind), -1, np.int64)
    order = np.argsort(kind, kind="stable")
    first = np.searchsorted(kind[order], np.arange(kind.max() + 1))
    begin = np.cumsum(flow) - flow
    base = begin[np.searchsorted(source, source)]
    step = np.arange(flow.sum()) - np.repeat(base, flow)
    sent[order[np.repeat(first[source], flow) + step]] = np.repeat(target, flow)
    return sent


def _costs(groups: Blocks, blocks: Blocks, w: Ints) -> tuple[Array, Array]:
    """What a child of a group costs in a block, and which are in range."""
    metres = np.sqrt(gap(groups, blocks, "x") ** 2 + gap(groups, blocks, "y") ** 2)
    tier = near(groups, blocks)
    known = groups.known[:, None] * blocks.known > 0
    metres = np.where(known, metres, np.array(UNKNOWN_METRES)[tier]).astype(np.int64)
    return metres * w[METRE] + w[VILLAGE : TOWNSHIP + 2][tier], metres <= w[RANGE]
