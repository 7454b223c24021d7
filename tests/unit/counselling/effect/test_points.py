import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.counselling.effect.points import Sheet, scores, waited

START = dt.date(2018, 1, 10)


def sheet(after: int, value: float = 10, measure: str = "phq-a") -> Sheet:
    return Sheet(measure, START + dt.timedelta(after), value)


@pytest.mark.parametrize(
    ("after", "point"),
    [(-61, None), (-60, "m0"), (0, "m0"), (45, "m0"), (46, None), (139, None), (140, "m6"), (230, "m6"), (231, None),
     (300, "m12"), (450, "m12"), (451, None)],
)  # fmt: skip
def test_a_sheet_belongs_to_the_point_in_whose_window_it_was_finished(after, point):
    assert [score.point for score in scores([sheet(after)], START)] == ([point] if point else [])


def test_of_several_the_nearest_counts_and_of_two_as_near_the_earlier():
    found = scores([sheet(-30, 1), sheet(3, 2), sheet(180, 3), sheet(186, 4), sheet(190, 5)], START)
    assert [(one.point, one.value, one.week) for one in found] == [("m0", 2, 0), ("m6", 3, 25)]


@given(st.lists(st.tuples(st.integers(-90, 500), st.integers(0, 27)), max_size=12), st.randoms())
def test_the_order_in_which_sheets_come_changes_nothing(days, random):
    sheets = [sheet(after, value) for after, value in days]
    mixed = random.sample(sheets, len(sheets))
    assert scores(sheets, START) == scores(mixed, START)
    assert waited(sheets) == waited(mixed)


def test_who_waits_is_measured_first_and_last_when_that_is_a_time_apart():
    assert waited([sheet(0, 12), sheet(40, 13), sheet(89, 14)]) == ()
    found = waited([sheet(90, 14), sheet(0, 12), sheet(5, 9, "ses")])
    assert [(one.measure, one.point, one.value) for one in found] == [
        ("phq-a", "w0", 12),
        ("phq-a", "w1", 14),
    ]
