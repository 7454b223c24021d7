"""Upper apps are told, inside the same transaction, what a visit found of the subjects they asked
for, and when a correction changed it."""

from collections.abc import Callable

from nuantong.access.reader import Reader
from nuantong.visits.models import Visit, VisitedChild

Visited = Callable[[Visit, list[VisitedChild], Reader], None]
"""Called with the visit, the children and subjects it speaks of, and who wrote it."""

VISITED: list[Visited] = []


def when_visited(hook: Visited) -> None:
    """For AppConfig.ready(): a visit was recorded, corrected or withdrawn (its outcome says)."""
    if hook not in VISITED:
        VISITED.append(hook)


def visited(visit: Visit, subjects: list[VisitedChild], by: Reader) -> None:
    for hook in VISITED:
        hook(visit, subjects, by)
