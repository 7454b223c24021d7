"""Growing up: labels end by themselves where the rule is mechanical, exits are for people."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.core.errors import Refusal
from nuantong.core.retrying import retried
from nuantong.people import hooks
from nuantong.people.actions.common import child_for_change, log
from nuantong.people.actions.leaving import end_registration
from nuantong.people.ageing import BY_AGE, SIXTEEN, birthday
from nuantong.people.filters import years_before
from nuantong.people.models import Child, ExitReason, Label, Reprieve

DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class Outcome:
    """What became of one child of a bulk action: '' or why she was skipped."""

    number: str
    name: str
    skipped: str = ""


def end_labels_by_age(by: Reader) -> int:
    """End what ends with sixteen, on the birthday; run again it finds nothing. How many ended."""
    held = Label.objects.filter(category__in=SIXTEEN, until=None)
    due = held.filter(child__birth_date__lte=years_before(by.on, 16))
    return sum(_end(label, by) for label in due.select_related("child").order_by("pk"))


@retried
def _end(label: Label, by: Reader) -> bool:
    child = child_for_change(label.child, by)
    row = Label.objects.select_for_update().get(pk=label.pk)
    if row.until is not None or child.birth_date is None:
        return False
    row.until = birthday(child.birth_date, 16)
    if row.since and row.until <= row.since:
        row.until = row.since + DAY
    row.ended_because = BY_AGE
    row.save(update_fields=["until", "ended_because"])
    log("结束类别", child, by, BY_AGE, category=row.category, until=row.until)
    return True


def leave_by_age(*, children: Iterable[Child], on: dt.date, by: Reader) -> list[Outcome]:
    """Each on her own: what is refused for one does not hold up the others."""
    return [_tried(child, lambda child=child: _leave(child, on, by)) for child in children]


def _leave(child: Child, on: dt.date, by: Reader) -> None:
    grown = child.birth_date is not None and birthday(child.birth_date, 18) <= on
    if not grown and Label.objects.filter(Q(until=None) | Q(until__gt=on), child=child).exists():
        raise Refusal("退出日期时还没有满18周岁，且还有其他类别。")
    end_registration(
        child=child, on=on, by=by, reason=ExitReason.ADULT if grown else ExitReason.INELIGIBLE,
        note="" if grown else BY_AGE,
    )  # fmt: skip


def reprieve(*, children: Iterable[Child], until: dt.date, why: str, by: Reader) -> list[Outcome]:
    """They stay until a day on which somebody looks again."""
    return [_tried(child, lambda child=child: _keep(child, until, why, by)) for child in children]


@transaction.atomic
def _keep(child: Child, until: dt.date, why: str, by: Reader) -> None:
    found = child_for_change(child, by)
    if found.status != Child.Status.ON_REGISTER:
        raise Refusal("已退出台账。")
    if until <= by.on or len(why.strip()) < 2:
        raise Refusal("请写明暂不退出的原因，下次核对日期应在今天之后。")
    Reprieve.objects.create(
        child=found, until=until, why=why.strip()[:200], on=by.on, by=by.actor_name
    )
    log("暂不退出", found, by, why, until=until)
    hooks.child_stays(found, by)


def _tried(child: Child, act: object) -> Outcome:
    assert callable(act)
    try:
        act()
    except Refusal as refusal:
        return Outcome(child.number, child.name, str(refusal))
    return Outcome(child.number, child.name)
