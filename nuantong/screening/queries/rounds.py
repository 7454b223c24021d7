"""How far a round has come, by place; and who is in it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.screening.colours import COLOURS
from nuantong.screening.models import Participant, Round
from nuantong.screening.models.rounds import RoundQuerySet

Stage = Participant.Stage
NOT_ASKED: Final = (Stage.ASKING, Stage.ASSENT)
SAID_NO: Final = (Stage.REFUSED, Stage.UNWILLING, Stage.WITHDRAWN)
ON_THE_WAY: Final = (Stage.READY, Stage.UNDER_WAY)
GROUPS: Final = {
    "asking": ("待问", NOT_ASKED), "no": ("不愿参加", SAID_NO), "way": ("待填", ON_THE_WAY),
    "done": ("已完成", (Stage.DONE,)), "other": ("不填量表", (Stage.LIST_ONLY, Stage.LEFT)),
}  # fmt: skip
"""Columns of the table of progress, each a group of stages; every child is in exactly one."""
OF_STAGE: Final = {str(stage): group for group, (_, ones) in GROUPS.items() for stage in ones}


@dataclass
class Line:
    """A place with its sums, each of which opens to its list; without a code, all of them."""

    name: str
    code: str = ""
    stages: Counter[str] = field(default_factory=Counter)
    colours: Counter[str] = field(default_factory=Counter)
    red: int = 0
    invalid: int = 0
    address: str = ""

    @property
    def total(self) -> int:
        return self.stages.total()

    @property
    def cells(self) -> list[tuple[str, int, str]]:
        """(title, how many, where the list is) of each group of stages."""
        return [
            (title, self.stages[group], self._list(group=group))
            for group, (title, _) in GROUPS.items()
        ]

    @property
    def colour_cells(self) -> list[tuple[str, str, int, str]]:
        return [
            (one.word, one.tone, self.colours[code], self._list(colour=code))
            for code, one in COLOURS.items()
        ]

    @property
    def all_url(self) -> str:
        return self._list()

    @property
    def invalid_url(self) -> str:
        return self._list(more_signs="invalid")

    def _list(self, **narrowed: str) -> str:
        query = urlencode({**({"place": self.code} if self.code else {}), **narrowed})
        return f"{self.address}?{query}" if query else self.address


def participants_of(round_: Round, reader: Reader) -> Any:
    """The round's children whom the reader answers for."""
    rows = Participant.objects.filter(round=round_)
    return rows.visible_to(reader, to=Permission.SEE_SCREENING)


def progress(round_: Round, reader: Reader, address: str) -> tuple[list[Line], Line]:
    """One line a district, and the sum: one query, however many children."""
    counted = (
        participants_of(round_, reader).order_by()
        .values_list("district", "stage", "colour", "red")
        .annotate(children=Count("pk"), bad=Count("pk", filter=Q(invalid__gt=0)))
    )  # fmt: skip
    lines: dict[int | None, Line] = {}
    total = Line("合计", address=address)
    for district, stage, colour, red, children, bad in counted:
        if district not in lines:
            place = reader.tree.get(district)
            lines[district] = (
                Line(place.name, place.code, address=address)
                if place
                else Line("居住地未采集", address=address)
            )
        for line in (lines[district], total):
            line.stages[OF_STAGE[stage]] += children
            line.colours[colour] += children if colour else 0
            line.red += children if red else 0
            line.invalid += bad
    return sorted(lines.values(), key=lambda one: one.code or "9"), total


@dataclass(frozen=True)
class RoundLine:
    round: Round
    where: str
    children: int
    done: int
    open: bool


def rounds_of(reader: Reader) -> list[RoundLine]:
    """Newest first, with the sums of the reader's own children: two queries."""
    found: RoundQuerySet = Round.objects.visible_to(reader)
    rows = list(found.prefetch_related("areas")[:60])
    mine = Participant.objects.filter(round__in=rows).visible_to(
        reader, to=Permission.SEE_SCREENING
    )
    sums = {
        pk: (children, done)
        for pk, children, done in mine.order_by()
        .values_list("round")
        .annotate(n=Count("pk"), d=Count("pk", filter=Q(stage=Stage.DONE)))
    }
    return [_round_line(one, sums.get(one.pk, (0, 0)), reader) for one in rows]


def _round_line(one: Round, sums: tuple[int, int], reader: Reader) -> RoundLine:
    is_open = one.closed_at is None and one.ends_on >= reader.on
    return RoundLine(one, where(one, reader), *sums, open=is_open)


def where(round_: Round, reader: Reader) -> str:
    names = [reader.tree.name(area.region_id) for area in round_.areas.all()]
    shown = "、".join(names[:3])
    return f"{shown}等{len(names)}个地方" if len(names) > 3 else shown
