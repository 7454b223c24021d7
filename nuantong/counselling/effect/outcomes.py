"""What changed in a project, one score at a time: everybody who started, not only who stayed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from nuantong.core.small_numbers import published
from nuantong.counselling.effect import change, intervals, missing
from nuantong.counselling.effect.change import BETTER, Ruler, Verdict
from nuantong.counselling.effect.intervals import Array
from nuantong.counselling.effect.measurement import NOT_KNOWN, Measure
from nuantong.counselling.effect.numbers import Absent, Result

FEWEST_FOR_SPREAD: Final = 10
"""First scores that a project's own spread needs before errors are worked out from it."""
NO_RULER: Final = f"第一次测评不足{FEWEST_FOR_SPREAD}人或分数都一样，估不出测量误差，不判断可靠变化"
ORDER: Final = [Verdict.RECOVERED, Verdict.IMPROVED, Verdict.UNCHANGED, Verdict.WORSE]

Scores = Mapping[str, float | None]
"""Child's key to score; absent or None is not measured, or not validly."""


def column(scores: Scores, keys: Sequence[str]) -> Array:
    """The scores in the order of `keys`, NaN where there is none."""
    found = [scores.get(key) for key in keys]
    return np.array([math.nan if one is None else one for one in found], float)


def ruler_for(measure: Measure, first: Scores) -> Ruler | None:
    """The ruler of a project: the published spread, else that of everybody's first score."""
    values = sorted(one for one in first.values() if one is not None)
    enough = len(values) >= FEWEST_FOR_SPREAD
    spread = float(np.std(values, ddof=1)) if enough else None
    return change.ruler(measure, spread, float(np.mean(values)) if enough else None)


@dataclass(frozen=True)
class Outcome:
    """One score of everybody in `keys`, before and after."""

    measure: Measure
    keys: tuple[str, ...]
    first: Scores
    last: Scores
    ruler: Ruler | None

    @cached_property
    def before(self) -> Array:
        return column(self.first, self.keys)

    @cached_property
    def after(self) -> Array:
        return column(self.last, self.keys)

    @cached_property
    def change(self) -> Result:
        return intervals.mean_change(self.before, self.after)

    @cached_property
    def effect(self) -> Result:
        return intervals.effect_size(self.before, self.after)

    @cached_property
    def imputed(self) -> Result:
        return missing.imputed_change(self.before, self.after)

    @cached_property
    def measured(self) -> frozenset[str]:
        """Who has both scores."""
        return frozenset(key for key in self.keys if _measured(self, key))

    @cached_property
    def verdicts(self) -> dict[Verdict, tuple[str, ...]]:
        """Who is in each class; together everybody."""
        found: dict[Verdict, list[str]] = {verdict: [] for verdict in [*ORDER, Verdict.UNKNOWN]}
        for key in self.keys:
            judged = self.ruler and self.ruler.judge(self.first.get(key), self.last.get(key))
            found[judged or Verdict.UNKNOWN].append(key)
        return {verdict: tuple(sorted(keys)) for verdict, keys in found.items()}

    @property
    def judged(self) -> int:
        return len(self.keys) - len(self.verdicts[Verdict.UNKNOWN])

    @property
    def unjudged(self) -> str:
        """Why no child's change is judged, where there is no ruler."""
        return NO_RULER if self.measure.reliability else f"{NOT_KNOWN}，不判断单个孩子的变化"

    def share(self, *which: Verdict) -> Result:
        """Their share of those measured both times, with Wilson's interval."""
        if self.ruler is None:
            return Absent(self.unjudged)
        return intervals.share(sum(len(self.verdicts[one]) for one in which), self.judged)

    @property
    def worst_case(self) -> Result:
        """Reliably better among all who started: whoever was not measured counts as not better."""
        if self.ruler is None:
            return Absent(self.unjudged)
        better = sum(len(self.verdicts[one]) for one in BETTER)
        return intervals.share(better, len(self.keys))

    @property
    def way(self) -> str:
        """What the mean change means, or that chance may explain it."""
        if isinstance(self.change, Absent):
            return self.change.why
        if self.change.low <= 0 <= self.change.high:
            return "变化在偶然范围内"
        return "总体好转" if self.change.value * self.measure.better > 0 else "总体变差"


def outcome(measure: Measure, keys: Sequence[str], first: Scores, last: Scores) -> Outcome:
    """`keys` are all who started, in any order."""
    started = tuple(sorted(set(keys)))
    of_started = {key: first.get(key) for key in started}
    return Outcome(measure, started, first, last, ruler_for(measure, of_started))


def subgroups(whole: Outcome, groups: Mapping[str, str]) -> list[tuple[str, Outcome]]:
    """The outcome of each group (child's key to group's name) that is not too small to be shown,
    nor could be worked out from the others; judged by the whole's ruler."""
    names = sorted({groups.get(key, "未采集") for key in whole.keys})
    members = {n: [k for k in whole.keys if groups.get(k, "未采集") == n] for n in names}
    shown = published({name: len(whole.measured & set(keys)) for name, keys in members.items()})
    return [
        (name, Outcome(whole.measure, tuple(keys), whole.first, whole.last, whole.ruler))
        for name, keys in members.items()
        if shown[name]
    ]


def _measured(whole: Outcome, key: str) -> bool:
    return whole.first.get(key) is not None and whole.last.get(key) is not None
