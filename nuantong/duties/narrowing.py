"""Which windows have to be judged so that those of some days come out as if all had been."""

from datetime import date

from nuantong.duties.windows import Plan, Window

Line = tuple[Window, ...]


def narrowed(plan: Plan, since: date, until: date) -> Plan:
    """Of each duty the windows whose grace ended after `since` and by `until`, with what bears on
    them; a duty that has none is left out."""
    lines = (_part(line, since, until) for line in plan)
    return tuple(line for line in lines if line)


def is_wanted(window: Window, since: date, until: date) -> bool:
    return since < window.grace_end <= until


def _part(line: Line, since: date, until: date) -> Line:
    wanted = [n for n, window in enumerate(line) if is_wanted(window, since, until)]
    if not wanted:
        return ()
    first, last = wanted[0], wanted[-1]
    if not _neighbours_only(line):
        return line
    return line[max(first - 1, 0) : last + 2]


def _neighbours_only(line: Line) -> bool:
    """Whether a window shares contacts with the one before and the one after it at most.

    Then what it takes from the next one (rule 3) depends on the two alone: a window that lacks a
    contact has none to spare. Where a rhythm changes or a grace is longer than a window, a chain
    of windows may hang together, and all of them are judged.
    """
    apart = all(one.end <= other.start for one, other in zip(line, line[1:], strict=False))
    short = all(
        not one.duty.catch_up or one.grace_end <= after.start
        for one, after in zip(line, line[2:], strict=False)
    )
    return apart and short
