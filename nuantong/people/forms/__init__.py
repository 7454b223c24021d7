"""Forms of the register. They read what was typed; the actions decide whether it may be so."""

from nuantong.people.forms.acts import (
    EndLabelForm,
    LabelForm,
    LeaveForm,
    MeetNeedForm,
    MoveForm,
    NeedForm,
    ReturnForm,
)
from nuantong.people.forms.carer import CarerForm
from nuantong.people.forms.child import ChildForm
from nuantong.people.forms.search import SearchFirstForm

__all__ = [
    "CarerForm", "ChildForm", "EndLabelForm", "LabelForm", "LeaveForm", "MeetNeedForm", "MoveForm",
    "NeedForm", "ReturnForm", "SearchFirstForm",
]  # fmt: skip
