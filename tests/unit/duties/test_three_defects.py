"""Three defects published of a peer's engine (Community Health Toolkit), which keys its records by
user and time of computing: they cannot happen where a window is (enrolment, duty, period)."""

import datetime as dt

from nuantong.calendars.civil import default_calendar
from nuantong.duties.facts import SHANGHAI, Contact, Enrolment, Facts, Holding
from nuantong.duties.judging import Judged, judge
from nuantong.duties.protocols import shipped_definition
from nuantong.duties.vocabulary import Outcome
from nuantong.duties.windows import Rulebook, Version

RULES = Rulebook([Version(dt.date(2018, 1, 1), shipped_definition("six-ones"))], default_calendar())
CHILD = Enrolment("e1", dt.date(2018, 1, 1))


def visit(on: dt.date, received_on: dt.date, carer: str = "li") -> Contact:
    at = dt.datetime.combine(received_on, dt.time(9), SHANGHAI)
    return Contact(f"k{on}", carer, on, at, frozenset({"meet"}), "face")


def weeks(facts: Facts, as_of: dt.date) -> list[Judged]:
    return [one for one in judge(CHILD, facts, RULES, as_of) if one.window.duty.code == "week"]


def test_a_window_that_was_missed_and_gets_a_late_report_has_one_outcome() -> None:
    late = Facts((visit(dt.date(2018, 7, 4), received_on=dt.date(2018, 8, 20)),))
    before, after = weeks(late, dt.date(2018, 8, 19)), weeks(late, dt.date(2018, 8, 20))

    assert len({one.window.key for one in before}) == len(before)
    assert [one.outcome for one in before if one.window.key == "2018-W27"] == [Outcome.MISSED]
    assert [one.outcome for one in after if one.window.key == "2018-W27"] == [Outcome.MET]


def test_a_change_of_carer_doubles_no_window() -> None:
    july = dt.date(2018, 7, 4)
    handed_over = (Holding("li", CHILD.start, july), Holding("wang", july))
    contacts = (visit(dt.date(2018, 7, 2), july), visit(dt.date(2018, 7, 12), july))
    alone = weeks(Facts(contacts, (Holding("li", CHILD.start),)), dt.date(2018, 8, 20))
    changed = weeks(Facts(contacts, handed_over), dt.date(2018, 8, 20))

    assert [one.window.key for one in changed] == [one.window.key for one in alone]


def test_no_miss_is_forgotten_after_half_a_year_of_silence() -> None:
    missed = [one for one in weeks(Facts(), dt.date(2018, 7, 5)) if one.outcome == Outcome.MISSED]

    assert len(missed) == 26
