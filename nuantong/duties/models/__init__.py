"""What is owed, what happened, what became of it."""

from nuantong.duties.models.closing import ClosingRun, OutcomeTally, TallyDifference
from nuantong.duties.models.contact import Contact, Fulfilment, SetAside
from nuantong.duties.models.enrolment import Enrolment, Exemption, VillageWithoutSignal
from nuantong.duties.models.escalation import DutyAway, Escalation, EscalationStep, Heard
from nuantong.duties.models.outcome import (
    ClosingError,
    OutcomeCorrection,
    Overdue,
    OverdueAction,
    WindowOutcome,
)
from nuantong.duties.models.protocol import Protocol, ProtocolDraft, ProtocolVersion

__all__ = [
    "SetAside",
    "ClosingError", "ClosingRun", "Contact", "DutyAway", "Enrolment", "Escalation",
    "EscalationStep", "Exemption", "Fulfilment", "Heard", "OutcomeCorrection", "OutcomeTally",
    "Overdue", "OverdueAction", "Protocol", "ProtocolDraft", "ProtocolVersion", "TallyDifference",
    "VillageWithoutSignal", "WindowOutcome",
]  # fmt: skip
