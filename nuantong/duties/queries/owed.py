"""What a carer owes her children now."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from nuantong.duties.judging import Judged, judge
from nuantong.duties.loading import Case, load_cases
from nuantong.duties.vocabulary import FULFILLED, RUNNING, Outcome


@dataclass(frozen=True)
class Owed:
    """A window that is open or still within its grace, on a day.

    `last_day` is the window's last day, `reportable_until` the last day of its grace. `state` is
    met or met_late when it is done already, open, in_grace or unreported while it is not, exempt
    when it need not be done.
    """

    child: int
    enrolment: int
    duty: str
    title: str
    period_key: str
    start: dt.date
    last_day: dt.date
    reportable_until: dt.date
    state: Outcome
    reason: str
    days_left: int
    contact: int | None

    @property
    def is_due(self) -> bool:
        """Somebody still has to do it, or to report it."""
        return self.state in RUNNING

    @property
    def is_done(self) -> bool:
        return self.state in FULFILLED

    @property
    def due_soon(self) -> bool:
        """Open, in the last quarter of its days: two days for a week, a fortnight at most."""
        length = (self.last_day - self.start).days + 1
        return self.state == Outcome.OPEN and self.days_left <= min(14, max(2, length // 4))


def owed_by_children(child_ids: Collection[int], on: dt.date) -> dict[int, list[Owed]]:
    """The windows of each child that are open or within grace on the day, shortest first.

    Two queries for any number of children. A child in no protocol has an empty list. The caller
    has checked that the reader may see these children.
    """
    found: dict[int, list[Owed]] = {child: [] for child in child_ids}
    for case in load_cases(child_ids):
        if not case.enrolment.holds(on):
            continue
        judged = judge(case.enrolment, case.facts, case.rulebook, on, only_recent=True)
        found[case.child] += [_owed(case, one, on) for one in judged if _is_shown(one, on)]
    return {child: sorted(rows, key=_urgency) for child, rows in found.items()}


def _is_shown(one: Judged, on: dt.date) -> bool:
    """Running windows, done or not; of those that have ended only what is not done."""
    window = one.window
    return on < window.end or one.outcome in RUNNING


def _urgency(owed: Owed) -> tuple[int, dt.date]:
    return (owed.last_day - owed.start).days, owed.start


def _owed(case: Case, one: Judged, on: dt.date) -> Owed:
    window, day = one.window, dt.timedelta(days=1)
    return Owed(
        child=case.child,
        enrolment=int(case.enrolment.id),
        duty=window.duty.code,
        title=window.duty.title,
        period_key=window.key,
        start=window.start,
        last_day=window.end - day,
        reportable_until=window.grace_end - day,
        state=one.outcome,
        reason=one.reason,
        days_left=(window.end - day - on).days,
        contact=int(one.contact.id) if one.contact else None,
    )
