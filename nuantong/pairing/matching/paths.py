"""Shortest augmenting paths on a warm state (Kuhn and Munkres; Jonker and Volgenant 1987), for
columns that take several rows.

A row that comes in pushes others along the cheapest chain of moves; a place that became free
pulls somebody in along the cheapest chain, if one pays. Prices move with them so that the state
stays its own proof. Every search ends as soon as nothing cheaper can follow.
"""

from nuantong.pairing.matching.arrays import FAR, IDLE, OUT, Graph, Ints, State, Work
from nuantong.pairing.matching.compiled import compiled


@compiled
def lift(heap: Ints, at: Ints, key: Ints, place: int) -> None:
    """Moves an entry up to where its key belongs."""
    item = heap[place]
    while place:
        above = (place - 1) >> 1
        if key[heap[above]] <= key[item]:
            break
        heap[place] = heap[above]
        at[heap[place]] = place
        place = above
    heap[place] = item
    at[item] = place


@compiled
def pop(heap: Ints, at: Ints, key: Ints, size: int) -> int:
    """Takes the least out of a heap of `size`."""
    least, item = heap[0], heap[size - 1]
    size -= 1
    place = 0
    while 2 * place + 1 < size:
        below = 2 * place + 1
        if below + 1 < size and key[heap[below + 1]] < key[heap[below]]:
            below += 1
        if key[heap[below]] >= key[item]:
            break
        heap[place] = heap[below]
        at[heap[place]] = place
        place = below
    heap[place] = item
    at[item] = place
    return least


@compiled
def queue(j: int, here: int, via: int, work: Work, size: int) -> int:
    """Enters a column into the heap, or moves it up; the size of the heap."""
    if work.mark[j] != work.stamp[0]:
        work.mark[j] = work.stamp[0]
        work.at[j] = size
        work.heap[size] = j
        size += 1
    work.near[j], work.via[j] = here, via
    lift(work.heap, work.at, work.near, work.at[j])
    return size


@compiled
def attach(state: State, i: int, j: int) -> None:
    state.of[i] = j
    state.before[i], state.after[i] = -1, state.first[j]
    if state.first[j] >= 0:
        state.before[state.first[j]] = i
    state.first[j] = i
    state.taken[j] += 1


@compiled
def detach(state: State, i: int, label: int) -> None:
    """Takes a row out of its column, if it has one."""
    j = state.of[i]
    state.of[i] = label
    if j < 0:
        return
    if state.before[i] >= 0:
        state.after[state.before[i]] = state.after[i]
    else:
        state.first[j] = state.after[i]
    if state.after[i] >= 0:
        state.before[state.after[i]] = state.before[i]
    state.taken[j] -= 1


@compiled
def cheapest(i: int, graph: Graph, state: State, idle: Ints) -> int:
    best = idle[i]
    for arc in range(graph.start[i], graph.stop[i]):
        best = min(best, graph.cost[arc] + state.v[graph.column[arc]])
    return best


@compiled
def relax(
    i: int,
    so_far: int,
    graph: Graph,
    state: State,
    idle: Ints,
    room: Ints,
    work: Work,
    size: int,
    end: int,
    goal: int,
    last: int,
) -> tuple[int, int, int, int]:
    """Looks at where row i could go instead: (size of the heap, cost of the best end, its column
    or IDLE, the row that goes there)."""
    stamp = work.stamp[0]
    if so_far + idle[i] - state.u[i] < end:
        end, goal, last = so_far + idle[i] - state.u[i], IDLE, i
    base = so_far - state.u[i]
    for arc in range(graph.start[i], graph.stop[i]):
        j = graph.column[arc]
        here = base + graph.cost[arc] + state.v[j]
        if here >= end or (work.mark[j] == stamp and here >= work.near[j]):
            continue
        if state.taken[j] < room[j]:
            end, goal, last = here, j, i
            continue
        size = queue(j, here, i, work, size)
    return size, end, goal, last


@compiled
def insert(i: int, graph: Graph, state: State, idle: Ints, room: Ints, work: Work) -> None:
    """Brings row i in along the cheapest chain; it may end without a carer, or push out another."""
    work.stamp[0] += 1
    state.u[i] = cheapest(i, graph, state, idle)
    size, end, goal, last = relax(
        i, 0, graph, state, idle, room, work, 0, FAR, IDLE, i
    )  # fmt: skip
    done = 0
    while size and work.near[work.heap[0]] < end:
        j = pop(work.heap, work.at, work.near, size)
        size -= 1
        work.done[done] = j
        done += 1
        row = state.first[j]
        while row >= 0:
            size, end, goal, last = relax(
                row, work.near[j], graph, state, idle, room, work, size, end, goal, last
            )
            row = state.after[row]
    state.u[i] += end
    for place in range(done):
        j = work.done[place]
        change = end - work.near[j]
        if change > 0:
            state.v[j] += change
            row = state.first[j]
            while row >= 0:
                state.u[row] += change
                row = state.after[row]
    shift(i, goal, last, state, work)


@compiled
def shift(i: int, goal: int, last: int, state: State, work: Work) -> None:
    """Moves everybody on the chain one further, from its end back to row i."""
    while True:
        came = state.of[last]
        detach(state, last, IDLE)
        if goal >= 0:
            attach(state, last, goal)
        if last == i:
            return
        goal, last = came, work.via[came]


@compiled
def insert_all(who: Ints, graph: Graph, state: State, idle: Ints, room: Ints, work: Work) -> None:
    """Opens new arcs of rows one row after the other, and finds it a better column by them.

    A row that is in already is taken out just before, so that it may come back by a short way.
    """
    for i in who:
        graph.stop[i] = graph.start[i + 1]
        if state.of[i] != OUT and cheapest(i, graph, state, idle) >= state.u[i]:
            continue
        detach(state, i, OUT)
        insert(i, graph, state, idle, room, work)


@compiled
def reach(
    j: int,
    so_far: int,
    graph: Graph,
    state: State,
    work: Work,
    size: int,
    reached: int,
    end: int,
    last: int,
    into: int,
) -> tuple[int, int, int, int, int]:
    """Who could come into column j: (size of the heap, rows reached, cost of the best end, who
    leaves their place there, and for where)."""
    stamp = work.stamp[0]
    base = so_far + state.v[j]
    for arc in range(graph.back[j], graph.back[j + 1]):
        i = graph.row[arc]
        k = state.of[i]
        here = base + graph.back_cost[arc] - state.u[i]
        if k == OUT or here >= end or (work.row_mark[i] == stamp and here >= work.row_near[i]):
            continue
        if work.row_mark[i] != stamp:
            work.row_mark[i] = stamp
            work.rows[reached] = i
            reached += 1
        work.row_near[i] = here
        if k == IDLE:
            end, last, into = here, i, j
        elif k != j and not (work.mark[k] == stamp and here >= work.near[k]):
            size = queue(k, here, i, work, size)
            work.done[k] = j
            if here + state.v[k] < end:
                end, last, into = here + state.v[k], i, j
    return size, reached, end, last, into


@compiled
def release(j0: int, graph: Graph, state: State, work: Work) -> None:
    """Fills one free place of column j0, or brings its price down to nothing."""
    work.stamp[0] += 1
    stamp = work.stamp[0]
    work.mark[j0], work.near[j0] = stamp, 0
    end, last, into = state.v[j0], -1, j0
    size, reached = 0, 0
    size, reached, end, last, into = reach(
        j0, 0, graph, state, work, size, reached, end, last, into
    )
    while size and work.near[work.heap[0]] < end:
        j = pop(work.heap, work.at, work.near, size)
        size -= 1
        size, reached, end, last, into = reach(
            j, work.near[j], graph, state, work, size, reached, end, last, into
        )
    lower(end, j0, reached, state, work)
    pull(j0, last, into, state, work)


@compiled
def lower(end: int, j0: int, reached: int, state: State, work: Work) -> None:
    """Prices of all that were nearer than the end come down with it."""
    state.v[j0] -= end
    stamp = work.stamp[0]
    for place in range(reached):
        i = work.rows[place]
        change = end - work.row_near[i]
        if change <= 0:
            continue
        state.u[i] -= change
        k = state.of[i]
        if k >= 0 and k != j0 and work.mark[k] == stamp and work.near[k] < end:
            state.v[k] -= end - work.near[k]
            work.near[k] = end


@compiled
def pull(j0: int, last: int, into: int, state: State, work: Work) -> None:
    """Moves everybody on the chain one nearer to the place that was free."""
    while last >= 0:
        detach(state, last, IDLE)
        attach(state, last, into)
        if into == j0:
            return
        last, into = work.via[into], work.done[into]


@compiled
def release_all(which: Ints, graph: Graph, state: State, room: Ints, work: Work) -> None:
    for j in which:
        while state.v[j] > 0 and state.taken[j] < room[j]:
            release(j, graph, state, work)
