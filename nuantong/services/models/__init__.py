from nuantong.services.models.acceptance import Acceptance, Evidence, PaymentDue
from nuantong.services.models.contract import Area, Contract, Handed, Milestone
from nuantong.services.models.practitioner import (
    Practitioner,
    PractitionerCheck,
    PractitionerPledge,
)
from nuantong.services.models.provider import Provider

__all__ = [
    "Acceptance",
    "Area",
    "Contract",
    "Evidence",
    "Handed",
    "Milestone",
    "PaymentDue",
    "Practitioner",
    "PractitionerCheck",
    "PractitionerPledge",
    "Provider",
]
