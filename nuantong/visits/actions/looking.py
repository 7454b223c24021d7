"""The narratives of a visit: one's own at once, another's with a reason, every look on the log."""

import datetime as dt

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.audit.models import Event
from nuantong.core.clock import SHANGHAI
from nuantong.core.errors import Refusal
from nuantong.visits.models import Visit

LOOK = "查看走访记录"
OPENED = "查看走访内容"


def words_shown(visit: Visit, by: Reader) -> bool:
    """Whether the narratives and photos lie open for this reader today."""
    own = visit.recorded_by_id is not None and visit.recorded_by_id == by.actor_id
    if own:
        return True
    day = dt.datetime.combine(by.on, dt.time.min, tzinfo=SHANGHAI)
    return Event.objects.filter(
        actor_id=by.actor_id, action=OPENED, object_id=visit.key.hex, at__gte=day,
        at__lt=day + dt.timedelta(days=1),
    ).exists()  # fmt: skip


@transaction.atomic
def words_open(*, visit: Visit, reason: str, by: Reader) -> None:
    """Open somebody else's narratives for the rest of the day, on the log with the reason."""
    seen = Visit.objects.visible_to(by, to=Permission.REVEAL).filter(pk=visit.pk).exists()
    if not seen or not by.can(Permission.REVEAL):
        raise Refusal("您的身份不能查看这部分内容。")
    if len(reason.strip()) < 2:
        raise Refusal("请写明查看的原因。")
    _log(OPENED, visit, by, reason.strip()[:400])


@transaction.atomic
def look_at(*, visit: Visit, by: Reader) -> None:
    _log(LOOK, visit, by)


def _log(action: str, visit: Visit, by: Reader, reason: str = "") -> None:
    numbers = visit.children.exclude(child=None).values_list("child__number", flat=True)
    for number in numbers or [""]:
        record(
            action=action, by=by, object_type="visit", object_id=visit.key.hex,
            child_number=number, reason=reason,
        )  # fmt: skip
