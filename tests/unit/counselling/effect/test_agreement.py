import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.counselling.effect import agreement
from nuantong.counselling.effect.numbers import Absent, Estimate
from tests.unit.counselling.effect.published import FLEISS_1971, SHROUT_FLEISS, ratings


@pytest.mark.parametrize(
    ("average", "printed"), [(False, (0.29, 0.019, 0.76)), (True, (0.62, 0.071, 0.93))]
)
def test_the_icc_of_shrout_and_fleiss_is_what_they_printed(average, printed):
    found = agreement.icc(SHROUT_FLEISS, average)
    assert isinstance(found, Estimate) and found.n == 6
    assert (found.value, found.low, found.high) == pytest.approx(printed, abs=0.005)


def test_the_mean_squares_give_all_six_of_their_coefficients():
    table = np.array(SHROUT_FLEISS, float)
    files, experts, left = agreement.squares(table)
    n, k = table.shape
    within = ((k - 1) * left * (n - 1) + (k - 1) * experts) / (n * (k - 1))
    assert (files - within) / (files + (k - 1) * within) == pytest.approx(0.17, abs=0.005)
    assert (files - left) / (files + (k - 1) * left) == pytest.approx(0.71, abs=0.005)
    assert (files - within) / files == pytest.approx(0.44, abs=0.005)
    assert (files - left) / files == pytest.approx(0.91, abs=0.005)


def test_fleiss_kappa_of_thirty_patients_is_what_he_printed():
    found = agreement.fleiss(ratings(FLEISS_1971))
    assert found.figure == "0.43" and found.n == 30 and found.low < 0.43 < found.high


def test_cohens_kappa_of_a_table_worked_by_hand():
    rows = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert agreement.cohen(rows).value == pytest.approx((0.7 - 0.5) / (1 - 0.5))


def test_neighbours_disagree_less_than_ends_when_weighted():
    # by hand: 6 pairs on the diagonal, 2 one apart, 2 two apart, each side 4/2/4 of ten
    rows = [(1, 1)] * 2 + [(2, 2)] + [(3, 3)] * 3 + [(1, 2), (2, 3), (1, 3), (3, 1)]
    first, second = [4, 2, 4], [3, 2, 5]
    chance = sum(first[i] * second[j] * (i - j) ** 2 for i in range(3) for j in range(3)) / 100
    assert agreement.cohen(rows, [1, 2, 3]).value == pytest.approx(
        1 - (2 * 1 + 2 * 4) / 10 / chance
    )


@pytest.mark.parametrize("rows", [[], [[1, 2]], [[1], [2]], [[1, None], [2, 2]]])
def test_too_little_is_said_in_words(rows):
    for found in (agreement.cohen(rows), agreement.fleiss(rows)):
        assert isinstance(found, Absent) and found.why == agreement.FEW
    table = [[math.nan if one is None else one for one in row] for row in rows]
    assert isinstance(agreement.icc(table), Absent)


def test_ratings_that_are_all_alike_have_no_kappa_and_no_icc():
    assert agreement.fleiss([["a", "a"]] * 9) == Absent(agreement.ALL_ALIKE, 9)
    assert agreement.cohen([["a", "a"]] * 9) == Absent(agreement.ALL_ALIKE, 9)
    assert isinstance(agreement.icc([[3, 3, 3]] * 5), Absent)


@given(st.lists(st.tuples(*[st.integers(1, 5)] * 3), min_size=3, max_size=12), st.randoms())
def test_the_order_of_files_and_of_experts_changes_nothing(rows, random):
    mixed = [row[::-1] for row in random.sample(rows, len(rows))]
    for measure in (agreement.fleiss, agreement.icc):
        one, other = measure(rows), measure(mixed)
        assert type(one) is type(other)
        if isinstance(one, Estimate):
            assert (one.value, one.low, one.high) == pytest.approx(
                (other.value, other.low, other.high), abs=1e-9
            )


@given(st.lists(st.integers(1, 5), min_size=3, max_size=12))
def test_experts_who_say_the_same_agree_wholly(marks):
    table = [[mark, mark, mark] for mark in marks]
    for found in (agreement.fleiss(table), agreement.icc(table)):
        assert isinstance(found, Absent) or found.value == pytest.approx(1)
