"""What the pages of hints ask for."""

from dataclasses import fields as fields_of
from typing import Any

from django import forms

from nuantong.core.forms import KeyField, WordsField
from nuantong.eligibility.models import CATEGORIES, Referral
from nuantong.eligibility.standing import TERMED
from nuantong.people.actions import SituationDetails
from nuantong.people.forms.fields import DayField, NameField
from nuantong.people.models import ParentSituation

YES_NO = [("", "未采集"), ("true", "是"), ("false", "否")]
GRADES = [("", "未采集"), *((str(n), f"{word}级") for n, word in enumerate("一二三四", 1))]
ASKED = {
    **dict.fromkeys(TERMED, {"months"}),
    "severely_disabled": {"disability_kind", "disability_grade"},
    "working_away": {"cross_county"},
}
"""Beyond dates and the document, what each situation is asked for."""


class FutureDayField(DayField):
    """A day that may lie ahead: a release."""

    def to_python(self, value: Any) -> Any:
        return forms.DateField(required=False).to_python(value)


class SituationForm(forms.Form):
    """Only what bears on the situation is asked; the rest stays as it is."""

    since = DayField(label="从哪天起", required=False)
    until = FutureDayField(
        label="到哪天止", required=False, help_text="刑满、戒毒期满、回来的日期；不知道就不填。"
    )
    months = forms.IntegerField(
        label="期限（月）", required=False, min_value=1, max_value=1200,
        help_text="判决书、决定书上的期限，例如三年填36。",
    )  # fmt: skip
    disability_kind = forms.ChoiceField(
        label="残疾类别", choices=ParentSituation.Disability.choices[::-1], required=False
    )
    disability_grade = forms.TypedChoiceField(
        label="残疾等级", choices=GRADES, coerce=int, empty_value=None, required=False
    )
    cross_county = forms.TypedChoiceField(
        label="是否在本区县以外务工", choices=YES_NO, coerce=lambda word: word == "true",
        empty_value=None, required=False,
    )  # fmt: skip
    basis = NameField(label="证明材料", max_length=120, help_text="例如：判决书、残疾人证。")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, situation: ParentSituation, **kwargs: Any) -> None:
        self.situation = situation
        super().__init__(*args, **{"initial": self._initial(), **kwargs})
        asked = ASKED.get(situation.status, set())
        for name in {"months", "disability_kind", "disability_grade", "cross_county"} - asked:
            del self.fields[name]

    def _initial(self) -> dict[str, Any]:
        row = self.situation
        found = {field.name: getattr(row, field.name) for field in fields_of(SituationDetails)}
        away = "" if row.cross_county is None else str(row.cross_county).lower()
        return {**found, "cross_county": away, "version": row.child.version}

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        since, until = filled.get("since"), filled.get("until")
        if since and until and until <= since:
            self.add_error("until", "止的日期应在起的日期之后。")
        return filled

    def details(self) -> SituationDetails:
        kept = {f.name: getattr(self.situation, f.name) for f in fields_of(SituationDetails)}
        asked = {name: value for name, value in self.cleaned_data.items() if name in kept}
        return SituationDetails(**kept | asked)


class ReferForm(forms.Form):
    key = KeyField()
    category = forms.ChoiceField(label="哪种情形", choices=CATEGORIES)
    sent_on = DayField(label="转介日期")
    sent_to = NameField(label="转给哪个单位", required=True, max_length=60)
    note = WordsField(label="说明", rows=3, max_length=1000, required=False)


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="民政的答复", choices=Referral.Answer.choices, widget=forms.RadioSelect
    )
    on = DayField(label="答复日期")
    note = WordsField(label="答复说明", rows=3, max_length=1000, required=False)
