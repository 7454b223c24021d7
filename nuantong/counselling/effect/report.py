"""The result of a project as a paper for the office: figures, what they mean, what they cannot."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nuantong.core.small_numbers import HIDDEN, is_small, published
from nuantong.counselling.effect import charts
from nuantong.counselling.effect.change import Verdict
from nuantong.counselling.effect.flow import Flow, Step
from nuantong.counselling.effect.numbers import Absent, Result
from nuantong.counselling.effect.outcomes import Outcome
from nuantong.counselling.effect.wording import HINT, METHODS, NOT_CAUSE, WITH_WAITING
from nuantong.documents.official import Heading, Official, Part, Picture, Table, Text
from nuantong.documents.pictures import png

SHORT = {"better": "好转", "unchanged": "没有可靠变化", "worse": "变差"}


@dataclass(frozen=True)
class Waiting:
    """A score's comparison with those who waited."""

    outcome: Outcome
    difference: Result
    effect: Result


@dataclass(frozen=True)
class Paper:
    """What the report is made of. `panel` are sentences of the experts' signed result, `curves` the
    means over time: title and SVG."""

    project: str
    office: str
    day: dt.date
    flow: Flow
    outcomes: Sequence[Outcome]
    about: Sequence[str] = ()
    waiting: Sequence[Waiting] = ()
    groups: Sequence[tuple[str, str, Outcome]] = ()
    panel: Sequence[str] = ()
    curves: Sequence[tuple[str, str]] = ()


def three(outcome: Outcome) -> dict[str, int]:
    """How many got better, did not change, got worse."""
    who = outcome.verdicts
    better = len(who[Verdict.IMPROVED]) + len(who[Verdict.RECOVERED])
    return {
        "better": better, "unchanged": len(who[Verdict.UNCHANGED]), "worse": len(who[Verdict.WORSE]),
    }  # fmt: skip


def written(count: int | None) -> str:
    return HIDDEN if count is None else f"{count}"


def official(paper: Paper) -> Official:
    """The paper with its small numbers hidden: it leaves the house."""
    cause = WITH_WAITING if paper.waiting else NOT_CAUSE
    parts: list[Part] = [
        Heading("基本情况"), *map(Text, paper.about), Heading("参与情况"), *_flow(paper.flow),
        Heading("测评结果"), *_results(paper.outcomes), *_curves(paper.curves), *_waiting(paper.waiting), *_groups(paper.groups),
        Heading("结果能说明什么"), Text(cause), Text(HINT),
    ]  # fmt: skip
    if paper.panel:
        parts += [Heading("专家评议"), *map(Text, paper.panel)]
    parts += [Heading("计算方法"), *(Text(f"{name}：{words}") for name, words in METHODS)]
    return Official(f"{paper.project}成效评估报告", parts, paper.office, paper.day)


def _flow(flow: Flow) -> list[Part]:
    shown = published({step.key: step.count for step in flow.ends})
    rows = [[step.title, _count(step)] for step in flow.steps]
    rows += [[step.title, written(shown[step.key])] for step in flow.ends]
    rows += [[f"{step.title}测评", _count(step)] for step in flow.assessed]
    found: list[Part] = [Table("表1　参与流程", ["环节", "人数"], rows, [110, 46])]
    if flow.per_child is not None:
        words = f"共开展个案辅导{flow.sessions}次，每名儿童次数的中位数为{flow.per_child:g}次。"
        found.append(Text(words))
    return found


def _count(step: Step) -> str:
    return written_alone(step.count)


def written_alone(count: int) -> str:
    return HIDDEN if is_small(count) else f"{count}"


def _told(one: Outcome, words: str) -> str:
    """Nothing is said of fewer than five measured twice."""
    return HIDDEN if is_small(len(one.measured)) else words


def _results(outcomes: Sequence[Outcome]) -> list[Part]:
    if not outcomes:
        return [Text("还没有两次测评可以比较。")]
    changes = [
        [
            one.measure.title,
            one.measure.direction,
            *(_told(one, f"{v}") for v in (one.change, one.effect, one.way)),
        ]
        for one in outcomes
    ]
    bars = [_bar(one) for one in outcomes if one.ruler]
    drawn: list[Part] = (
        [Picture(png(charts.shares("可靠变化", bars)), "图1　可靠变化的人数")] if bars else []
    )
    return [
        *(Text(_sentence(one)) for one in outcomes),
        Table("表2　平均变化与效应量", ["量表", "方向", "平均变化", "效应量", "判断"], changes,
              [30, 24, 42, 40, 20]),
        Table("表3　可靠变化", ["量表", "好转", "没有可靠变化", "变差", "开始时测过的全体中好转（最差情形）"],
              [_row(one) for one in outcomes], [30, 32, 32, 30, 32]),
        *drawn,
        Table("表4　两次都测过的与开始时测过的全体", ["量表", "两次都测过", "全体（多重填补）", "全体人数"],
              [[o.measure.title, _told(o, f"{o.change}"), _told(o, f"{o.imputed}"), written_alone(len(o.keys))] for o in outcomes],
              [36, 46, 50, 24]),
        Table("表5　量表的信度及出处", ["量表", "信度及出处"],
              [[o.measure.title, o.measure.trust] for o in outcomes], [50, 106]),
    ]  # fmt: skip


def _curves(curves: Sequence[tuple[str, str]]) -> list[Part]:
    words = "各时点平均分和95%置信区间"
    return [
        Picture(png(svg), f"图{n}　{title}：{words}", 96)
        for n, (title, svg) in enumerate(curves, 2)
    ]


def _bar(one: Outcome) -> charts.Bar:
    """A hidden part is drawn with its neighbour: nothing is said of it."""
    shown = published(three(one))
    return charts.Bar(
        one.measure.title, tuple((SHORT[key], count or 0) for key, count in shown.items())
    )


def _row(one: Outcome) -> list[str]:
    if one.ruler is None:
        return [one.measure.title, "—", "—", "—", "—"]
    shown = published(three(one))
    which = {
        "better": (Verdict.IMPROVED, Verdict.RECOVERED), "unchanged": (Verdict.UNCHANGED,),
        "worse": (Verdict.WORSE,),
    }  # fmt: skip
    cells = [
        HIDDEN if shown[key] is None else f"{shown[key]}人，{one.share(*verdicts)}"
        for key, verdicts in which.items()
    ]
    worst = HIDDEN if shown["better"] is None else f"{one.worst_case}"
    return [one.measure.title, *cells, worst]


def _sentence(one: Outcome) -> str:
    title, direction = one.measure.title, one.measure.direction
    if is_small(len(one.measured)):
        return f"{title}：两次都测过的{HIDDEN}，不公布。"
    if isinstance(one.change, Absent):
        return f"{title}：{one.change.why}。"
    return (
        f"{title}（{direction}）：{one.change.n}名儿童两次都测过，平均变化{one.change}分，"
        f"效应量{one.effect}，{one.way}。"
    )


def _waiting(rows: Sequence[Waiting]) -> list[Part]:
    if not rows:
        return []
    table = [[one.outcome.measure.title, f"{one.difference}", f"{one.effect}"] for one in rows]
    head = ["量表", "变化之差（辅导组减等待组）", "效应量"]
    return [Heading("与等待组比较", 2), Table("表6　与等待组比较", head, table, [46, 60, 50])]


def _groups(rows: Sequence[tuple[str, str, Outcome]]) -> list[Part]:
    if not rows:
        return []
    table = [[name, group, one.measure.title, f"{one.change}"] for name, group, one in rows]
    return [
        Heading("分组情况", 2),
        Table("表7　分组平均变化", ["分组", "组", "量表", "平均变化"], table, [26, 34, 46, 50]),
    ]  # fmt: skip
