"""What the verbs on a record share: the lock, the scope, the standing, the log."""

import datetime as dt
from typing import Any

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record as write_event
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.sweeps import handing, visiting, waiting
from nuantong.sweeps.models import Record
from nuantong.sweeps.rules import Verdict


def record_for_change(
    record: Record, by: Reader, *permissions: Permission, since: dt.datetime | None = None
) -> Record:
    """The record as it stands, locked; refused outside the scope or when decided meanwhile."""
    for permission in permissions or (Permission.REVIEW_SWEEPS,):
        if not by.can(permission):
            continue
        rows = Record.objects.visible_to(by, permission).filter(pk=record.pk)
        found: Record | None = rows.select_for_update(of=("self",)).first()
        if found is not None:
            if since is not None and found.since != since:
                raise Refusal("您打开以后，这一行已由他人办理，请看清楚再办。")
            return found
    raise Refusal("这一行不在您的工作范围内，不能办理。")


def set_standing(record: Record, verdict: Verdict, by: Reader, **values: Any) -> None:
    """The record's one standing from now on; the former one is kept by the database."""
    written: dict[str, Any] = {
        "standing": verdict.standing, "reason": verdict.reason, "rule": verdict.rule,
        "child": None, "duplicate_of": None, "note": "", "handed_to": "", "handed_user": None,
        "since": clock.now(), "by_name": by.actor_name, **values,
    }  # fmt: skip
    was = record.handed_user_id
    record.write(written)
    visiting.follow(record, by)
    handing.follow(record, was, by)
    waiting.refresh([record.region_id], by)


def log(action: str, record: Record, by: Reader, reason: str = "", **changes: Any) -> None:
    number = record.child.number if record.child else ""
    write_event(
        action=action, by=by, object_type="sweep_record", object_id=record.pk, reason=reason,
        child_number=number, changes={"standing": record.standing, **changes},
    )  # fmt: skip
