import math

from hypothesis import given
from hypothesis import strategies as st

from nuantong.core.small_numbers import LEAST, published
from nuantong.counselling.effect import charts, outcomes
from nuantong.counselling.effect.change import Verdict
from nuantong.counselling.effect.flow import Participant, flow
from nuantong.counselling.effect.measurement import measures
from nuantong.counselling.effect.numbers import Absent

PHQ = measures()["phq-a"]
POINTS = {"m0": "开始时", "m6": "6个月", "m12": "12个月"}
SCORES = st.dictionaries(
    st.integers(1, 60).map(str),
    st.tuples(st.integers(0, 27) | st.none(), st.integers(0, 27) | st.none()),
    max_size=40,
)


def of(scores):
    return outcomes.outcome(
        PHQ,
        list(scores),
        {k: v[0] for k, v in scores.items()},
        {k: v[1] for k, v in scores.items()},
    )


def twenty():
    """Ten who fall from 20 by 12, six who stay, two who rise by ten, two not measured again."""
    pairs = [(20, 8)] * 10 + [(14, 14)] * 6 + [(8, 18)] * 2 + [(16, None)] * 2
    return {f"{n:02}": pair for n, pair in enumerate(pairs)}


def test_better_unchanged_worse_and_not_measured_are_everybody_once():
    found = of(twenty())
    counts = {verdict: len(keys) for verdict, keys in found.verdicts.items()}
    assert counts == {
        Verdict.RECOVERED: 0, Verdict.IMPROVED: 10, Verdict.UNCHANGED: 6, Verdict.WORSE: 2, Verdict.UNKNOWN: 2,
    }  # fmt: skip
    assert found.judged == 18 and found.share(Verdict.IMPROVED).value == 10 / 18
    assert found.worst_case.value == 10 / 20 and found.worst_case.n == 20
    assert found.way == "总体好转" and found.imputed.n == 20


@given(SCORES)
def test_every_child_is_in_exactly_one_class_whatever_was_measured(scores):
    found = of(scores)
    listed = [key for keys in found.verdicts.values() for key in keys]
    assert sorted(listed) == sorted(scores)
    for figure in (
        found.change,
        found.effect,
        found.imputed,
        found.worst_case,
        found.share(Verdict.WORSE),
    ):
        assert isinstance(figure, Absent) or all(
            map(math.isfinite, (figure.low, figure.value, figure.high))
        )


def test_a_small_project_is_not_judged_by_a_spread_it_cannot_know():
    found = of({"a": (20, 5), "b": (10, 9), "c": (12, 3)})
    assert found.ruler is None and found.worst_case == Absent(outcomes.NO_RULER)
    assert len(found.verdicts[Verdict.UNKNOWN]) == 3


def test_a_change_that_chance_may_explain_is_not_called_a_gain():
    found = of({str(n): (10 + n % 5, 10 + (n * 3) % 5) for n in range(20)})
    assert found.way == "变化在偶然范围内"


def test_of_two_groups_one_small_neither_is_shown():
    whole = of(twenty())
    assert (
        outcomes.subgroups(whole, {key: "女" if key < "03" else "男" for key in whole.keys}) == []
    )
    both = outcomes.subgroups(whole, {key: "女" if key < "08" else "男" for key in whole.keys})
    assert [name for name, _ in both] == ["女", "男"]
    assert sum(one.change.n for _, one in both) == 18
    assert both[0][1].ruler is whole.ruler


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 30), max_size=9))
def test_nothing_hidden_can_be_worked_out_from_the_rest(parts):
    shown = published(parts)
    hidden = [parts[key] for key, count in shown.items() if count is None]
    assert all(count is None or count == parts[key] for key, count in shown.items())
    assert all(count == 0 or count >= LEAST for count in shown.values() if count is not None)
    others = [count for count in parts.values() if count >= LEAST]
    if hidden and len(others) + len(hidden) > 1 and sum(hidden) + sum(others) >= LEAST:
        assert len(hidden) > 1 or not others
        assert sum(hidden) >= LEAST or not [c for c in shown.values() if c]


def test_the_flow_closes_and_each_figure_opens_to_its_children():
    people = [
        Participant("a", True, True, 20, finished=True, assessed=frozenset({"m0", "m6", "m12"})),
        Participant("b", True, True, 4, left="搬离", assessed=frozenset({"m0"})),
        Participant("c", True, True, 9, assessed=frozenset({"m0", "m6"})),
        Participant("d", True),
        Participant("e"),
    ]
    found = flow(people, POINTS)
    assert [(step.title, step.count) for step in found.steps] == [
        ("筛查过", 5), ("监护人和孩子都同意", 4), ("开始辅导", 3),
    ]  # fmt: skip
    assert [(step.title, sorted(step.people)) for step in found.ends] == [
        ("按计划完成", ["a"]), ("还在进行", ["c"]), ("中途退出：搬离", ["b"]),
    ]  # fmt: skip
    assert [step.count for step in found.assessed] == [3, 2, 1]
    assert found.sessions == 33 and found.per_child == 9
    assert sum(step.count for step in found.ends) == found.started.count


def test_an_empty_project_has_a_flow_of_noughts():
    found = flow([], POINTS)
    assert {step.count for step in found.by_key.values()} == {0} and found.per_child is None


def test_what_is_typed_into_a_title_is_text_in_a_picture():
    picture = charts.curve('<b>"&', [charts.Point("<i>", 3, 1, 5)], (0, 9), cut=4)
    assert "<b>" not in picture and "<i>" not in picture and "&lt;i&gt;" in picture
