"""The outcome page of a project in words and numbers, as far as its reader may see.

Whoever may open every case of the project sees every number. Others read with small numbers hidden,
and a number opens to those of its cases that are theirs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from nuantong.core.small_numbers import HIDDEN, LEAST, is_small, published
from nuantong.counselling.effect.change import TITLES, Verdict
from nuantong.counselling.effect.flow import Step
from nuantong.counselling.effect.numbers import Absent, Result
from nuantong.counselling.effect.outcomes import Outcome
from nuantong.counselling.effect.report import Waiting
from nuantong.counselling.effect.study import POINTS, Study
from nuantong.counselling.effect.wording import HINT, METHODS, NOT_CAUSE, WITH_WAITING

Address = Callable[[str], str]
"""Where a figure opens, by its key."""
TONES: Final = {
    Verdict.RECOVERED: "good", Verdict.IMPROVED: "good", Verdict.UNCHANGED: "plain",
    Verdict.WORSE: "late", Verdict.UNKNOWN: "due",
}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A count with its words; `count` None is hidden, `url` where it opens."""

    title: str
    count: int | None
    url: str = ""
    tone: str = ""
    share: str = ""
    hidden: str = HIDDEN


@dataclass(frozen=True)
class Group:
    kind: str
    name: str
    change: Result


@dataclass(frozen=True)
class Scale:
    """One score of the project."""

    title: str
    direction: str
    way: str
    svg: str
    change: Result
    effect: Result
    imputed: Result
    worst: Result
    both: Number
    classes: list[Number]
    groups: list[Group]
    note: str
    waiting: Waiting | None = None


@dataclass(frozen=True)
class Page:
    cause: str
    compared: str
    steps: list[Number]
    ends: list[Number]
    assessed: list[Number]
    sessions: str
    scales: list[Scale]
    hint: str = HINT
    methods: Sequence[tuple[str, str]] = tuple(METHODS)


@dataclass(frozen=True)
class Maker:
    """Builds the page for one reader: `mine` are the cases that she may open."""

    study: Study
    mine: frozenset[str]
    address: Address

    @cached_property
    def opens(self) -> bool:
        return bool(self.mine) and self.mine >= {record.key for record in self.study.records}

    def page(self) -> Page:
        flow = self.study.flow
        sessions = f"共辅导{flow.sessions}次，每名儿童次数的中位数为{flow.per_child or 0:g}次。"
        return Page(
            WITH_WAITING if self.study.waiting else NOT_CAUSE,
            f"开始时和{POINTS[self.study.last]}",
            [self._alone(step) for step in flow.steps],
            self._parts(flow.ends),
            [self._alone(step) for step in flow.assessed],
            sessions if flow.started.count >= LEAST or (self.opens and flow.started.count) else "",
            [self._scale(one) for one in self.study.outcomes],
        )  # fmt: skip

    def _alone(self, step: Step) -> Number:
        return self._parts([step])[0]

    def _parts(self, steps: Sequence[Step]) -> list[Number]:
        """Parts of one whole: of several hidden ones none can be worked out."""
        counts: dict[str, int | None] = {step.key: step.count for step in steps}
        if not self.opens:
            counts = published({step.key: step.count for step in steps})
        return [Number(step.title, counts[step.key], self._url(step, counts)) for step in steps]

    def _url(self, step: Step, counts: dict[str, int | None]) -> str:
        return self.address(step.key) if counts[step.key] and step.people & self.mine else ""

    def _scale(self, one: Outcome) -> Scale:
        both = Step(f"{one.measure.key}-both", "", one.measured)
        seen = self.opens or not is_small(len(one.measured))
        few = Absent(HIDDEN)
        classes = self._classes(one) if seen else []
        groups = [
            Group(kind, name, part.change)
            for kind, name, part in self.study.groups
            if part.measure == one.measure
        ]
        told = seen and all(n.count is not None for n in classes if n.tone == "good")
        return Scale(
            one.measure.title, one.measure.direction, one.way if seen else HIDDEN,
            self.study.curve(one), one.change if seen else few, one.effect if seen else few,
            one.imputed if seen else few, one.worst_case if told else few, self._alone(both),
            classes, groups, _note(one),
            next((w for w in self.study.waiting if w.outcome is one), None),
        )  # fmt: skip

    def _classes(self, one: Outcome) -> list[Number]:
        """Better, unchanged, worse, and not measured: everybody who started, once."""
        if one.ruler is None:
            return []
        which = [v for v in one.verdicts if v is not Verdict.RECOVERED or one.ruler.cut is not None]
        steps = [self._step(one, verdict) for verdict in which]
        return [
            Number(
                number.title, number.count, number.url, TONES[verdict],
                "" if verdict is Verdict.UNKNOWN or number.count is None else f"{one.share(verdict)}",
            )
            for verdict, number in zip(which, self._parts(steps), strict=True)
        ]  # fmt: skip

    def _step(self, one: Outcome, verdict: Verdict) -> Step:
        return Step(
            f"{one.measure.key}-{verdict.value}", TITLES[verdict], frozenset(one.verdicts[verdict])
        )


def _note(one: Outcome) -> str:
    if one.ruler is None:
        return f"{one.unjudged}。"
    measure, ruler = one.measure, one.ruler
    norm = measure.norm
    well = "没有公布的适用常模，不判断是否进入一般儿童范围。"
    if norm and ruler.cut is not None:
        well = f"界线{ruler.cut:.1f}分，在{norm.whose}常模（{norm.source}）和本项目初测之间。"
    return (
        f"变化至少{ruler.least:.1f}分才算可靠：{measure.trust}；"
        f"标准差{ruler.spread:.1f}（{ruler.spread_source}）。{well}"
    )
