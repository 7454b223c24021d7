"""Screening 心理筛查: rounds and who takes part, red signs, observation lists."""

from nuantong.screening.models.alerts import Alert, AlertStep, Observation
from nuantong.screening.models.rounds import (
    OCCASION,
    Participant,
    Round,
    RoundArea,
    RoundScale,
    SheetLoad,
)

__all__ = [
    "OCCASION", "Alert", "AlertStep", "Observation", "Participant", "Round", "RoundArea", "RoundScale",
    "SheetLoad",
]  # fmt: skip
