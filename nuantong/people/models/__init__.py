"""The register: children and what is known of them, households, carers."""

from nuantong.people.models.carer import Carer
from nuantong.people.models.child import Child, GrantedChild, Household, Residence
from nuantong.people.models.family import Guardian, ParentSituation
from nuantong.people.models.labels import Label, Need

__all__ = [
    "Carer", "Child", "GrantedChild", "Guardian", "Household", "Label", "Need",
    "ParentSituation", "Residence",
]  # fmt: skip
