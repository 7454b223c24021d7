"""A child's year of duties, for the heat map on its page."""

import datetime as dt
from dataclasses import dataclass

from nuantong.duties.judging import Judged, judge
from nuantong.duties.loading import load_cases
from nuantong.duties.vocabulary import OUTCOME_TITLES, Outcome
from nuantong.people.models import Child


@dataclass(frozen=True)
class CalendarWindow:
    """One cell of the heat map; `contact` is the id of the contact that made it fulfilled."""

    duty: str
    title: str
    period_key: str
    start: dt.date
    last_day: dt.date
    outcome: Outcome
    reason: str
    contact: int | None
    happened_on: dt.date | None

    @property
    def outcome_title(self) -> str:
        return OUTCOME_TITLES[self.outcome]


def child_calendar(
    child: Child, on: dt.date, since: dt.date | None = None
) -> dict[str, list[CalendarWindow]]:
    """Every window of the year up to the day by duty code, in order: what the facts say now.

    `since` is the year before the day unless given. Two queries. Empty without a protocol.
    """
    first = since or on - dt.timedelta(days=365)
    found: dict[str, list[CalendarWindow]] = {}
    for case in load_cases([child.pk]):
        for one in judge(case.enrolment, case.facts, case.rulebook, on):
            if one.window.end > first:
                found.setdefault(one.window.duty.code, []).append(_cell(one))
    return found


def _cell(one: Judged) -> CalendarWindow:
    window = one.window
    return CalendarWindow(
        duty=window.duty.code,
        title=window.duty.title,
        period_key=window.key,
        start=window.start,
        last_day=window.end - dt.timedelta(days=1),
        outcome=one.outcome,
        reason=one.reason,
        contact=int(one.contact.id) if one.contact else None,
        happened_on=one.contact.happened_on if one.contact else None,
    )
