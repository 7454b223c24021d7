"""Which year of a pairing is to be reviewed on a day."""

import datetime as dt


def anniversary(start: dt.date, year: int) -> dt.date:
    """The day a pairing is so many years old; one begun on 29 February is so on 1 March."""
    try:
        return start.replace(year=start.year + year)
    except ValueError:
        return dt.date(start.year + year, 3, 1)


def full_years(start: dt.date, on: dt.date) -> int:
    """How many years the pairing has held on the day."""
    years = on.year - start.year
    return max(years if anniversary(start, years) <= on else years - 1, 0)
