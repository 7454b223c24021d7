"""What the pages of entering show: one child in a round, and the grid of a scale."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.consents.models import Consent
from nuantong.instruments.models import AnswerSheet
from nuantong.instruments.questions import Question
from nuantong.people.models import Child
from nuantong.screening.colours import COLOURS, Colour
from nuantong.screening.models import OCCASION, Participant, Round, RoundScale

Stage = Participant.Stage
FILLING = (Stage.READY, Stage.UNDER_WAY)
PAGE = 50


@dataclass(frozen=True)
class Part:
    """A scale that is due for a child, with the sheet that stands, if any."""

    scale: RoundScale
    sheet: AnswerSheet | None
    total: int

    @property
    def colour(self) -> Colour | None:
        return COLOURS.get(self.sheet.colour) if self.sheet and self.sheet.valid else None


def parts_of(taking: Participant, totals: dict[int, int]) -> list[Part]:
    """In the order of the round; `totals` is how many questions each version has."""
    rows = AnswerSheet.objects.standing().without_answers().filter(child=taking.child_id)
    sheets = {sheet.version_id: sheet for sheet in rows.of_occasion(OCCASION, taking.round.key.hex)}
    return [
        Part(scale, sheets.get(scale.version_id), totals.get(scale.version_id, 0))
        for scale in taking.round.scales.select_related("version__instrument")
        if taking.age is not None
        and scale.from_age <= taking.age <= scale.to_age
        or scale.version_id in sheets
    ]


def said_by(child: Child) -> dict[str, list[Consent]]:
    """What guardian and child have said about screening, newest first."""
    rows = Consent.objects.filter(
        child=child, purpose__in=[Consent.Purpose.SCREENING, Consent.Purpose.SCREENING_ASSENT]
    )
    found: dict[str, list[Consent]] = {"guardian": [], "child": []}
    for one in rows.order_by("-pk"):
        found["child" if one.purpose == Consent.Purpose.SCREENING_ASSENT else "guardian"].append(
            one
        )
    return found


@dataclass(frozen=True)
class Cell:
    question: Question
    value: str
    error: str = ""


@dataclass(frozen=True)
class Row:
    """A child of the grid, with what was typed and what is wrong."""

    child: Child
    sheet: AnswerSheet | None
    cells: list[Cell] = field(default_factory=list)
    error: str = ""

    @property
    def done(self) -> bool:
        return bool(self.sheet and self.sheet.finished_at)

    @property
    def colour(self) -> Colour | None:
        return COLOURS.get(self.sheet.colour) if self.sheet and self.sheet.valid else None


def takers(round_: Round, scale: RoundScale, reader: Reader) -> Any:
    """Who may be typed in for this scale, as far as the reader gives scales to them."""
    rows = Participant.objects.filter(
        Q(stage__in=FILLING) | Q(stage=Stage.DONE), round=round_, age__gte=scale.from_age,
        age__lte=scale.to_age,
    )  # fmt: skip
    rows = rows.visible_to(reader, to=Permission.GIVE_SCALES)
    return rows.select_related("child").order_by("place", "child__pinyin", "pk")


def grid_of(
    round_: Round, scale: RoundScale, asked: Sequence[Question], taking: Sequence[Participant],
    reader: Reader,
) -> list[Row]:  # fmt: skip
    """Open rows show what their own typist typed; answers that are finished are not shown."""
    sheets = AnswerSheet.objects.standing().of_occasion(OCCASION, round_.key.hex)
    of_child = {
        sheet.child_id: sheet
        for sheet in sheets.filter(
            version=scale.version_id, child__id__any_of=[one.child_id for one in taking]
        ).without_answers()
    }
    return [row_of(one.child, of_child.get(one.child_id), asked, reader) for one in taking]


def row_of(
    child: Child, sheet: AnswerSheet | None, asked: Sequence[Question], reader: Reader,
    texts: dict[str, str] | None = None, errors: dict[str, str] | None = None,
) -> Row:  # fmt: skip
    wrong = errors or {}
    if sheet and sheet.finished_at:
        return Row(child, sheet, error=wrong.get("", ""))
    typed = texts if texts is not None else _typed(sheet, reader)
    cells = [Cell(one, typed.get(one.key, ""), wrong.get(one.key, "")) for one in asked]
    return Row(child, sheet, cells, wrong.get("", ""))


def _typed(sheet: AnswerSheet | None, reader: Reader) -> dict[str, str]:
    if sheet is None or sheet.giver_id != reader.actor_id or not sheet.answers:
        return {}
    return {item: str(value) for item, value in json.loads(str(sheet.answers)).items()}
