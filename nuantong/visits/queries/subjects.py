"""What upper apps ask: how it stands with the subjects they wanted visited, and with a village."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.visits.models import Visit, VisitedChild, VisitRequest
from nuantong.visits.planning import NOBODY, NOT_FOUND
from nuantong.visits.queries.plan import due, plan

ASKED = "asked"


@dataclass(frozen=True)
class SubjectState:
    """The newest visit's outcome, or 'asked' before the first one.

    `tries` counts the visits without anybody at home; `open` says whether a request still waits.
    """

    outcome: str
    on: dt.date | None = None
    tries: int = 0
    open: bool = False
    visit: int | None = None

    @property
    def not_found_at_home(self) -> bool:
        """查无此户, or nobody ever opened."""
        return self.outcome in (NOBODY, NOT_FOUND)


def states_of_subjects(subject_keys: Collection[str]) -> dict[str, SubjectState]:
    """By key; a key nobody asked about and nobody visited is absent. Two queries."""
    keys = list(subject_keys)
    found = _asked(keys)
    rows = (
        VisitedChild.objects.filter(subject_key__any_of=keys, visit__superseded_by=None)
        .exclude(visit__outcome=Visit.Outcome.WITHDRAWN)
        .order_by("visit__happened_on", "visit")
        .values_list("subject_key", "visit__outcome", "visit__happened_on", "visit")
    )
    for key, outcome, on, visit in rows:
        before = found.get(key) or SubjectState(ASKED)
        found[key] = SubjectState(
            outcome, on, before.tries + (outcome == NOBODY), before.open, visit
        )
    return found


def _asked(keys: list[str]) -> dict[str, SubjectState]:
    """What the requests themselves say: still open, or answered by a visit to the child."""
    rows = VisitRequest.objects.filter(subject_key__any_of=keys, withdrawn_on=None).order_by("pk")
    return {
        key: SubjectState(outcome or ASKED, on, open=visit is None, visit=visit)
        for key, outcome, on, visit in rows.values_list(
            "subject_key", "answer__outcome", "answer__happened_on", "answer"
        )
    }


@dataclass(frozen=True)
class VillageDay:
    """A village on a day: homes due then, homes somebody was met in, homes not found that day."""

    planned: int
    done: int
    not_found: int


def village_day(reader: Reader, village: int, on: dt.date) -> VillageDay:
    """As of that day's visits, with the register as it is now."""
    places = reader.tree.below(village)
    homes = plan(reader, to=Permission.SEE_VISITS, places=places, on=on, morning=True)
    visits = Visit.objects.in_effect().filter(place__in=places, happened_on=on)
    outcomes = list(visits.values_list("outcome", flat=True))
    return VillageDay(
        planned=len(due(homes)), done=outcomes.count(Visit.Outcome.MET),
        not_found=outcomes.count(Visit.Outcome.NOT_FOUND),
    )  # fmt: skip
