"""How somebody becomes a carer, what is checked of her, and what she has learnt and promised."""

from nuantong.carers.models.application import Application, ApplicationStep
from nuantong.carers.models.record import BackgroundCheck, CapacityChange, Pledge, Training
from nuantong.carers.models.submission import Submission

__all__ = [
    "Application", "ApplicationStep", "BackgroundCheck", "CapacityChange", "Pledge", "Submission", "Training",
]  # fmt: skip
