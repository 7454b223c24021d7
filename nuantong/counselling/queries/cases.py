"""A case as its page and the lists show it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from nuantong.access.reader import Reader
from nuantong.calendars.tables import civil_calendar
from nuantong.consents.models import Consent
from nuantong.core.clock import SHANGHAI
from nuantong.counselling.models import Case, Charge, Note, Pause, Session
from nuantong.counselling.occasion import KIND
from nuantong.counselling.plan import Done, Year, follow_ups, followed_up, judged
from nuantong.duties.judging import Judged
from nuantong.duties.vocabulary import FULFILLED, OUTCOME_TITLES, Outcome
from nuantong.instruments.models import AnswerSheet

TONES: Final = {Outcome.MET: "good", Outcome.MET_LATE: "good", Outcome.MISSED: "late",
                Outcome.IN_GRACE: "due", Outcome.OPEN: "info"}  # fmt: skip
SHOWN: Final = 8


class State(NamedTuple):
    text: str
    tone: str


def state_of(case: Case, on: dt.date, pauses: Iterable[Pause] = ()) -> State:
    if case.closed_on is not None:
        return State(f"已结束：{case.get_reason_display()}", "plain")
    if case.started_on is None:
        return State("排队等待", "due")
    if any(rest.start <= on and (rest.end is None or on < rest.end) for rest in pauses):
        return State("暂停中", "plain")
    return State("辅导中", "good")


@dataclass(frozen=True)
class Owed:
    """One duty of the plan: its window now, and how the closed ones came out."""

    title: str
    now: Judged | None
    met: int
    missed: int

    @property
    def word(self) -> str:
        return OUTCOME_TITLES[self.now.outcome] if self.now else "没有"

    @property
    def tone(self) -> str:
        return TONES.get(self.now.outcome, "plain") if self.now else "plain"

    @property
    def until(self) -> dt.date | None:
        """The last day of the window."""
        return self.now.window.end - dt.timedelta(1) if self.now else None

    @property
    def waits(self) -> bool:
        return self.now is not None and self.now.outcome in (Outcome.OPEN, Outcome.IN_GRACE)


def plan_of(case: Case, on: dt.date) -> list[Judged]:
    """Every window of the case's year that has begun."""
    return plans_of([case], on)[case.pk]


def plans_of(cases: Iterable[Case], on: dt.date) -> dict[int, list[Judged]]:
    """Of many cases by three queries."""
    begun = [case for case in cases if case.started_on is not None]
    ids, children = [case.pk for case in begun], [case.child_id for case in begun]
    done, rests, sheets = _sessions(ids), _pauses(ids), _sheets(children)
    calendar = civil_calendar()
    found: dict[int, list[Judged]] = {}
    for case in begun:
        assert case.started_on is not None
        mine = [one for one in sheets[case.child_id] if one.on >= case.started_on]
        year = Year(case.started_on, case.closed_on, tuple(rests[case.pk]))
        found[case.pk] = judged(year, [*done[case.pk], *mine], calendar, on)
    return found


def _sessions(cases: list[int]) -> dict[int, list[Done]]:
    found: dict[int, list[Done]] = defaultdict(list)
    rows = Session.objects.filter(case__in=cases, absent="")
    for case, pk, kind, on, at, who in rows.values_list(
        "case", "pk", "kind", "on", "entered_at", "practitioner"
    ):
        found[case].append(Done(pk, kind, on, at, who))
    return found


def _pauses(cases: list[int]) -> dict[int, list[tuple[dt.date, dt.date | None]]]:
    found: dict[int, list[tuple[dt.date, dt.date | None]]] = defaultdict(list)
    for case, start, end in Pause.objects.filter(case__in=cases).values_list(
        "case", "start", "end"
    ):
        found[case].append((start, end))
    return found


def _sheets(children: list[int]) -> dict[int, list[Done]]:
    found: dict[int, list[Done]] = defaultdict(list)
    rows = AnswerSheet.objects.finished().filter(child__in=children, occasion_kind=KIND, valid=True)
    for child, pk, at in rows.values_list("child", "pk", "finished_at"):
        found[child].append(Done(pk, "sheet", at.astimezone(SHANGHAI).date(), at))
    return found


def owed(windows: list[Judged]) -> list[Owed]:
    """Duty by duty, in the plan's order."""
    by_duty: dict[str, list[Judged]] = defaultdict(list)
    for one in windows:
        by_duty[one.window.duty.title].append(one)
    return [
        Owed(
            title,
            max(rows, key=lambda one: one.window.start, default=None),
            sum(one.outcome in FULFILLED for one in rows),
            sum(one.outcome == Outcome.MISSED for one in rows),
        )
        for title, rows in by_duty.items()
    ]


@dataclass(frozen=True)
class Line:
    """A case in a list."""

    case: Case
    state: State
    place: str
    counsellor: str
    missed: int
    waits: tuple[str, ...]


def lines(cases: list[Case], reader: Reader) -> list[Line]:
    """`waits` names what is owed now and not yet done."""
    plans = plans_of([case for case in cases if case.is_open], reader.on)
    ids = [case.pk for case in cases]
    names = dict(
        Charge.objects.filter(case__in=ids, end=None).values_list(
            "case", "practitioner__user__name"
        )
    )
    rests: dict[int, list[Pause]] = defaultdict(list)
    for rest in Pause.objects.filter(case__in=ids):
        rests[rest.case_id].append(rest)
    return [_line(one, reader, owed(plans.get(one.pk, [])), names, rests) for one in cases]


def _line(
    case: Case, reader: Reader, rows: list[Owed], names: dict[int, str],
    rests: dict[int, list[Pause]],
) -> Line:  # fmt: skip
    return Line(
        case, state_of(case, reader.on, rests[case.pk]), reader.tree.full_name(case.child.place_id, " "),
        names.get(case.pk, ""), sum(row.missed for row in rows),
        tuple(row.title for row in rows if row.waits),
    )  # fmt: skip


def follow_up_lines(case: Case, on: dt.date) -> list[tuple[dt.date, State]]:
    """The two follow-ups after the end: the day each is due about, and how it stands."""
    if case.closed_on is None or case.started_on is None:
        return []
    windows = followed_up(case.closed_on, _sessions([case.pk])[case.pk], civil_calendar(), on)
    said = [State(OUTCOME_TITLES[one.outcome], TONES.get(one.outcome, "plain")) for one in windows]
    days = follow_ups(case.closed_on)
    to_come = [State("还没到时候", "plain")] * (len(days) - len(said))
    return list(zip(days, [*said, *to_come], strict=True))


def latest_notes(sessions: list[Session]) -> dict[int, Any]:
    """The newest note of each session."""
    rows = Note.objects.filter(session__in=sessions).order_by("session_id", "-number")
    return {note.session_id: note for note in rows.distinct("session_id")}


def asked(case: Case) -> list[tuple[str, str, Consent | None]]:
    """The guardian and the child: what each has said last about being counselled."""
    rows = Consent.objects.filter(child=case.child_id, purpose__in=AGREED).order_by("pk")
    last = {one.purpose: one for one in rows}
    return [(which, title, last.get(purpose)) for purpose, (which, title) in AGREED.items()]


AGREED: Final = {
    Consent.Purpose.COUNSELLING: ("guardian", "监护人"),
    Consent.Purpose.COUNSELLING_ASSENT: ("assent", "孩子自己"),
}
