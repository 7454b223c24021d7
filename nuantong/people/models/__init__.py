"""The register: children and what is known of them, households, carers."""

from nuantong.people.models.carer import Carer
from nuantong.people.models.child import Child, GrantedChild, Household, Residence
from nuantong.people.models.family import Guardian, ParentSituation
from nuantong.people.models.labels import Label, Need
from nuantong.people.models.moving import Absence, Move, Reprieve
from nuantong.people.models.past import CONDITION, PastCondition
from nuantong.people.models.registration import Exit, ExitReason, Registration

__all__ = [
    "CONDITION", "Absence", "Carer", "Child", "Exit", "ExitReason", "GrantedChild", "Guardian", "Household",
    "Label", "Move", "Need", "ParentSituation", "PastCondition", "Registration", "Reprieve", "Residence",
]  # fmt: skip
