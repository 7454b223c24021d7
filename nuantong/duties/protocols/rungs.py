"""The ladder of a protocol: what is told to whom when care stays away. Data, as its duties are."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Final

from nuantong.calendars.periods import Rule


class Trigger(StrEnum):
    """What a rung waits for; `at` counts it."""

    REMIND = "remind"
    """Days before the last day of a window nothing has been done for: the carer is reminded."""
    LATE = "late"
    """A window was missed, its grace is over, and no supervisor has acted on it."""
    MISSED = "missed"
    """So many windows of a duty missed one after the other."""
    SILENT = "silent"
    """So many days without any contact with the child, of whatever kind."""
    UNHEARD = "unheard"
    """So many days without a sign from the phone of the child's carer."""


class Desk(IntEnum):
    """Who is asked, as the levels of places are numbered (regions.models)."""

    CITY = 1
    DISTRICT = 2
    TOWNSHIP = 3


DESKS: Final = {"city": Desk.CITY, "district": Desk.DISTRICT, "township": Desk.TOWNSHIP}


@dataclass(frozen=True)
class Rung:
    """One step: at `at`, the desk `to` is asked and has `within` days to answer; without an answer
    the question climbs, at most to `top`. Empty `periods` and `duties` mean every duty."""

    when: Trigger
    at: int
    to: Desk = Desk.TOWNSHIP
    top: Desk = Desk.CITY
    within: int = 3
    periods: frozenset[Rule] = frozenset()
    duties: frozenset[str] = frozenset()

    def concerns(self, code: str, period: Rule) -> bool:
        """Whether a duty is one of those the rung is about."""
        return (not self.periods or period in self.periods) and (
            not self.duties or code in self.duties
        )


def _of_duties(when: Trigger, at: int, *periods: Rule, **values: Any) -> Rung:
    return Rung(when, at, periods=frozenset(periods), **values)


USUAL: Final = (
    _of_duties(Trigger.REMIND, 2, Rule.WEEK),
    _of_duties(Trigger.REMIND, 3, Rule.HALF_MONTH),
    _of_duties(Trigger.REMIND, 7, Rule.MONTH),
    _of_duties(
        Trigger.REMIND, 14, Rule.QUARTER, Rule.TERM, Rule.THREE_MONTHS, Rule.HALF_YEAR, Rule.YEAR
    ),
    Rung(Trigger.LATE, 0, top=Desk.DISTRICT, within=14),
    _of_duties(Trigger.MISSED, 2, Rule.WEEK, within=5),
    _of_duties(Trigger.MISSED, 4, Rule.WEEK, to=Desk.DISTRICT, within=5),
    _of_duties(Trigger.MISSED, 8, Rule.WEEK, to=Desk.CITY, within=5),
    Rung(Trigger.SILENT, 14, within=3),
    Rung(Trigger.SILENT, 30, to=Desk.DISTRICT, within=3),
    Rung(Trigger.SILENT, 45, to=Desk.CITY, within=3),
    Rung(Trigger.UNHEARD, 14, top=Desk.DISTRICT, within=7),
)
"""What a protocol that says nothing has (design of duties, 'Escalation')."""
