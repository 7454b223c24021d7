"""Upper apps are told, inside the same transaction, when a child leaves or moves."""

import datetime as dt
from collections.abc import Callable
from typing import Protocol

from nuantong.access.reader import Reader
from nuantong.people.models import Child


class Hook(Protocol):
    """`on` is the day it holds from; `reason` is what was written."""

    def __call__(self, *, child: Child, on: dt.date, reason: str, by: Reader) -> None: ...


LEFT: list[Hook] = []
MOVED: list[Hook] = []


def when_left(hook: Hook) -> Hook:
    """For AppConfig.ready(): called when a child's registration has ended."""
    return _add(LEFT, hook)


def when_moved(hook: Hook) -> Hook:
    """For AppConfig.ready(): called when a child has a new place."""
    return _add(MOVED, hook)


def _add(hooks: list[Hook], hook: Hook) -> Hook:
    if hook not in hooks:
        hooks.append(hook)
    return hook


def tell(hooks: list[Hook], *, child: Child, on: dt.date, reason: str, by: Reader) -> None:
    call: Callable[..., None]
    for call in hooks:
        call(child=child, on=on, reason=reason, by=by)
