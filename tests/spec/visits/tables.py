"""Reads the tables of cases."""

import datetime as dt
from collections.abc import Iterator

from nuantong.visits.planning import Home, Reason, Seen


def rows(table: str) -> Iterator[dict[str, str]]:
    head, *lines = (line for line in table.splitlines() if line.strip())
    names = [name.strip() for name in head.split("|")]
    for line in lines:
        yield dict(zip(names, (cell.strip() for cell in line.split("|")), strict=False))


def day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def seen(text: str) -> tuple[Seen, ...]:
    return tuple(_seen(part.split()) for part in text.split(",") if part.strip())


def _seen(words: list[str]) -> Seen:
    on, outcome, *rest = words
    grade = next((word for word in rest if word in ("good", "fair", "poor")), "")
    parents = next((day(word[1:]) for word in rest if word.startswith("p2")), None)
    return Seen(
        dt.date.fromisoformat(on), outcome, grade, focus="f" in rest, risk="r" in rest,
        parents_on=parents,
    )  # fmt: skip


def home(row: dict[str, str]) -> Home:
    return Home(
        registered_on=day(row.get("registered", "")) or dt.date(2018, 1, 1),
        visits=seen(row["visits newest first"]), asked=day(row.get("asked", "")),
        facts=frozenset(Reason(word) for word in row.get("facts", "").split()),
    )  # fmt: skip
