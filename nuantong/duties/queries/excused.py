"""What is excused where the reader works: shares of the year, and each exemption."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.text import in_full
from nuantong.duties.excusing import Share, by_carer, by_township, of_the_year
from nuantong.duties.models import Exemption
from nuantong.people.models import Carer
from nuantong.people.queries.names import place_namer, shown_name, shows_names

DESK: Final = Permission.ACT_ON_OVERDUE
MOST: Final = 200
DAY: Final = dt.timedelta(days=1)


@dataclass(frozen=True)
class ExemptionLine:
    """One exemption; its reason where the reader knows the families by name."""

    name: str
    place: str
    row: Exemption
    reason: str
    may_end: bool

    @property
    def days(self) -> str:
        """From the first to the last day, as it came to be."""
        start, end = self.row.start, self.row.end
        if end is None:
            return f"{in_full(start)}起"
        return f"{in_full(start)}至{in_full(end - DAY)}" if end > start else "没有开始就结束了"

    @property
    def ended(self) -> str:
        """That it ended early, as agreed and by whom."""
        row = self.row
        if row.ended_at is None:
            return ""
        agreed = f"原定到{in_full(row.agreed_end - DAY)}" if row.agreed_end else "原来没有定到哪天"
        return f"{row.ended_by.name if row.ended_by else '系统'}提前结束，{agreed}"


def townships(reader: Reader) -> list[tuple[str, Share]]:
    """By name, never by share."""
    shares = by_township(reader.on, reader.tree, reader.places(DESK))
    return sorted((reader.tree.full_name(place, " "), share) for place, share in shares.items())


def carers(reader: Reader) -> list[tuple[Carer, Share]]:
    """Only those who pass the quarter, by name."""
    much = {carer: share for carer, share in by_carer(reader.on).items() if share.is_much}
    rows = Carer.objects.visible_to(reader, to=DESK).filter(pk__in=much).order_by("pinyin", "pk")
    return [(one, much[one.pk]) for one in rows]


def exemptions(reader: Reader) -> tuple[list[ExemptionLine], int]:
    """Those of the year, the newest first, and how many there are."""
    rows = Exemption.objects.visible_to(reader, DESK).filter(of_the_year(reader.on))
    shown: Any = rows.select_related("child", "approved_by", "ended_by").order_by("-start", "-pk")[
        :MOST
    ]
    return _lines(shown, reader), rows.count()


def running(reader: Reader) -> Any:
    """Those that could be ended today."""
    rows = Exemption.objects.visible_to(reader, DESK).filter(start__lte=reader.on, ended_at=None)
    current = rows.filter(Q(end=None) | Q(end__gt=reader.on))
    return current.select_related("child", "approved_by")


def line(row: Exemption, reader: Reader) -> ExemptionLine:
    [found] = _lines([row], reader)
    return found


def _lines(rows: Iterable[Exemption], reader: Reader) -> list[ExemptionLine]:
    full, where, today = shows_names(reader, DESK), place_namer(reader, DESK), reader.on
    return [
        ExemptionLine(
            shown_name(row.child.name, full), where(row.child.place_id), row,
            row.reason if full else "",
            row.ended_at is None and row.start <= today and (row.end is None or row.end > today),
        )
        for row in rows
    ]  # fmt: skip
