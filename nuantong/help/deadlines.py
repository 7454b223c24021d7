"""By when a complaint is answered."""

import datetime as dt
from typing import Final

from nuantong.calendars.working import working_days_after

ANSWER_WITHIN: Final = 7
"""Working days; the product's own figure, printed on the form."""


def answer_due(received: dt.date) -> dt.date:
    """The seventh working day after the day of receipt."""
    return working_days_after(received, ANSWER_WITHIN)
