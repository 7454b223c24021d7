"""What a list of overdue care may ask of upper apps."""

from collections.abc import Callable

from nuantong.access.reader import Reader
from nuantong.people.models import Child

AskVisit = Callable[[Child, str, Reader], bool]
"""Called with the child and why; whether a visit was asked for that was not asked for before."""

ASK_VISIT: list[AskVisit] = []


def when_visit_wanted(hook: AskVisit) -> None:
    """For AppConfig.ready(): somebody is to look at a child's home."""
    if hook not in ASK_VISIT:
        ASK_VISIT.append(hook)


def want_visit(child: Child, reason: str, by: Reader) -> bool:
    asked = [hook(child, reason, by) for hook in ASK_VISIT]
    return any(asked)
