"""Reading the small tables in which the rules of eligibility are specified."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from nuantong.eligibility.rules import evaluate
from nuantong.eligibility.values import Disability, Facts, Result, Situation

Row = dict[str, str]
BORN, ON, REGION = "2012-05-04", "2026-11-26", "500113"
"""What holds where a table says nothing."""
FLAGS = {"cross": True, "inside": False}


@dataclass(frozen=True)
class Case:
    """Some rows of one rule: each row is a child on a day, and what is said of her.

    A parent is written `in_prison 2015-03-01..2027-03-01 36m`: status, span (the end is the first
    day after), term; `severely_disabled limbs/3`; `working_away 2018-01-01.. cross`; several with
    `+`; `-` when nothing is known.
    """

    title: str
    why: str
    table: str


def rows(table: str) -> list[Row]:
    """The rows of a table whose cells are parted by bars; blank cells are empty text."""
    lines = [line.strip() for line in table.strip().splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(cells[0], line, strict=True)) for line in cells[1:]]


def results(row: Row) -> dict[str, Result]:
    day = date.fromisoformat(row.get("on") or ON)
    found = evaluate(facts(row), day, row.get("region") or REGION)
    return {result.category.value: result for result in found}


def facts(row: Row) -> Facts:
    born = row.get("born", BORN)
    kind, _, grade = row.get("disability", "").partition("/")
    return Facts(
        born=None if born == "-" else date.fromisoformat(born),
        stage=row.get("stage", ""),
        father=parent(row.get("father", "-")),
        mother=parent(row.get("mother", "-")),
        poverty=row.get("poverty", ""),
        disability=Disability(kind, int(grade) if grade else None) if kind else None,
        illness=row.get("illness", ""),
        guardianship=tuple(filter(None, [row.get("guardianship", "")])),
        home=row.get("home", ""),
        home_since=until(row.get("home_since", "")),
        registered=row.get("registered", ""),
        foundling=row.get("foundling") == "yes",
        rural={"yes": True, "no": False}.get(row.get("rural", "")),
    )


def parent(text: str) -> tuple[Situation, ...]:
    return tuple(situation(part.split()) for part in text.split("+") if part.strip() != "-")


def situation(words: list[str]) -> Situation:
    values: dict[str, Any] = {"status": words[0]}
    for word in words[1:]:
        if word in FLAGS:
            values["cross_county"] = FLAGS[word]
        elif ".." in word:
            start, end = word.split("..")
            values |= {"since": until(start), "until": until(end)}
        elif word.endswith("m"):
            values["months"] = int(word[:-1])
        else:
            kind, _, grade = word.partition("/")
            values |= {"disability": kind, "grade": int(grade) if grade else None}
    return Situation(**values)


def until(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def as_words(found: dict[str, Result], expected: str) -> str:
    """What was found, told as the table tells it: the categories named there, and every other yes."""
    named = [part.split()[0] for part in expected.split(";") if part.strip()]
    more = [name for name, result in found.items() if result.fits == "yes" and name not in named]
    told = [_told(found.get(name), name, expected) for name in [*named, *more]]
    return "; ".join(told)


def _told(result: Result | None, name: str, expected: str) -> str:
    if result is None:
        return f"{name} nothing"
    part = next((p for p in expected.split(";") if p.split()[:1] == [name]), "")
    told = f"{name} {result.fits}"
    if "since" in part:
        told += f" since {result.since}"
    if "until" in part:
        told += f" until {result.until}"
    if "then" in part:
        told += f" then {result.becomes}"
    if "missing" in part:
        told += f" missing {'、'.join(result.missing)}"
    return told
