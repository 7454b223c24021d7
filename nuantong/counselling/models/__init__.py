"""A year of one-to-one counselling: whose, by whom, what was done, and what stays between the two."""

from nuantong.counselling.models.case import Case, Charge, Pause, Supervisor
from nuantong.counselling.models.work import (
    CrisisPlan,
    Goal,
    HospitalReferral,
    Note,
    Session,
    Supervision,
)

__all__ = [
    "Case", "Charge", "CrisisPlan", "Goal", "HospitalReferral", "Note", "Pause", "Session",
    "Supervision", "Supervisor",
]  # fmt: skip
