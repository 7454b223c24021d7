"""Forms of the register. They read what was typed; the actions decide whether it may be so."""

from nuantong.people.forms.acts import (
    EndLabelForm,
    LabelForm,
    MeetNeedForm,
    NeedForm,
)
from nuantong.people.forms.carer import CarerForm
from nuantong.people.forms.child import ChildForm
from nuantong.people.forms.living import (
    AbsenceForm,
    AgeingForm,
    BackForm,
    DeathForm,
    LeaveForm,
    MoveForm,
    ReturnForm,
    TakeBackForm,
    WhyForm,
)
from nuantong.people.forms.search import SearchFirstForm

__all__ = [
    "AbsenceForm", "AgeingForm", "BackForm", "CarerForm", "ChildForm", "DeathForm", "EndLabelForm", "LabelForm",
    "LeaveForm", "MeetNeedForm", "MoveForm", "NeedForm", "ReturnForm", "SearchFirstForm", "TakeBackForm",
    "WhyForm",
]  # fmt: skip
