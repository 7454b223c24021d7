"""What others make of one district: by hand, greedily, and exact solvers on a graph of arcs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from benchmarks.pairing.city import MEASURE
from nuantong.pairing.matching.clerks import by_hand
from nuantong.pairing.matching.districts import District
from nuantong.pairing.matching.orders import distances_only
from nuantong.pairing.matching.solving import Scanner

Arcs = tuple[np.ndarray, np.ndarray, np.ndarray]
NEAREST = 20


@dataclass(frozen=True)
class Network:
    """Rows, columns and costs of arcs; what a row costs alone; how many a column takes."""

    arcs: Arcs
    idle: np.ndarray
    room: np.ndarray


def clerk(district: District) -> np.ndarray:
    """In the order of the register, which is that of the ids."""
    order = np.argsort([one.id for one in district.households])
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return by_hand(district, place, MEASURE)


def nearest(district: District) -> Network:
    """The graph of the 20 carers of least cost for each household."""
    idle = district.problem.rows.idle
    zero = np.zeros(len(district.carers), np.int64)
    return Network(Scanner(district.problem).everywhere(zero, idle, NEAREST), idle, district.columns.room)  # fmt: skip


def greedy(district: District) -> np.ndarray:
    """The shortest pair first, on the graph of a hundred nearest."""
    problem = distances_only(district.rows, district.columns, district.border, MEASURE.policy)
    rows = problem.rows._replace(size=np.ones_like(problem.rows.size))
    problem.rows = rows
    far = np.full(len(rows.x), 2**40)
    i, j, cost = Scanner(problem).everywhere(np.zeros(len(district.carers), np.int64), far, 100)
    of, left = np.full(len(rows.x), -1, np.int64), district.columns.room.copy()
    for arc in np.argsort(cost, kind="stable").tolist():
        row, column = i[arc], j[arc]
        if of[row] < 0 and left[column] > 0:
            of[row] = column
            left[column] -= 1
    return of


def _given(net: Network, flow: np.ndarray) -> np.ndarray:
    """The column of each row, -1 for alone, of what flows along the arcs."""
    rows, columns, _ = net.arcs
    of = np.full(len(net.idle), -1, np.int64)
    used = flow > 0
    of[rows[used]] = columns[used]
    return of


def ortools(net: Network) -> np.ndarray:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    rows, columns, costs = net.arcs
    n, m = len(net.idle), len(net.room)
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(rows, n + columns, np.ones_like(rows), costs)
    alone = np.arange(n)
    flow.add_arcs_with_capacity_and_unit_cost(alone, np.full(n, n + m), np.ones(n, int), net.idle)
    sink = np.full(m, n + m)
    flow.add_arcs_with_capacity_and_unit_cost(n + np.arange(m), sink, net.room, np.zeros(m, int))
    flow.set_nodes_supplies(np.arange(n + m + 1), np.r_[np.ones(n, int), np.zeros(m, int), -n])
    flow.solve()
    return _given(net, flow.flows(arcs))


def pylmcf(net: Network) -> np.ndarray:
    from pylmcf import Graph

    rows, columns, costs = net.arcs
    n, m = len(net.idle), len(net.room)
    start = np.r_[rows, np.arange(n + m)]
    end = np.r_[n + columns, np.full(n + m, n + m)]
    order = np.lexsort((end, start))
    graph = Graph(n + m + 1, start[order], end[order])
    graph.set_node_supply(np.r_[np.ones(n, int), np.zeros(m, int), -n])
    graph.set_edge_capacities(np.r_[np.ones(len(rows) + n, int), net.room][order])
    graph.set_edge_costs(np.r_[costs, net.idle, np.zeros(m, int)][order])
    graph.solve()
    flow = np.empty(len(order), np.int64)
    flow[order] = graph.result()
    return _given(net, flow[: len(rows)])


def scipy(net: Network) -> np.ndarray:
    """Each place a column, and each row one of its own for staying alone; costs one dearer, for a
    cost of nothing is no arc there."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    rows, columns, costs = net.arcs
    n, first = len(net.idle), np.r_[0, np.cumsum(net.room)]
    times = net.room[columns]
    slot = np.repeat(first[columns], times) + _runs(times)
    i = np.r_[np.repeat(rows, times), np.arange(n)]
    j = np.r_[slot, first[-1] + np.arange(n)]
    weights = np.r_[np.repeat(costs, times), net.idle] + 1
    graph = coo_array((weights, (i, j)), shape=(n, first[-1] + n)).tocsr()
    _, slots = min_weight_full_bipartite_matching(graph)
    return np.r_[np.repeat(np.arange(len(net.room)), net.room), np.full(n, -1)][slots]


def _runs(lengths: np.ndarray) -> np.ndarray:
    ends = np.cumsum(lengths)
    return np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - lengths, lengths)


def networkx(net: Network) -> np.ndarray:
    from networkx import DiGraph, network_simplex

    rows, columns, costs = net.arcs
    graph = DiGraph()
    n = len(net.idle)
    for i in range(n):
        graph.add_node(("row", i), demand=-1)
        graph.add_edge(("row", i), "end", capacity=1, weight=int(net.idle[i]))
    graph.add_node("end", demand=n)
    for j, room in enumerate(net.room.tolist()):
        graph.add_edge(("column", j), "end", capacity=room, weight=0)
    for i, j, cost in zip(rows.tolist(), columns.tolist(), costs.tolist(), strict=True):
        graph.add_edge(("row", i), ("column", j), capacity=1, weight=cost)
    _, flow = network_simplex(graph)
    used = [
        flow["row", i]["column", j] for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    return _given(net, np.array(used))


SOLVERS: dict[str, Callable[[Network], np.ndarray]] = {
    "pylmcf": pylmcf, "OR-Tools": ortools, "scipy": scipy, "networkx": networkx,
}  # fmt: skip
