"""Answering what the ladder asks, and what ends it at once."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.kept import Kept, slot
from nuantong.core.text.narratives import narrative
from nuantong.duties.models import Escalation, EscalationStep
from nuantong.duties.models.escalation import EscalationQuerySet
from nuantong.people.actions.common import child_for_change, log
from nuantong.people.models import Child

LATEST = dt.timedelta(days=14)
Kind = EscalationStep.Kind


@transaction.atomic
def answer_escalations(
    *, child: Child, deed: str, until: dt.date, by: Reader, words: str = ""
) -> list[Escalation]:
    """Say what one will do about everything that is asked about the child, and by when.

    The clock stands until then; a further step asks anew. The same answer twice is one. Refused
    when somebody else has answered meanwhile.
    """
    found = child_for_change(child, by, Permission.ACT_ON_OVERDUE)
    _check(deed, until, by)
    rows = list(Escalation.objects.unanswered().filter(child=found).select_for_update())
    if not rows:
        return _answered_before(found, deed, until, by)
    asked = Escalation.objects.filter(pk__in=[row.pk for row in rows])
    asked.update(answered=True, due_on=Greatest("raised_on", Value(until)))
    EscalationStep.objects.bulk_create(
        EscalationStep(
            escalation=row, kind=Kind.ANSWERED, level=row.level, at=clock.now(), deed=deed,
            by=by.actor_name, user=by.user, words=narrative(words, 500), until=until,
        )
        for row in rows
    )  # fmt: skip
    log("答复上报", found, by, deed=deed, until=until, steps=len(rows))
    return rows


def _check(deed: str, until: dt.date, by: Reader) -> None:
    if by.user is None:
        raise Refusal("要由一个具名的人答复。")
    if deed not in EscalationStep.Deed.values:
        raise Refusal("请选择怎么办。")
    if not by.on <= until <= by.on + LATEST:
        raise Refusal("办好的日期要在今天到14天以内。")


def _answered_before(child: Child, deed: str, until: dt.date, by: Reader) -> list[Escalation]:
    steps = EscalationStep.objects.filter(escalation__child=child, kind=Kind.ANSWERED)
    last = steps.filter(escalation__ended_on=None).order_by("-pk").first()
    if last is None:
        raise Refusal("这件事已经结束，不用再答复。")
    if (last.user_id, last.deed, last.until) == (by.actor_id, deed, until):
        return []
    raise Refusal(f"{last.by}已经答复，{last.until:%m月%d日}前办好。")


def contact_arrived(child: int, happened_on: dt.date, by: Reader) -> None:
    """Somebody was in contact with the child: the silence before that day is over (duties.settling
    has written the contact). What it says of missed windows the next run of the ladder finds."""
    over = _silences(child=child, day=happened_on, today=by.on)
    if over:
        _end(Escalation.objects.running().filter(pk__in=over), "有了新的联系", by)


@Kept
def _silences() -> Any:
    rows = Escalation.objects.running().filter(
        child=slot("child"), rule="silent", episode__lt=slot("day"), raised_on__lte=slot("today")
    )
    return rows.order_by().values_list("pk", flat=True)


def end_with_registration(child: Child, on: dt.date, reason: str, by: Reader) -> None:
    """A child that left the register is looked for no longer (people.hooks)."""
    _end(Escalation.objects.running().filter(child=child), "儿童已退出台账", by)


def _end(rows: EscalationQuerySet, why: str, by: Reader) -> None:
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for row in found:
        row.ended_on, row.ended_why = max(by.on, row.raised_on), why
    if found:
        Escalation.objects.bulk_update(found, ["ended_on", "ended_why"])
        EscalationStep.objects.bulk_create(
            EscalationStep(
                escalation=row, kind=Kind.ENDED, level=row.level, at=clock.now(), by=by.actor_name
            )
            for row in found
        )
