"""Months and birthdays, as law counts them: whole calendar months, whole years."""

import calendar
import datetime as dt


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last of a shorter month; never beyond 9999."""
    count = day.year * 12 + day.month - 1 + months
    year, month = min(count // 12, dt.MAXYEAR), count % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, _days(year, month)))


def birthday(born: dt.date, age: int) -> dt.date:
    """The day somebody is `age`; born on 29 February it is 1 March in a common year."""
    year = min(born.year + age, dt.MAXYEAR)
    if (born.month, born.day) == (2, 29) and not calendar.isleap(year):
        return dt.date(year, 3, 1)
    return born.replace(year=year)


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
