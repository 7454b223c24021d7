"""The rules as data: what is in force in a region on a day, and the act it rests on.

Of several rows of one name the one of the smallest region wins, then the latest. A region is the
beginning of its code: "" the country, "50" Chongqing, "500113" a district.
"""

import datetime as dt
import json
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data" / "rules.json"


@dataclass(frozen=True, slots=True)
class Row:
    """A rule of one name, for a region, from a day to a day."""

    name: str
    region: str
    valid_from: dt.date
    valid_to: dt.date | None
    act: str
    content: dict[str, Any]


@dataclass(frozen=True)
class Rules:
    """What is in force in one region on one day."""

    settings: dict[str, Any]
    acts: dict[str, str]
    situations: dict[str, dict[str, Any]]

    def __getitem__(self, name: str) -> Any:
        return self.settings[name]

    def knows(self, name: str) -> bool:
        return name in self.settings

    def act(self, name: str) -> str:
        return self.acts[name]


class Book:
    def __init__(self, data: dict[str, Any]) -> None:
        self.version: str = data["version"]
        self.acts: dict[str, dict[str, str]] = data["acts"]
        self.settings = [_row(one) for one in data["settings"]]
        self.situations = [_row(one) for one in data["situations"]]
        rows = [*self.settings, *self.situations]
        ends = {row.valid_to for row in rows if row.valid_to}
        self.days = sorted({row.valid_from for row in rows} | ends)
        self._known: dict[tuple[str, int], Rules] = {}

    def article(self, act: str) -> str:
        """民发〔2019〕62号《关于…的意见》."""
        found = self.acts.get(act)
        return f"{found['number']}《{found['title']}》" if found else ""

    def rules(self, region: str, on: dt.date) -> Rules:
        """The same object for all days between two changes of the rules."""
        at = bisect_right(self.days, on)
        known = self._known.get((region, at))
        if known is None:
            known = self._known[region, at] = self._read(region, self.days[at - 1] if at else None)
        return known

    def _read(self, region: str, day: dt.date | None) -> Rules:
        settings = _in_force(self.settings, region, day)
        situations = _in_force(self.situations, region, day)
        acts = {name: row.act for name, row in [*settings.items(), *situations.items()]}
        return Rules(
            {name: row.content["value"] for name, row in settings.items()},
            acts,
            {name: row.content for name, row in situations.items()},
        )


def _row(data: dict[str, Any]) -> Row:
    content = dict(data)
    end = content.pop("valid_to", None)
    return Row(
        content.pop("name"), content.pop("region", ""),
        dt.date.fromisoformat(content.pop("valid_from")),
        dt.date.fromisoformat(end) if end else None, content.pop("act"), content,
    )  # fmt: skip


def _in_force(rows: list[Row], region: str, day: dt.date | None) -> dict[str, Row]:
    holding = [
        row
        for row in rows
        if day
        and row.valid_from <= day
        and (row.valid_to is None or row.valid_to > day)
        and region.startswith(row.region)
    ]
    holding.sort(key=lambda row: (len(row.region), row.valid_from))
    return {row.name: row for row in holding}


@lru_cache(maxsize=1)
def shipped() -> Book:
    """The rules this version of the program was delivered with."""
    return Book(json.loads(DATA.read_text(encoding="utf-8")))
