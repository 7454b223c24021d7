"""A figure with its uncertainty, or the word why there is none."""

from dataclasses import dataclass
from typing import TypeGuard

MINUS = "−"


def shown(value: float, places: int = 1) -> str:
    """A number as it is printed: a true minus sign, never "-0.0"."""
    text = f"{value:.{places}f}"
    if not text.strip("-0."):
        return text.removeprefix("-")
    return text.replace("-", MINUS)


@dataclass(frozen=True)
class Estimate:
    """`value` with the ends of its 95 % confidence interval, from `n` children or files."""

    value: float
    low: float
    high: float
    n: int
    places: int = 1
    percent: bool = False

    def _text(self, value: float) -> str:
        return f"{shown(100 * value, 0)}%" if self.percent else shown(value, self.places)

    @property
    def figure(self) -> str:
        return self._text(self.value)

    @property
    def between(self) -> str:
        return f"{self._text(self.low)} 至 {self._text(self.high)}"

    def __str__(self) -> str:
        return f"{self.figure}（95%置信区间 {self.between}）"


@dataclass(frozen=True)
class Absent:
    """No number, and why: shown in its place."""

    why: str
    n: int = 0

    @property
    def figure(self) -> str:
        return "—"

    @property
    def between(self) -> str:
        return self.why

    def __str__(self) -> str:
        return self.why


Result = Estimate | Absent


def known(result: Result) -> TypeGuard[Estimate]:
    """Whether there is a number."""
    return isinstance(result, Estimate)
