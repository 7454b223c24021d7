"""Where a child stands in a round, and what comes out: facts in, words out. Pure.

The guardian is asked first, then the child; who refuses is left alone, at any time. What was finished
before somebody took the consent back stays, because the red sign of it may still be somebody's work;
nothing more is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from nuantong.screening.colours import worst

REFUSED: Final = "refused"
AGREED: Final = "agreed"
TAKEN_BACK: Final = "taken_back"


@dataclass(frozen=True)
class Sheet:
    """A standing sheet of the round: finished or not, valid, its colour and whether an item is red."""

    finished: bool = False
    valid: bool = False
    colour: str = ""
    red: bool = False


@dataclass(frozen=True)
class Facts:
    """What was said of late ('' when nobody was asked), which sheets there are, how many are due."""

    guardian: str = ""
    child: str = ""
    on_register: bool = True
    wanted: int = 0
    sheets: Sequence[Sheet] = ()


class Standing(NamedTuple):
    stage: str
    done: int = 0
    invalid: int = 0
    colour: str = ""
    red: bool = False


def standing(facts: Facts) -> Standing:
    finished = [one for one in facts.sheets if one.finished]
    red = any(one.red for one in finished)
    colours = [one.colour for one in finished if one.valid] + (["red"] if red else [])
    return Standing(
        _stage(facts, len(finished)), len(finished), sum(not one.valid for one in finished),
        worst(colours), red,
    )  # fmt: skip


def _stage(facts: Facts, done: int) -> str:
    if facts.wanted and done >= facts.wanted:
        return "done"
    if not facts.on_register:
        return "left"
    if not facts.wanted:
        return "list_only"
    if TAKEN_BACK in (facts.guardian, facts.child):
        return "withdrawn"
    if facts.guardian != AGREED:
        return "refused" if facts.guardian == REFUSED else "asking"
    if facts.child != AGREED:
        return "unwilling" if facts.child == REFUSED else "assent"
    return "under_way" if facts.sheets else "ready"
