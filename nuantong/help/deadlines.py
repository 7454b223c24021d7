"""By when a complaint is answered."""

import datetime as dt
from typing import Final

ANSWER_WITHIN: Final = 7
"""Working days; the product's own figure, printed on the form."""


def answer_due(received: dt.date) -> dt.date:
    """The seventh working day after the day of receipt."""
    day, left = received, ANSWER_WITHIN
    while left:
        day += dt.timedelta(days=1)
        left -= is_working_day(day)
    return day


def is_working_day(day: dt.date) -> bool:
    """By the State Council's yearly notice; a year without one yet has plain weekdays."""
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5
