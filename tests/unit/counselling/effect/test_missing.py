import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.counselling.effect import missing
from nuantong.counselling.effect.intervals import mean_change
from nuantong.counselling.effect.numbers import Absent


def test_rubins_rules_by_hand():
    found = missing.pool([1.0, 2.0, 3.0], [0.5, 0.5, 0.5], complete_freedom=20)
    total = 0.5 + (1 + 1 / 3) * 1
    share = (1 + 1 / 3) / total
    observed = 20 * 21 / 23 * (1 - share)
    assert found.value == 2 and found.variance == pytest.approx(total)
    assert found.freedom == pytest.approx(1 / (share**2 / 2 + 1 / observed))


def test_with_nobody_missing_it_is_the_plain_change():
    before, after = [12, 15, 9, 20, 11, 14], [10, 9, 8, 15, 12, 9]
    plain, filled = mean_change(before, after), missing.imputed_change(before, after)
    assert filled.value == pytest.approx(plain.value) and filled.n == 6
    assert filled.high > plain.high - 1e-9  # fewer degrees of freedom, never a narrower interval


def test_when_the_worst_off_leave_the_filled_in_change_finds_what_those_who_stayed_hide():
    random = np.random.default_rng(5)
    before = random.normal(20, 5, 400)
    after = 10 + 0.3 * before + random.normal(0, 2, 400)
    truth = float((after - before).mean())
    seen = np.where(before > 22, math.nan, after)
    filled = missing.imputed_change(before, seen)
    assert abs(filled.value - truth) < 0.6 < abs(mean_change(before, seen).value - truth)
    assert filled.low < truth < filled.high


def test_too_few_pairs_are_not_filled_in_and_it_is_said():
    found = missing.imputed_change([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, math.nan, math.nan])
    assert isinstance(found, Absent) and "不做填补" in found.why
    assert isinstance(missing.imputed_change([], []), Absent)


def test_first_scores_that_are_all_alike_are_no_obstacle():
    found = missing.imputed_change([10] * 8, [6, 7, 8, 6, 7, 8, math.nan, math.nan])
    assert found.low < -3 < found.high


@given(
    st.lists(
        st.tuples(st.integers(0, 27), st.integers(0, 27) | st.none()), min_size=8, max_size=16
    ),
    st.randoms(),
)
def test_the_order_of_children_changes_nothing(pairs, random):
    def change(rows):
        table = np.array([[math.nan if one is None else one for one in row] for row in rows], float)
        return missing.imputed_change(table[:, 0], table[:, 1])

    one, other = change(pairs), change(random.sample(pairs, len(pairs)))
    assert str(one) == str(other)
