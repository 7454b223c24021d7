"""What a carer reads when a child is hers no longer: plainly, and for a while only."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef

from nuantong.access.reader import Reader
from nuantong.pairing.models import Pairing
from nuantong.pairing.models.words import EndReason
from nuantong.people.models import Exit, ExitReason

TOLD: Final = dt.timedelta(days=30)


@dataclass(frozen=True)
class Parted:
    on: dt.date
    died: bool
    words: str


def parted(reader: Reader) -> list[Parted]:
    """Whose pairing with the reader ended lately because the child left or moved: one query."""
    gone = Exit.objects.filter(child=OuterRef("child"), undone_on=None, reason=ExitReason.DIED)
    rows = Pairing.objects.filter(
        carer__user=reader.user, end__gt=reader.on - TOLD, end__lte=reader.on,
        ended_reason__in=[EndReason.CHILD_LEFT, EndReason.CHILD_MOVED],
    )  # fmt: skip
    rows = rows.select_related("child").only("end", "ended_reason", "ended_note", "child__name")
    rows = rows.annotate(died=Exists(gone)).order_by("-end")
    return [_parted(row) for row in rows]


def _parted(pairing: Any) -> Parted:
    name, note = pairing.child.name, pairing.ended_note
    if pairing.died:
        words = f"{name}去世了，结对随之结束。"
    elif pairing.ended_reason == EndReason.CHILD_MOVED:
        words = f"{name}已迁到{note}，由那里的妇联接着照顾，结对随之结束。"
    else:
        words = f"{name}已退出台账（{note}），结对随之结束。"
    return Parted(pairing.end, pairing.died, words)
