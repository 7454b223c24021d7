"""Verbs of counselling: asked for, given to a counsellor, done, closed."""

from nuantong.counselling.actions.cases import (
    appoint_supervisor,
    assign,
    close,
    consent_said,
    pause,
    refer,
    resume,
)
from nuantong.counselling.actions.work import (
    advise_hospital,
    answer_hospital,
    begin_sheet,
    reach_goal,
    record_session,
    set_goal,
    supervise,
    write_crisis_plan,
    write_note,
)

__all__ = [
    "advise_hospital", "answer_hospital", "appoint_supervisor", "assign", "begin_sheet", "close", "consent_said", "pause",
    "reach_goal", "record_session", "refer", "resume", "set_goal", "supervise",
    "write_crisis_plan", "write_note",
]  # fmt: skip
