"""How exactly a scale measures, as data with its sources (data/measurement.toml)."""

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data" / "measurement.toml"


@dataclass(frozen=True)
class Norm:
    """Mean and spread of people who need no help, and whose they are."""

    mean: float
    sd: float
    whose: str
    source: str


@dataclass(frozen=True)
class Measure:
    """One score of one instrument: its reliability, direction, and norm where one is published.

    `sd` is a published spread for the error of measurement; without one a project's own spread at
    the first measurement is taken.
    """

    instrument: str
    title: str
    better: int
    reliability: float
    kind: str
    source: str
    lowest: float
    highest: float
    score: str = "total"
    sd: float | None = None
    sd_source: str = ""
    norm: Norm | None = None

    @property
    def key(self) -> str:
        return self.instrument if self.score == "total" else f"{self.instrument}.{self.score}"

    @property
    def direction(self) -> str:
        return "分数越高越好" if self.better > 0 else "分数越低越好"

    def error(self, spread: float) -> float:
        """The standard error of measurement: s·√(1 − r) (Jacobson & Truax 1991)."""
        return spread * math.sqrt(1 - self.reliability)


def _measure(row: dict[str, Any]) -> Measure:
    norm = row.pop("norm", None)
    return Measure(norm=Norm(**norm) if norm else None, **row)


@lru_cache
def measures() -> dict[str, Measure]:
    """Every measure of the data file by its key, in the file's order."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["measure"]
    return {one.key: one for one in map(_measure, rows)}
