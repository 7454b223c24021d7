"""What is excused where the reader works: shares of the year, and each exemption."""

from dataclasses import dataclass
from typing import Any, Final

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.duties.excusing import Share, by_carer, by_township, of_the_year
from nuantong.duties.models import Exemption
from nuantong.people.models import Carer
from nuantong.people.queries.names import place_namer, shown_name, shows_names

DESK: Final = Permission.ACT_ON_OVERDUE
MOST: Final = 200


@dataclass(frozen=True)
class ExemptionLine:
    """One exemption; its reason where the reader knows the families by name."""

    name: str
    place: str
    row: Exemption
    reason: str


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
    shown: Any = rows.select_related("child", "approved_by").order_by("-start", "-pk")[:MOST]
    full, where = shows_names(reader, DESK), place_namer(reader, DESK)
    lines = [
        ExemptionLine(
            shown_name(row.child.name, full), where(row.child.place_id), row,
            row.reason if full else "",
        )
        for row in shown
    ]  # fmt: skip
    return lines, rows.count()
