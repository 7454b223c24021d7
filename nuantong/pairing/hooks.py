"""Upper apps are told, inside the same transaction, when children have been paired."""

import datetime as dt
from collections.abc import Callable, Collection

from nuantong.access.reader import Reader

Hook = Callable[[Collection[int], dt.date, Reader], None]
"""Called with the ids of the children, the first day and who paired them."""

PAIRED: list[Hook] = []


def when_paired(hook: Hook) -> Hook:
    """For AppConfig.ready()."""
    if hook not in PAIRED:
        PAIRED.append(hook)
    return hook
