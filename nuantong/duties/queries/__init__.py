"""Read models for pages: the carer's phone, the overdue lists, the figures, the child's file."""

from nuantong.duties.queries.calendar import CalendarWindow, child_calendar
from nuantong.duties.queries.overdue import (
    OverdueRow,
    OverdueWindow,
    carers_of,
    overdue,
    overdue_rows,
    overdue_windows,
)
from nuantong.duties.queries.owed import Owed, owed_by_children
from nuantong.duties.queries.preview import Fill, Foreseen, Way, what_it_fills

__all__ = [
    "CalendarWindow", "Fill", "Foreseen", "OverdueRow", "OverdueWindow", "Owed", "Way",
    "carers_of", "child_calendar", "overdue", "overdue_rows", "overdue_windows", "owed_by_children", "what_it_fills",
]  # fmt: skip
