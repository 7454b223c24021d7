"""Forms made from the survey's definition."""

from nuantong.visits.forms.others import (
    AskForm,
    BatchForm,
    FoundForm,
    ReasonForm,
    RulesForm,
    WhyForm,
)
from nuantong.visits.forms.survey import ChildForm, SurveyForm

__all__ = [
    "AskForm", "BatchForm", "ChildForm", "FoundForm", "ReasonForm", "RulesForm", "SurveyForm",
    "WhyForm",
]  # fmt: skip
