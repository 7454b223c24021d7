"""By when whoever's turn it is has to act."""

import datetime as dt
from typing import Final

from nuantong.aid.models import Scheme
from nuantong.aid.models.application import State
from nuantong.calendars.working import working_days_after

PAY_WITHIN: Final = 10
"""Working days from the decision to the money; the product's own figure."""
APPEAL_WITHIN: Final = 15
"""Working days from a refusal; the product's own figure, told with every refusal."""
PATIENCE: Final = 5
"""Working days until the city hears of a delay, after the office above has."""


def due_day(state: str, scheme: Scheme, on: dt.date) -> dt.date | None:
    """The last day of a step that begins on a day; None when it is nobody's turn."""
    days = {
        State.TOWNSHIP: scheme.township_days, State.DISTRICT: scheme.district_days,
        State.CITY: scheme.city_days, State.APPEALED: scheme.city_days, State.GRANTED: PAY_WITHIN,
    }  # fmt: skip
    if state == State.PAID:
        return on + dt.timedelta(days=scheme.follow_days)
    return working_days_after(on, days[State(state)]) if state in days else None
