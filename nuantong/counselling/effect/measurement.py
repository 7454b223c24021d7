"""How exactly a scale measures, as data with its sources (data/measurement.toml)."""

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

DATA: Final = Path(__file__).parent / "data" / "measurement.toml"

NOT_KNOWN: Final = "没有核实过的信度"


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

    Without a known `reliability` changes are shown and no child's is judged. `sd` is a published spread for the error of measurement; without one a project's own spread at
    the first measurement is taken.
    """

    instrument: str
    title: str
    better: int
    lowest: float
    highest: float
    reliability: float | None = None
    kind: str = ""
    source: str = ""
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

    @property
    def trust(self) -> str:
        """Its reliability in words, with the source."""
        if self.reliability is None:
            return NOT_KNOWN
        return f"{self.kind}信度{self.reliability:g}，{self.source}"

    def error(self, spread: float) -> float:
        """The standard error of measurement: s·√(1 − r) (Jacobson & Truax 1991)."""
        return spread * math.sqrt(1 - (self.reliability or 0))


def _measure(row: dict[str, Any]) -> Measure:
    norm = row.pop("norm", None)
    return Measure(norm=Norm(**norm) if norm else None, **row)


@lru_cache
def measures() -> dict[str, Measure]:
    """Every measure of the data file by its key, in the file's order."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["measure"]
    return {one.key: one for one in map(_measure, rows)}
