"""A project as a study: each figure of its page, and the children behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from nuantong.core.small_numbers import LEAST
from nuantong.counselling.effect import charts, export, intervals, outcomes, waiting
from nuantong.counselling.effect.change import TITLES
from nuantong.counselling.effect.flow import Flow, Participant, flow
from nuantong.counselling.effect.measurement import Measure, measures
from nuantong.counselling.effect.numbers import known
from nuantong.counselling.effect.outcomes import Outcome, Scores
from nuantong.counselling.effect.report import Waiting

POINTS: Final = {"m0": "开始时", "m6": "6个月", "m12": "12个月"}
FIRST, HALF, LAST = "m0", "m6", "m12"
WAITED: Final = ("w0", "w1")
"""Two measurements of a child who still waits."""
GROUPS: Final = {"sex": "性别", "age": "年龄段", "place": "区县"}


@dataclass(frozen=True)
class Score:
    """A valid score: of which measure, at which point, how many weeks after the start."""

    measure: str
    point: str
    week: int
    value: float


@dataclass(frozen=True)
class Record:
    """A child in a project: where she went and what was measured; no name. Of whoever took her
    consent back nothing leaves the house, and no expert reads it (`may_leave`)."""

    participant: Participant
    sex: str
    age: str
    place: str
    scores: tuple[Score, ...] = ()
    may_leave: bool = True

    @property
    def key(self) -> str:
        return self.participant.key

    def score(self, measure: str, point: str) -> float | None:
        return next(
            (s.value for s in self.scores if (s.measure, s.point) == (measure, point)), None
        )


@dataclass(frozen=True)
class Figure:
    """A number of the page: its title and whom it counts."""

    title: str
    people: frozenset[str]


@dataclass
class Study:
    records: Sequence[Record]
    last: str = LAST
    """The point compared with the first."""
    measures: Mapping[str, Measure] = field(default_factory=measures)
    """Every score that may occur."""

    @cached_property
    def flow(self) -> Flow:
        return flow((record.participant for record in self.records), POINTS)

    @cached_property
    def started(self) -> list[Record]:
        return [record for record in self.records if record.participant.started]

    def scores(self, measure: Measure, point: str, of: Iterable[Record] | None = None) -> Scores:
        rows = self.records if of is None else of
        return {record.key: record.score(measure.key, point) for record in rows}

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """One for each measure that anybody who started was given first: of all who were given it,
        for a scale is not for every age."""
        found = []
        for one in self.measures.values():
            first = self.scores(one, FIRST, self.started)
            given = [key for key, value in first.items() if value is not None]
            if given:
                found.append(outcomes.outcome(one, given, first, self.scores(one, self.last)))
        return found

    def outcome(self, key: str) -> Outcome | None:
        return next((one for one in self.outcomes if one.measure.key == key), None)

    @cached_property
    def groups(self) -> list[tuple[str, str, Outcome]]:
        """Kind of group, its name, its outcome; none that is too small."""
        return [
            (title, name, one)
            for kind, title in GROUPS.items()
            for whole in self.outcomes
            for name, one in outcomes.subgroups(
                whole, {r.key: getattr(r, kind) for r in self.started}
            )
        ]

    @cached_property
    def waiting(self) -> list[Waiting]:
        """The first half year of the helped beside those who waited, where five of each were
        measured twice."""
        found = []
        for one in self.outcomes:
            helped = outcomes.column(one.first, one.keys), self._column(one, HALF)
            waited = (
                self._column(one, WAITED[0], waits=True),
                self._column(one, WAITED[1], waits=True),
            )
            if min(intervals.pairs(*helped)[0].size, intervals.pairs(*waited)[0].size) >= LEAST:
                difference, size = (
                    waiting.difference(helped, waited),
                    waiting.effect_size(helped, waited),
                )
                found.append(Waiting(one, difference, size))
        return found

    def _column(self, one: Outcome, point: str, *, waits: bool = False) -> intervals.Array:
        scores = self.scores(one.measure, point)
        return outcomes.column(scores, sorted(scores) if waits else one.keys)

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """Every number that opens, by the key in the address."""
        found = {key: Figure(step.title, step.people) for key, step in self.flow.by_key.items()}
        for one in self.outcomes:
            title = one.measure.title
            found[f"{one.measure.key}-both"] = Figure(f"{title}：两次都测过", one.measured)
            for verdict, keys in one.verdicts.items():
                found[f"{one.measure.key}-{verdict.value}"] = Figure(
                    f"{title}：{TITLES[verdict]}", frozenset(keys)
                )
        return found

    def curve(self, one: Outcome) -> str:
        """The mean at each point with its interval, of those measured then."""
        points = []
        for point, title in POINTS.items():
            found = intervals.mean(self._column(one, point))
            if known(found) and found.n >= LEAST:
                points.append(charts.Point(title, found.value, found.low, found.high))
        ends = one.measure.lowest, one.measure.highest
        return charts.curve(f"{one.measure.title}各时点平均分", points, ends) if points else ""

    def rows(self) -> list[export.Row]:
        """What leaves for research."""
        return export.anonymous(_row(one) for one in self.started if one.may_leave)


def _row(record: Record) -> export.Row:
    person = record.participant
    end = "中途退出" if person.left else "按计划完成" if person.finished else "还在进行"
    scores = tuple(
        (one.measure, one.point, one.week, one.value)
        for one in record.scores
        if one.point in POINTS
    )
    return export.Row(record.sex, record.age, record.place, person.sessions, end, scores)


@dataclass(frozen=True)
class Curve:
    """One score of one child: the picture, the words beside it, the table under it."""

    measure: Measure
    svg: str
    words: str
    rows: list[tuple[str, float, str]]
    note: str


def child_curves(record: Record, study: Study) -> list[Curve]:
    """By the project's rulers; a score without one is drawn without a band."""
    found = []
    for one in study.outcomes:
        scores = [(p, record.score(one.measure.key, p)) for p in POINTS]
        taken = [(POINTS[point], value) for point, value in scores if value is not None]
        if taken:
            found.append(_curve(one, taken))
    return found


def _curve(one: Outcome, taken: Sequence[tuple[str, float]]) -> Curve:
    ruler, measure = one.ruler, one.measure
    bands = [ruler.band(value) if ruler else (value, value) for _, value in taken]
    points = [
        charts.Point(title, value, *band) for (title, value), band in zip(taken, bands, strict=True)
    ]
    ends = measure.lowest, measure.highest
    svg = charts.curve(measure.title, points, ends, ruler.cut if ruler else None)
    words = "只有一次测评，还看不出变化。"
    if len(taken) > 1:
        words = ruler.words(taken[0][1], taken[-1][1]) if ruler else f"{one.unjudged}。"
    rows = [
        (title, value, _between(band)) for (title, value), band in zip(taken, bands, strict=True)
    ]
    note = f"阴影是测量误差范围（95%）；{measure.trust}"
    return Curve(measure, svg, f"{measure.direction}。{words}", rows, note if ruler else "")


def _between(band: tuple[float, float]) -> str:
    low, high = band
    return f"{low:.1f} 至 {high:.1f}" if low < high else "—"
