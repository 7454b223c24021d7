"""Writing to the log, in the transaction of what it tells about."""

from typing import Any, Final, Protocol

from nuantong.audit.models import Event
from nuantong.core import clock

LONGEST_REASON: Final = 400


class Actor(Protocol):
    """Whoever acts: access.reader.Reader, or the system."""

    @property
    def actor_id(self) -> int | None: ...
    @property
    def actor_name(self) -> str: ...
    @property
    def actor_role(self) -> str: ...


def event(*, action: str, by: Actor, reason: str = "", **about: Any) -> Event:
    """An event not yet written, for bulk writers. A reason longer than the log keeps is cut."""
    return Event(
        at=clock.now(),
        actor_id=by.actor_id,
        actor=by.actor_name,
        role=by.actor_role,
        action=action,
        reason=reason[:LONGEST_REASON],
        **about,
    )


def record(
    *,
    action: str,
    by: Actor,
    child_number: str = "",
    object_type: str = "",
    object_id: str | int = "",
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> Event:
    """Write one event. `changes` holds names of fields and open values, never encrypted ones."""
    written = event(
        action=action,
        by=by,
        child_number=child_number,
        object_type=object_type,
        object_id=str(object_id),
        reason=reason,
        changes=changes,
    )
    written.save(force_insert=True)
    return written
