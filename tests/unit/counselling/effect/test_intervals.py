import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.counselling.effect import intervals, waiting
from nuantong.counselling.effect.numbers import Absent, Estimate, shown
from tests.unit.counselling.effect.published import MORRIS

SLEEP = (
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
)
"""Student's sleep data (1908), R's `sleep`."""


def test_the_paired_interval_of_students_sleep_data_is_what_r_prints():
    found = intervals.mean_change(*SLEEP)
    assert (found.value, found.low, found.high) == pytest.approx((1.58, 0.7001142, 2.4598858))


@pytest.mark.parametrize(
    ("part", "whole", "printed"),
    [
        (81, 263, (0.2553, 0.3662)),
        (15, 148, (0.0624, 0.1605)),
        (0, 20, (0.0, 0.1611)),
        (1, 29, (0.0061, 0.1718)),
    ],
)
def test_wilsons_interval_of_newcombes_table(part, whole, printed):
    """Newcombe 1998, table I, method 3."""
    found = intervals.share(part, whole)
    assert (found.low, found.high) == pytest.approx(printed, abs=0.00006)


@pytest.mark.parametrize(("helped", "waited", "r", "g", "g_waited", "d"), MORRIS)
def test_the_effect_sizes_of_morris_are_what_metafor_and_he_printed(
    helped, waited, r, g, g_waited, d
):
    found = intervals.from_summary(*helped, r)
    assert found.value == pytest.approx(g, abs=0.00006)
    assert intervals.from_summary(*waited, r).value == pytest.approx(g_waited, abs=0.00006)
    ppc = waiting.from_summary(*[list(pair) for pair in zip(helped, waited, strict=True)], r)
    assert ppc.value == pytest.approx(d, abs=0.005)
    half = 1.959964 * math.sqrt(2 * (1 - r) / helped[2] + g**2 / (2 * helped[2]))
    assert found.high - found.value == pytest.approx(half, abs=0.0001)


def test_from_scores_the_effect_size_is_the_same_as_from_their_summary():
    before, after = [10, 12, 14, 16, 18], [9, 10, 13, 12, 11]
    r = float(np.corrcoef(before, after)[0, 1])
    assert intervals.effect_size(before, after) == intervals.from_summary(-3.0, math.sqrt(10), 5, r)


def test_the_helped_beside_the_waiting_by_welch():
    helped, waited = ([10, 10, 10, 10], [6, 7, 5, 6]), ([10, 10, 10], [10, 9, 11])
    found = waiting.difference(helped, waited)
    se, freedom = (
        math.sqrt(2 / 3 / 4 + 1 / 3),
        (1 / 6 + 1 / 3) ** 2 / ((1 / 6) ** 2 / 3 + (1 / 3) ** 2 / 2),
    )
    assert found.value == pytest.approx(-4) and found.n == 7
    assert found.high - found.value == pytest.approx(se * intervals.t_point(freedom))
    assert isinstance(waiting.effect_size(helped, waited), Absent)  # nobody's first score varies


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ([], [], intervals.NOBODY),
        ([3], [2], intervals.ONE),
        ([math.nan] * 4, [1, 2, 3, 4], intervals.NOBODY),
    ],
)
def test_nobody_and_one_person_get_a_word_and_no_number(before, after, why):
    assert intervals.mean_change(before, after).why == why
    assert isinstance(intervals.effect_size(before, after), Absent)
    assert isinstance(waiting.difference((before, after), (before, after)), Absent)


def test_scores_that_do_not_vary_have_a_change_and_no_effect_size():
    assert intervals.mean_change([5, 5, 5], [4, 4, 4]) == Estimate(-1, -1, -1, 3)
    assert intervals.effect_size([5, 5, 5], [4, 3, 4]) == Absent(intervals.ALIKE, 3)
    assert intervals.share(0, 0) == Absent(intervals.NOBODY)


@given(
    st.lists(st.tuples(st.integers(0, 27), st.integers(0, 27)), min_size=3, max_size=20),
    st.randoms(),
)
def test_the_order_of_children_changes_nothing(pairs, random):
    mixed = random.sample(pairs, len(pairs))
    for measure in (intervals.mean_change, intervals.effect_size):
        one, other = (measure(*zip(*rows, strict=True)) for rows in (pairs, mixed))
        assert (
            type(one) is type(other) and one.figure == other.figure and one.between == other.between
        )


@given(st.integers(0, 60), st.integers(1, 60))
def test_a_share_lies_in_its_interval_and_within_nought_and_one(part, more):
    found = intervals.share(part, part + more)
    assert 0 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize(
    ("value", "text"), [(-0.04, "0.0"), (-4.25, "−4.2"), (0.0, "0.0"), (3.46, "3.5")]
)
def test_a_number_is_never_minus_nought(value, text):
    assert shown(value) == text
