"""The protocols and the school terms of a folder."""

import datetime as dt
import json
import re
from collections.abc import Collection
from pathlib import Path
from typing import Any, Final

from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.festivals import known_festivals
from nuantong.calendars.terms import Term, TermTable
from nuantong.duties.batch.reading import Problems, Source, days
from nuantong.duties.protocols import InvalidDefinition, parse_definition, shipped_definition
from nuantong.duties.protocols.meetable import refuse_what_cannot_be_met
from nuantong.duties.windows import Rulebook, Version

SHIPPED: Final = "six-ones"
TERM_COLUMNS: Final = ("stage", "term", "start", "end")
TERM_KEY: Final = re.compile(r"(\d{4})-(\d{4})-T\d")
CODE: Final = re.compile(r"[\w-]+")
EVER: Final = dt.date(1900, 1, 1)


def calendar_of(folder: Path, first: int, last: int, problems: Problems) -> CivilCalendar:
    """The folder's terms over the usual ones, and the festivals of the years."""
    path = folder / "terms.csv"
    terms = TermTable(_terms(path, problems)) if path.exists() else TermTable()
    return CivilCalendar(terms, known_festivals(first, last))


def _terms(path: Path, problems: Problems) -> list[Term]:
    source = Source(path, TERM_COLUMNS, (), problems)
    rows = source.rows()
    dated = rows.with_columns(start_day=days(rows["start"]), end_day=days(rows["end"]))
    found: dict[Term, int] = {}
    for row in dated.iter_rows(named=True):
        if why := _why_no_term(row):
            problems.add(path.name, row["line"], why)
        else:
            start, end = (dt.date.fromordinal(row[name]) for name in ("start_day", "end_day"))
            found.setdefault(Term(row["term"], start, end, row["stage"]), row["line"])
    torn = {term for term in found for other in found if _collide(term, other)}
    for term in torn:
        problems.add(
            path.name, found[term],
            f"term {term.key} of stage '{term.stage}' overlaps another or stands twice with other "
            "dates: windows of such terms are not judged",
        )  # fmt: skip
    return [Term(t.key, t.start, t.start, t.stage) if t in torn else t for t in found]


def _why_no_term(row: dict[str, Any]) -> str:
    key = TERM_KEY.fullmatch(row["term"])
    if key is None or int(key[2]) != int(key[1]) + 1:
        return f"'{row['term']}' is no term, as 2018-2019-T1: left out"
    if row["start_day"] is None or row["end_day"] is None:
        return f"start '{row['start']}' or end '{row['end']}' is no date: left out"
    if row["end_day"] <= row["start_day"]:
        return f"the term ends ({row['end']}) before it starts ({row['start']}): left out"
    years = {dt.date.fromordinal(row[name]).year for name in ("start_day", "end_day")}
    if not years <= {int(key[1]), int(key[2])}:
        return (
            f"{row['start']} to {row['end']} is not in the school year {key[1]}-{key[2]}: left out"
        )
    return ""


def _collide(one: Term, other: Term) -> bool:
    together = one.start < other.end and other.start < one.end
    return one != other and one.stage == other.stage and (together or one.key == other.key)


def rulebooks(
    folder: Path,
    codes: Collection[str],
    calendar: CivilCalendar,
    since: dt.date,
    problems: Problems,
) -> dict[str, Rulebook]:
    """By code, whose duties can be met after `since`; a protocol that cannot be used is reported and not there."""
    found = {}
    for code in sorted(codes):
        try:
            found[code] = Rulebook(_versions(folder, code, calendar, since, problems), calendar)
        except InvalidDefinition as error:
            problems.add(f"{code}.json", 0, str(error))
    return found


def _versions(
    folder: Path, code: str, calendar: CivilCalendar, since: dt.date, problems: Problems
) -> list[Version]:
    path = folder / f"{code}.json"
    if code == SHIPPED:
        if path.exists():
            problems.add(path.name, 0, "not used: six-ones is the shipped one; give yours a code")
        return [Version(EVER, shipped_definition(code))]
    if not CODE.fullmatch(code) or not path.is_file():
        raise InvalidDefinition(f"没有这个方案 there is no protocol '{code}' in the folder")
    versions = [_version(code, one) for one in _versions_in(_json(path))]
    if len({one.valid_from for one in versions}) != len(versions):
        raise InvalidDefinition("有两个版本同一天施行 two versions are valid from one day")
    for one in versions:
        refuse_what_cannot_be_met(one.definition.duties, calendar, max(one.valid_from, since))
    return versions


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InvalidDefinition(f"不是 JSON is no JSON: {error}") from error
    if not isinstance(content, dict):
        raise InvalidDefinition("应为对象 must be an object")
    return content


def _versions_in(content: dict[str, Any]) -> list[dict[str, Any]]:
    """Each with all that it says; what stands beside `versions` holds for all of them."""
    versions = content.pop("versions", None)
    if versions is None:
        return [content]
    if not isinstance(versions, list) or not all(isinstance(one, dict) for one in versions):
        raise InvalidDefinition("versions 应为对象的列表 must be a list of objects")
    return [content | one for one in versions]


def _version(code: str, content: dict[str, Any]) -> Version:
    """Titles may be left out: nothing is shown here."""
    since = content.pop("valid_from", EVER.isoformat())
    try:
        valid_from = dt.date.fromisoformat(since)
    except (TypeError, ValueError):
        raise InvalidDefinition(f"valid_from “{since}”不是日期 is no date") from None
    duties = content.get("duties")
    if isinstance(duties, list):
        titled = [
            {"title": one.get("code"), **one} if isinstance(one, dict) else one for one in duties
        ]
        content = content | {"duties": titled}
    return Version(valid_from, parse_definition({"code": code, "title": code, **content}))
