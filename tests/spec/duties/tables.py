"""Reading and writing the small tables in which the duty rules are specified."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from nuantong.calendars.civil import CivilCalendar, default_calendar
from nuantong.calendars.terms import Term, TermTable
from nuantong.duties.facts import ALWAYS, SHANGHAI, Contact, Enrolment, Exemption, Facts, Holding
from nuantong.duties.judging import Judged, judge
from nuantong.duties.protocols import parse_definition, shipped_definition
from nuantong.duties.windows import Rulebook, Version

Row = dict[str, str]


@dataclass(frozen=True)
class Case:
    """One specified case: what is known, and what becomes of the windows it names."""

    title: str
    why: str
    as_of: str
    expect: str
    contacts: str = ""
    holdings: str = "carer | start | end\nli | 2018-01-01 |"
    enrolment: str = "start | end\n2018-01-01 |"
    exemptions: str = ""
    heard: str = ""
    terms: str = ""
    versions: tuple[tuple[str, dict[str, Any]], ...] = field(default=())


def rows(table: str) -> list[Row]:
    """The rows of a table whose cells are parted by bars; blank cells are empty text."""
    lines = [line.strip() for line in table.strip().splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(cells[0], line, strict=True)) for line in cells[1:]]


def judged(case: Case) -> list[Judged]:
    (enrolment,) = (read_enrolment(row) for row in rows(case.enrolment))
    return judge(enrolment, facts(case), rulebook(case), date.fromisoformat(case.as_of))


def rulebook(case: Case) -> Rulebook:
    if not case.versions:
        versions = [Version(date(2018, 1, 1), shipped_definition("six-ones"))]
    else:
        versions = [
            Version(date.fromisoformat(day), parse_definition(definition))
            for day, definition in case.versions
        ]
    return Rulebook(versions, calendar(case.terms))


@cache
def calendar(terms: str) -> CivilCalendar:
    table = TermTable(
        Term(row["term"], day(row["start"]), day(row["end"]), row["stage"]) for row in rows(terms)
    )
    return CivilCalendar(table, default_calendar().festivals) if terms else default_calendar()


def facts(case: Case) -> Facts:
    return Facts(
        contacts=tuple(read_contact(row) for row in rows(case.contacts)),
        holdings=tuple(
            Holding(row["carer"], day(row["start"]), until(row["end"]))
            for row in rows(case.holdings)
        ),
        exemptions=tuple(
            Exemption(day(row["start"]), until(row["end"]), row["reason"])
            for row in rows(case.exemptions)
        ),
        heard={row["carer"]: moment(row["last_heard_at"]) for row in rows(case.heard)},
    )


def read_enrolment(row: Row) -> Enrolment:
    return Enrolment(
        id="e1",
        start=day(row["start"]),
        end=until(row["end"]),
        stage=row.get("stage", ""),
        boarding=row.get("boarding") == "yes",
        no_signal=ALWAYS if row.get("no_signal") == "yes" else (),
        birthday=until(row.get("birthday", "")),
    )


def read_contact(row: Row) -> Contact:
    return Contact(
        id=row["contact"],
        carer=row["carer"],
        happened_on=day(row["happened_on"]),
        received_at=moment(row["received_at"]),
        acts=frozenset(filter(None, row["acts"].split(";"))),
        means=row["means"],
        supersedes=row.get("supersedes") or None,
    )


def day(text: str) -> date:
    return date.fromisoformat(text)


def until(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def moment(text: str) -> datetime:
    """A date and time, or a date alone (noon); Shanghai's clock unless an offset is given."""
    parsed = datetime.fromisoformat(text if ":" in text else f"{text} 12:00")
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=SHANGHAI)


def as_row(result: Judged) -> Row:
    """A judgement in the words of the interface."""
    return {
        "duty": result.window.duty.code,
        "period": result.window.key,
        "outcome": result.outcome.value,
        "reason": result.reason,
        "contact": str(result.contact.id) if result.contact else "",
        "credit_carer": str(result.credit_carer or ""),
        "handover": "1" if result.handover else "0",
    }


def definition(**changes: Any) -> dict[str, Any]:
    """A protocol of one duty: meet face to face each week, unless changed."""
    duty = {
        "code": "week",
        "title": "每周见一次面",
        "period": "week",
        "accepts": [{"acts": ["meet"], "means": ["face"]}],
        **changes,
    }
    return {"code": "example", "title": "示例方案", "duties": [duty]}


def readable(content: dict[str, Any]) -> str:
    """The duties of a definition, one line of JSON each."""
    return "\n".join(json.dumps(duty, ensure_ascii=False) for duty in content["duties"])
