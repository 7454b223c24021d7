"""Opening a child's file: nobody looks without being on the log, some not without a reason."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.http import Http404

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.models import Event
from nuantong.core.clock import SHANGHAI
from nuantong.core.errors import Refusal
from nuantong.people.actions.common import log_look
from nuantong.people.models import Child
from nuantong.people.visibility import found_by_only_grant

LOOK: Final = "查看档案"
REASON: Final = "说明查看事由"
REVEAL: Final = "查看隐藏信息"


class ReasonNeeded(Exception):
    """The reader may open this file only after saying why, today."""

    def __init__(self, child: Child) -> None:
        self.child = child


def open_file(*, number: str, by: Reader) -> Child:
    """The child, with the look on the log. Http404 outside the scope, ReasonNeeded before one."""
    child = openable(number=number, by=by)
    log_look(LOOK, child, by)
    return child


def openable(*, number: str, by: Reader) -> Child:
    """The child as open_file() gives it, for the answer to a form whose opening is on the log."""
    child = _visible(number, by, Permission.OPEN_FILE)
    if child is not None:
        return child
    child = _visible(number, by, Permission.OPEN_FILE_WITH_REASON)
    if child is None:
        raise Http404
    if not reason_given(child, by):
        raise ReasonNeeded(child)
    return child


def _visible(number: str, by: Reader, permission: Permission) -> Child | None:
    if not by.can(permission):
        return None
    child: Child | None = Child.objects.visible_to(by, to=permission).filter(number=number).first()
    if child is not None:
        found_by_only_grant(child, by)
    return child


def reason_given(child: Child, by: Reader) -> bool:
    """Whether the reader has said today why this file is opened."""
    day = dt.datetime.combine(by.on, dt.time.min, tzinfo=SHANGHAI)
    return Event.objects.filter(
        child_number=child.number, actor_id=by.actor_id, action=REASON,
        at__gte=day, at__lt=day + dt.timedelta(days=1),
    ).exists()  # fmt: skip


@transaction.atomic
def give_reason(*, number: str, reason: str, by: Reader) -> Child:
    """Say why a file is opened; it holds for this child for the rest of the day."""
    child = _visible(number, by, Permission.OPEN_FILE_WITH_REASON)
    if child is None:
        raise Http404
    log_look(REASON, child, by, _stated(reason))
    return child


@transaction.atomic
def reveal(*, child: Child, part: str, reason: str, by: Reader) -> Child:
    """Show a masked part, on the log with its reason. The child as this reader may see it."""
    found = Child.objects.visible_to(by, to=Permission.REVEAL).filter(pk=child.pk).first()
    if found is None or not by.can(Permission.REVEAL):
        raise Refusal("您的身份不能查看这部分内容。")
    log_look(REVEAL, found, by, _stated(reason), part=part)
    return found


def _stated(reason: str) -> str:
    if len(reason.strip()) < 2:
        raise Refusal("请写明查看的原因，例如：上门前核对住址。")
    return reason.strip()[:400]
