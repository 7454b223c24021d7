"""Working days, by the State Council's yearly notice."""

import datetime as dt


def is_working_day(day: dt.date) -> bool:
    """A year without a notice yet has plain weekdays."""
    from chinese_calendar import is_workday

    try:
        return bool(is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def working_days_after(day: dt.date, days: int) -> dt.date:
    """The so-many-th working day after a day."""
    left = days
    while left:
        day += dt.timedelta(days=1)
        left -= is_working_day(day)
    return day
