"""What becomes of each window: the rules of the duties, numbered as in ADR 7.

Every function reads and writes columns only, so that it runs interpreted on lists and compiled on
arrays; both give the same. Compiled code is kept by the age of this file alone: what the rules
call is written here.
"""

from nuantong.duties.engine.tables import (
    EXEMPT,
    IN_GRACE,
    MET,
    MET_LATE,
    MISSED,
    NO_REASON,
    NOBODY,
    OPEN,
    PARTIAL,
    UNREPORTED,
    VOID,
    Book,
    Column,
    Found,
    Known,
    Work,
)

NONE, LOOSE = -1, -2
"""A contact that does not carry the duty; one that lies in no window of it."""
LEAST_DAYS = 3


def judge_all(book: Book, known: Known, found: Found, work: Work, as_of: int, since: int) -> None:
    """Judge every window begun by the end of the day whose grace ended on `since` or later."""
    at = slot = 0
    for e in range(len(known.start)):
        for number in range(book.lines[known.plan[e]], book.lines[known.plan[e] + 1]):
            line = book.line[number]
            first = first_window(book, line, known.start[e], since)
            last = last_window(book, line, known.start[e], known.end[e], as_of)
            if first < last:
                at, slot = judge_line(book, known, found, work, e, first, last, as_of, at, slot)


def count_all(book: Book, known: Known, as_of: int, since: int) -> tuple[int, int, int]:
    """How many windows and links there will be, and the most windows of one duty."""
    windows = links = most = 0
    for e in range(len(known.start)):
        for number in range(book.lines[known.plan[e]], book.lines[known.plan[e] + 1]):
            line = book.line[number]
            first = first_window(book, line, known.start[e], since)
            last = last_window(book, line, known.start[e], known.end[e], as_of)
            most = max(most, last - first)
            for w in range(first, last):
                if book.end[w] > known.start[e]:
                    windows += 1
                    links += book.times[book.rule[w]]
    return windows, links, most


def first_on(days: Column, low: int, high: int, day: int) -> int:
    """The first place between low and high whose day is not before the given one."""
    while low < high:
        middle = (low + high) // 2
        if days[middle] < day:
            low = middle + 1
        else:
            high = middle
    return low


def first_window(book: Book, line: int, start: int, since: int) -> int:
    low, high = book.opens[line], book.closes[line]
    w = first_on(book.start, low, high, start + 1) - 1
    w = low if w < low else w - book.back[w]
    while w < high and (book.end[w] <= start or book.grace[w] < since):
        w += 1
    return w


def last_window(book: Book, line: int, start: int, end: int, as_of: int) -> int:
    """The place after the last window that begins in the enrolment and by the day."""
    low, until = book.opens[line], min(end, as_of + 1)
    return first_on(book.start, low, book.closes[line], until) if start < until else low


def judge_line(
    book: Book, known: Known, found: Found, work: Work, e: int, first: int, last: int,
    as_of: int, at: int, slot: int,
) -> tuple[int, int]:  # fmt: skip
    """One duty of one enrolment: its windows from first to before last."""
    child = known.child[e]
    begin = max(known.start[e], book.start[first])
    low, high = known.contacts[child], known.contacts[child + 1]
    low = first_on(known.day, low, high, begin)
    high = first_on(known.day, low, high, known.end[e])
    enter(book, known, work, e, first, last, low, high)
    catch_up(book, known, work, e, first, last, low, high)
    end_slot = lay_out(book, known, found, work, e, first, last, slot)
    link(book, found, work, first, low, high)
    for w in range(first, last):
        if book.end[w] > known.start[e]:
            write(book, known, found, work, e, w, first, as_of, at)
            at += 1
    return at, end_slot


def enter(
    book: Book, known: Known, work: Work, e: int, first: int, last: int, low: int, high: int
) -> None:
    """Rule 1: the day decides the window. Rule 2: a contact has one window of a duty at most.

    Rule 4: low to high are the contacts within the enrolment."""
    for w in range(last - first):
        work.count[w] = 0
    w = first
    for c in range(low, high):
        while w + 1 < last and book.start[w + 1] <= known.day[c]:
            w += 1
        own = window_of(book, known, work, e, c, first, w)
        work.own[c - low] = own
        if own >= 0:
            work.count[own - first] += 1


def window_of(book: Book, known: Known, work: Work, e: int, c: int, first: int, w: int) -> int:
    """The window that holds the day and whose duty the contact carries.

    Where a changed rhythm lets two run at once the older one has it until it is fulfilled: a
    change of the protocol takes nothing from what began before (rule 8)."""
    day, own = known.day[c], LOOSE
    for v in range(max(first, w - book.back[w]), w + 1):
        if book.start[v] <= day < book.end[v]:
            if own == LOOSE:
                own = NONE
            if (own < 0 or is_full(book, work, own, first)) and carries(book, known, e, c, v):
                own = v
    return own


def is_full(book: Book, work: Work, w: int, first: int) -> bool:
    return work.count[w - first] >= book.times[book.rule[w]]


def carries(book: Book, known: Known, e: int, c: int, w: int) -> bool:
    """Whether one of the duty's ways is open on the day and has what is needed."""
    rule, day = book.rule[w], known.day[c]
    table = book.table[rule]
    ways = book.by_kind[table * book.kinds + known.kind[c]] & book.ways[rule]
    if ways == 0:
        return False
    if is_birthday(book, known.birthday[e], day):
        return ways & book.by_birthday[book.days_at[table] + day] != 0
    return ways & book.by_day[book.days_at[table] + day] != 0


def is_birthday(book: Book, born: int, day: int) -> bool:
    at = 2 * (day - book.first_day)
    return born != 0 and (book.birthdays[at] == born or book.birthdays[at + 1] == born)


def catch_up(
    book: Book, known: Known, work: Work, e: int, first: int, last: int, low: int, high: int
) -> None:
    """Rule 3: what lacks in a window is made up for by surplus contacts within its grace."""
    for w in range(first, last):
        if not book.catch_up[book.rule[w]] or is_full(book, work, w, first):
            continue
        if book.end[w] > known.start[e] and exemption(book, known, e, w) == NO_REASON:
            move_back(book, known, work, e, w, first, low, high)


def move_back(
    book: Book, known: Known, work: Work, e: int, w: int, first: int, low: int, high: int
) -> None:
    """The earliest surplus contacts become the window's, if they are enough."""
    lacking, moved = book.times[book.rule[w]] - work.count[w - first], 0
    c = first_on(known.day, low, high, book.end[w])
    while moved < lacking and c < high and known.day[c] < book.grace[w]:
        if is_surplus(book, work, w, first, work.own[c - low]) and carries(book, known, e, c, w):
            work.moved[moved], work.moved[lacking + moved] = c - low, work.own[c - low]
            assign(work, c - low, w, first)
            moved += 1
        c += 1
    if moved < lacking:
        for m in range(moved):
            assign(work, work.moved[m], work.moved[lacking + m], first)


def is_surplus(book: Book, work: Work, w: int, first: int, own: int) -> bool:
    """Its own window has more than it is owed, or it has none that could need it."""
    return own == LOOSE or (own > w and work.count[own - first] > book.times[book.rule[own]])


def assign(work: Work, c: int, w: int, first: int) -> None:
    if work.own[c] >= 0:
        work.count[work.own[c] - first] -= 1
    work.own[c] = w
    if w >= 0:
        work.count[w - first] += 1


def lay_out(
    book: Book, known: Known, found: Found, work: Work, e: int, first: int, last: int, slot: int
) -> int:
    """Room for the links of each window; where the next ones begin."""
    for w in range(first, last):
        work.slot[w - first], work.filled[w - first] = slot, 0
        if book.end[w] > known.start[e]:
            for _ in range(book.times[book.rule[w]]):
                found.links[slot] = NOBODY
                slot += 1
    return slot


def link(book: Book, found: Found, work: Work, first: int, low: int, high: int) -> None:
    """The first contacts of each window count for it."""
    for c in range(low, high):
        w = work.own[c - low]
        if w >= 0 and work.filled[w - first] < book.times[book.rule[w]]:
            found.links[work.slot[w - first] + work.filled[w - first]] = c
            work.filled[w - first] += 1


def write(
    book: Book, known: Known, found: Found, work: Work, e: int, w: int, first: int,
    as_of: int, at: int,
) -> None:  # fmt: skip
    found.enrolment[at], found.window[at] = e, w
    found.slot[at], found.handover[at] = work.slot[w - first], 0
    found.reason[at] = exemption(book, known, e, w)
    if found.reason[at] != NO_REASON:
        found.outcome[at] = EXEMPT
    elif is_full(book, work, w, first):
        last = found.links[work.slot[w - first] + book.times[book.rule[w]] - 1]
        found.outcome[at] = MET_LATE if known.day[last] >= book.end[w] else MET
    elif known.end[e] < book.end[w] and known.end[e] <= as_of:
        found.outcome[at] = VOID
    elif is_partial(book, known, e, w):
        found.outcome[at], found.reason[at] = EXEMPT, PARTIAL
    elif as_of < book.end[w]:
        found.outcome[at] = OPEN
    else:
        found.outcome[at] = unmet(book, known, e, w, as_of)
        found.handover[at] = is_handover(book, known, e, w)


def overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    """The days two spans share."""
    return max(min(end, other_end) - max(start, other_start), 0)


def is_partial(book: Book, known: Known, e: int, w: int) -> bool:
    """Rule 6: at least half of the days and at least three of them make a whole window."""
    days = book.end[w] - book.start[w]
    enrolled = overlap(book.start[w], book.end[w], known.start[e], known.end[e])
    return 2 * enrolled < days or enrolled < min(LEAST_DAYS, days)


def exemption(book: Book, known: Known, e: int, w: int) -> int:
    """Rule 7: exemptions on half of the days or more; the number of the one covering most."""
    child = known.child[e]
    low, high = known.exemptions[child], known.exemptions[child + 1]
    covered, upto, most, longest = 0, book.start[w], 0, NO_REASON
    for x in range(low, high):
        start, end = known.exempt_from[x], known.exempt_until[x]
        covered += overlap(upto, book.end[w], start, end)
        upto = max(upto, min(end, book.end[w]))
        shared = overlap(book.start[w], book.end[w], start, end)
        if shared > most:
            most, longest = shared, x
    return longest if 2 * covered >= book.end[w] - book.start[w] else NO_REASON


def unmet(book: Book, known: Known, e: int, w: int, as_of: int) -> int:
    """Rule 9: within grace nothing is missed yet; who cannot have reported is not blamed."""
    if as_of >= book.grace[w]:
        return MISSED
    child, last_day = known.child[e], book.end[w] - 1
    for h in range(known.holdings[child], known.holdings[child + 1]):
        holds = known.held_from[h] <= last_day < known.held_until[h]
        if holds and known.heard[h] < book.end[w]:
            return UNREPORTED
    return IN_GRACE


def is_handover(book: Book, known: Known, e: int, w: int) -> int:
    """Rule 5: 1 if one of its carers held the child for less than half of the days."""
    child = known.child[e]
    low, high = known.holdings[child], known.holdings[child + 1]
    for h in range(low, high):
        days = 0
        for other in range(low, high):
            if known.carer[other] == known.carer[h]:
                days += overlap(
                    book.start[w], book.end[w], known.held_from[other], known.held_until[other]
                )
        if 0 < 2 * days < book.end[w] - book.start[w]:
            return 1
    return 0
