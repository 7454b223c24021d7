"""Writing to the log, in the transaction of what it tells about."""

import json
from collections.abc import Iterable
from typing import Any, Final, Protocol

from nuantong.audit.models import Event
from nuantong.core import clock
from nuantong.core.copying import copy_rows
from nuantong.core.fields import EncryptedTextField

LONGEST_REASON: Final = 400
COLUMNS: Final = [
    "at", "actor_id", "actor", "role", "action", "object_type", "object_id", "child_number", "reason",
    "changes",
]  # fmt: skip


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


def record_all(
    *, action: str, by: Actor, object_type: str, reason: str = "",
    about: Iterable[tuple[str | int, str, dict[str, Any] | None]],
) -> None:  # fmt: skip
    """One event of the same kind for each (object's id, child's number, changes), by COPY."""
    like = event(action=action, by=by, object_type=object_type, reason=reason)
    field = Event._meta.get_field("reason")
    assert isinstance(field, EncryptedTextField)
    same = [getattr(like, name) for name in COLUMNS[:6]]
    sealed = field.seal(like.reason)
    copy_rows(
        Event, COLUMNS,
        ((*same, str(pk), number, sealed, None if changes is None else json.dumps(changes))
         for pk, number, changes in about),
    )  # fmt: skip
