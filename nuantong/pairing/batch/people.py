"""Rows become households and carers; what a row leaves open is settled here, and said."""

import datetime as dt
import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from nuantong.pairing.batch.reading import (
    CARER_COLUMNS,
    CHILD_COLUMNS,
    CURRENT_COLUMNS,
    Problems,
    Row,
    day,
    in_date,
    rows,
    whole,
)
from nuantong.pairing.matching import Carer, Household, Key, Where
from nuantong.pairing.matching.values import At

WORLD: Final = 100_000_000
"""Metres; no plane of this earth goes as far."""
Seen = tuple[str, int, Where, At | None]
"""File, line, place and point of a row."""


@dataclass
class Lists:
    """`seen` are the rows, each person once: centres are the means of their points. `paired` is the line of current.csv that says whom a household has."""

    households: list[Household] = field(default_factory=list)
    carers: list[Carer] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    paired: dict[Key, int] = field(default_factory=dict)


def read(folder: Path, as_of: dt.date, problems: Problems) -> Lists:
    lists = Lists()
    _read_children(folder / "children.csv", lists, problems)
    _read_carers(folder / "carers.csv", as_of, lists, problems)
    if (folder / "current.csv").exists():
        _read_current(folder / "current.csv", lists, problems)
    return lists


def _read_children(path: Path, lists: Lists, problems: Problems) -> None:
    """One household for each code; its first row says where it lives, all say what it needs."""
    found: dict[Key, Household] = {}
    home: dict[str, Key] = {}
    elsewhere: set[tuple[str, Key]] = set()
    for line, row in rows(path, CHILD_COLUMNS, problems):
        where, at = _where(row), _point(row, path.name, line, problems)
        child = row["child"] or f"line {line}"
        household = row["household"] or child
        if not row["child"] or not row["household"]:
            problems.add(path.name, line, "no child or household code: counted as one of its own")
        known = found.setdefault(household, Household(household, 0, where, at=at))
        if (known.where, known.at) != (where, at):
            problems.add(path.name, line, f"another place than household {household} has above: the first one holds")  # fmt: skip
        first = home.get(child)
        again = first == household or (child, household) in elsewhere
        needs = known.needs | _marks(row.get("needs", ""))
        found[household] = known._replace(children=known.children + (not again), needs=needs)
        if again:
            problems.add(path.name, line, f"child {child} again: counted once")
            continue
        if first is None:
            home[child] = known.id
        else:
            problems.add(path.name, line, f"child {child} is in household {first} too: counted in both")  # fmt: skip
            elsewhere.add((child, household))
        lists.seen.append((path.name, line, where, at))
    lists.households = list(found.values())


def _read_carers(path: Path, as_of: dt.date, lists: Lists, problems: Problems) -> None:
    known: set[str] = set()
    for line, row in rows(path, CARER_COLUMNS, problems):
        code = row["carer"]
        if not code or code in known:
            problem = (
                f"carer {code} again: the first row holds" if code else "no carer code: left out"
            )
            problems.add(path.name, line, problem)
            continue
        known.add(code)
        where, at = _where(row), _point(row, path.name, line, problems)
        if where.district is None:
            problems.add(path.name, line, "no district: nobody can be given to her")
        lists.seen.append((path.name, line, where, at))
        lists.carers.append(
            Carer(
                code,
                where,
                _capacity(row["capacity"], path.name, line, problems),
                checked=_checked(row["checked"], as_of, path.name, line, problems),
                skills=_marks(row.get("skills", "")),
                at=at,
            )
        )


def _read_current(path: Path, lists: Lists, problems: Problems) -> None:
    """Who has whom now; a carer that no list knows, or that a limit bars, counts all the same."""
    place = {one.id: number for number, one in enumerate(lists.households)}
    carers = {one.id for one in lists.carers}
    for line, row in rows(path, CURRENT_COLUMNS, problems):
        number = place.get(row["household"])
        if number is None:
            problems.add(path.name, line, f"household {row['household']} is not in children.csv")
            continue
        if not row["carer"]:
            problems.add(path.name, line, "no carer code: as if it had nobody")
            continue
        if lists.households[number].current is not None:
            problems.add(path.name, line, f"household {row['household']} again: the first row holds")  # fmt: skip
            continue
        if row["carer"] not in carers:
            problems.add(path.name, line, f"carer {row['carer']} is not in carers.csv: any other is a move")  # fmt: skip
        lists.households[number] = lists.households[number]._replace(current=row["carer"])
        lists.paired[row["household"]] = line


def _where(row: Row) -> Where:
    return _place(row["district"], row["township"], row["village"])


@cache
def _place(district: str, township: str, village: str) -> Where:
    """One for all who live there: a city has as many rows as children, and far fewer villages."""
    return Where(district or None, township or None, village or None)


@lru_cache(maxsize=4096)
def _marks(text: str) -> frozenset[str]:
    return frozenset(mark.strip() for mark in text.replace("；", ";").split(";") if mark.strip())


def _point(row: Row, file: str, line: int, problems: Problems) -> At | None:
    texts = row.get("x", ""), row.get("y", "")
    if texts == ("", ""):
        return None
    x, y = (_metres(text) for text in texts)
    if x is None or y is None:
        problems.add(file, line, f"no point: x '{texts[0]}', y '{texts[1]}'; as if unknown")
        return None
    if max(abs(x), abs(y)) <= 180 and any(float(text) % 1 for text in texts):
        problems.add(file, line, "x and y look like degrees, not metres; used as written")
    return x, y


def _metres(text: str) -> int | None:
    """Whole metres; fractions are rounded."""
    value = whole(text)
    if value is None:
        try:
            number = float(text)
        except ValueError:
            return None
        value = round(number) if math.isfinite(number) else WORLD
    return value if abs(value) < WORLD else None


def _capacity(text: str, file: str, line: int, problems: Problems) -> int:
    value = whole(text)
    if value is None:
        problems.add(file, line, f"capacity '{text}' is no whole number: nobody is given to her")
    elif value < 1:
        problems.add(file, line, f"capacity {value}: nobody is given to her")
    return max(value or 0, 0)


def _checked(text: str, as_of: dt.date, file: str, line: int, problems: Problems) -> bool:
    if not text:
        return False
    found = day(text)
    if found is None:
        problems.add(file, line, f"checked '{text}' is no date: as if she had no check")
        return False
    if found > as_of:
        problems.add(file, line, f"checked {found} is after as_of {as_of}: taken as in date")
    return in_date(found, as_of)


def count_current(lists: Lists) -> Counter[Key | None]:
    return Counter(one.current for one in lists.households if one.current is not None)
