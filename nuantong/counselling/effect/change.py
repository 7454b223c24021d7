"""Whether one child changed more than the scale errs, and whether she is now among the well.

Jacobson & Truax 1991: the reliable change index divides the change by the standard error of a
difference; the cut-off c lies where belonging to those in need and to the well is equally likely.
"""

import math
from dataclasses import dataclass
from enum import Enum
from typing import Final

from nuantong.counselling.effect.intervals import Z
from nuantong.counselling.effect.measurement import Measure
from nuantong.counselling.effect.numbers import shown

CHANCE: Final = 1.96
"""A change that error alone exceeds once in twenty times, either way."""


class Verdict(Enum):
    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    WORSE = "worse"
    UNKNOWN = "unknown"

    @property
    def title(self) -> str:
        return TITLES[self]


TITLES: Final = {
    Verdict.RECOVERED: "可靠好转并进入一般儿童范围",
    Verdict.IMPROVED: "可靠好转",
    Verdict.UNCHANGED: "没有可靠变化",
    Verdict.WORSE: "可靠变差",
    Verdict.UNKNOWN: "没有两次有效测评",
}
BETTER: Final = frozenset({Verdict.RECOVERED, Verdict.IMPROVED})


@dataclass(frozen=True)
class Ruler:
    """A measure with the spread its error is worked out from; `cut` is c, None without a norm."""

    measure: Measure
    spread: float
    spread_source: str
    cut: float | None = None

    @property
    def error(self) -> float:
        return self.measure.error(self.spread)

    @property
    def least(self) -> float:
        """The least change that counts as reliable: 1.96 standard errors of a difference."""
        return CHANCE * math.sqrt(2) * self.error

    def index(self, before: float, after: float) -> float:
        """The reliable change index; positive is better."""
        return self.measure.better * (after - before) / (math.sqrt(2) * self.error)

    def band(self, score: float) -> tuple[float, float]:
        """Where the true score lies with 95 % confidence, within the scale's ends."""
        half = Z * self.error
        return max(self.measure.lowest, score - half), min(self.measure.highest, score + half)

    def judge(self, before: float | None, after: float | None) -> Verdict:
        if before is None or after is None or math.isnan(before) or math.isnan(after):
            return Verdict.UNKNOWN
        index = self.index(before, after)
        if index <= -CHANCE:
            return Verdict.WORSE
        if index < CHANCE:
            return Verdict.UNCHANGED
        return Verdict.RECOVERED if self._crossed(before, after) else Verdict.IMPROVED

    def _crossed(self, before: float, after: float) -> bool:
        if self.cut is None:
            return False
        way = self.measure.better
        return way * (before - self.cut) < 0 <= way * (after - self.cut)

    def words(self, before: float, after: float) -> str:
        """The judgement as a sentence beside the curve."""
        way = "上升" if after > before else "下降"
        moved = (
            f"从{shown(before, 0)}分{way}到{shown(after, 0)}分" if after != before else "分数没有变"
        )
        verdict = self.judge(before, after).title
        return f"{moved}；变化至少{shown(self.least)}分才超出测量误差：{verdict}。"


def criterion_c(well: tuple[float, float], need: tuple[float, float]) -> float:
    """The cut-off between two groups, each (mean, spread), weighted by the other's spread."""
    (m0, s0), (m1, s1) = well, need
    return (s0 * m1 + s1 * m0) / (s0 + s1)


def ruler(measure: Measure, spread: float | None, mean: float | None) -> Ruler | None:
    """`mean` and `spread` are the project's at its first measurement; None without any spread."""
    taken = measure.sd or spread
    if not taken or not measure.reliability or measure.reliability >= 1:
        return None
    source = measure.sd_source if measure.sd else "本项目第一次测评的标准差"
    return Ruler(measure, taken, source, _cut(measure, spread, mean))


def _cut(measure: Measure, spread: float | None, mean: float | None) -> float | None:
    """Only where those in need do differ from the norm in the expected direction."""
    norm = measure.norm
    if norm is None or not spread or mean is None or measure.better * (norm.mean - mean) <= 0:
        return None
    return criterion_c((norm.mean, norm.sd), (mean, spread))
