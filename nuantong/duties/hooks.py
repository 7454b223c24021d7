"""Upper apps are told when windows have been closed."""

import datetime as dt
from collections.abc import Callable

WindowsClosed = Callable[[dt.date], None]
"""Called at the end of a closing with the day by which every window's grace had ended; again when
a closing is run again. It begins its own transaction."""

WINDOWS_CLOSED: list[WindowsClosed] = []


def when_windows_closed(hook: WindowsClosed) -> WindowsClosed:
    """For AppConfig.ready()."""
    if hook not in WINDOWS_CLOSED:
        WINDOWS_CLOSED.append(hook)
    return hook


def windows_closed(as_of: dt.date) -> None:
    for hook in WINDOWS_CLOSED:
        hook(as_of)
