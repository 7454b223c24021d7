import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.counselling.effect import change
from nuantong.counselling.effect.change import Verdict
from nuantong.counselling.effect.measurement import Measure, Norm, measures

JACOBSON_TRUAX = Measure(
    instrument="example", title="例", better=1, reliability=0.80, kind="重测", source="", lowest=0,
    highest=100, norm=Norm(60, 7.5, "well functioning", "Jacobson & Truax 1991, table 1"),
)  # fmt: skip


def test_the_example_of_jacobson_and_truax_comes_out_as_they_printed_it():
    ruler = change.ruler(JACOBSON_TRUAX, spread=7.5, mean=40)
    assert ruler.error * math.sqrt(2) == pytest.approx(4.74, abs=0.005)
    assert ruler.index(32.5, 47.5) == pytest.approx(3.16, abs=0.005)
    assert ruler.cut == pytest.approx(50)
    assert ruler.judge(32.5, 47.5) is Verdict.IMPROVED
    assert ruler.judge(32.5, 50) is Verdict.RECOVERED


def test_a_cut_leans_to_the_group_that_varies_less():
    assert change.criterion_c((60, 5), (40, 10)) == pytest.approx((5 * 40 + 10 * 60) / 15)


def test_without_a_norm_nobody_is_called_recovered():
    ruler = change.ruler(measures()["ses"], 5.0, 24.0)
    assert ruler.cut is None and ruler.judge(12, 40) is Verdict.IMPROVED


def test_a_norm_on_the_wrong_side_makes_no_cut():
    assert change.ruler(JACOBSON_TRUAX, 7.5, 70).cut is None


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [(20, 10, Verdict.IMPROVED), (10, 20, Verdict.WORSE), (20, 19, Verdict.UNCHANGED), (None, 4, Verdict.UNKNOWN),
     (4, math.nan, Verdict.UNKNOWN)],
)  # fmt: skip
def test_of_a_score_that_should_fall_a_fall_is_better(before, after, verdict):
    assert change.ruler(measures()["phq-a"], 5.0, 12.0).judge(before, after) is verdict


def test_without_any_spread_there_is_no_ruler():
    assert change.ruler(measures()["ses"], None, None) is None
    assert change.ruler(measures()["ses"], 0.0, 20.0) is None


@given(st.floats(0, 27), st.floats(0, 27), st.floats(1, 9))
def test_turning_time_round_turns_better_into_worse(before, after, spread):
    ruler = change.ruler(measures()["phq-a"], spread, 12.0)
    there, back = ruler.judge(before, after), ruler.judge(after, before)
    turned = {
        Verdict.IMPROVED: Verdict.WORSE,
        Verdict.WORSE: Verdict.IMPROVED,
        Verdict.UNCHANGED: Verdict.UNCHANGED,
    }
    assert back is turned[there]
    low, high = ruler.band(before)
    assert 0 <= low <= before <= high <= 27


def test_the_sentence_beside_the_curve_says_the_change_and_what_it_takes():
    words = change.ruler(measures()["phq-a"], 5.0, 12.0).words(18, 6)
    assert words == "从18分下降到6分；变化至少6.2分才超出测量误差：可靠好转。"


def test_every_shipped_measure_says_where_its_reliability_is_from():
    for one in measures().values():
        assert 0.5 < one.reliability < 1 and one.source and one.kind and one.better in (-1, 1)
        assert one.lowest < one.highest
