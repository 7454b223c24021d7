"""What sheets are given for, and who is told of them. Rooms above register theirs."""

from collections.abc import Callable
from dataclasses import dataclass

from nuantong.access.reader import Reader
from nuantong.core.errors import Refusal
from nuantong.instruments.models import AnswerSheet

Check = Callable[[AnswerSheet], None]
"""Raises Refusal when the sheet may not be filled in (any more): consent, a closed round or case."""
Changed = Callable[[AnswerSheet, Reader], None]
"""Called in the same transaction when a sheet was begun, finished or taken out."""


@dataclass(frozen=True)
class Occasion:
    """A kind of occasion: its word on screen, and whether its sheets may be filled in now."""

    code: str
    title: str
    check: Check


OCCASIONS: dict[str, Occasion] = {}
CHANGED: list[Changed] = []


def register_occasion(occasion: Occasion) -> None:
    """For AppConfig.ready()."""
    OCCASIONS[occasion.code] = occasion


def when_sheet_changed(hook: Changed) -> None:
    """For AppConfig.ready(): of sheets of every occasion."""
    if hook not in CHANGED:
        CHANGED.append(hook)


def check(sheet: AnswerSheet) -> None:
    """Refused when its occasion says so, or nobody knows the occasion."""
    known = OCCASIONS.get(sheet.occasion_kind)
    if known is None:
        raise Refusal("这份量表不知道是为什么发的，不能填。")
    known.check(sheet)


def tell(sheet: AnswerSheet, by: Reader) -> None:
    for hook in CHANGED:
        hook(sheet, by)
