"""The survey as a form, built from its definition; phone, desk, batch row and sheet fill the same."""

import datetime as dt
from typing import Any, Final

from django import forms

from nuantong.access.reader import Reader
from nuantong.core.forms import KeyField, WordsField
from nuantong.core.photos import BadPhoto, Photo, read_photo
from nuantong.people.forms.fields import DayField, PhoneField
from nuantong.visits import survey
from nuantong.visits.filled import About, Filled, Subject
from nuantong.visits.models import Visit
from nuantong.visits.planning import MET, MOVED
from nuantong.visits.survey import Field, Kind

OUTCOMES: Final = [c for c in Visit.Outcome.choices if c[0] != Visit.Outcome.WITHDRAWN]


def form_field(one: Field) -> forms.Field:
    """A question of the survey as Django asks it; nothing is required here."""
    common: dict[str, Any] = {"label": one.label, "required": False, "help_text": one.help}
    match one.kind:
        case Kind.DAY:
            return DayField(**common)
        case Kind.FLAG:
            return forms.BooleanField(**common)
        case Kind.CHOICE:
            choices = [("", "没有了解到"), *one.choices]
            return forms.ChoiceField(choices=choices, **common)
        case Kind.CHOICES:
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=one.choices, widget=widget, **common)
    if one.key == "guardian_phone":
        return PhoneField(**{k: v for k, v in common.items() if k != "required"})
    return WordsField(rows=one.rows, max_length=one.longest, **common)


class SurveyForm(forms.Form):
    """What is asked about the home. `household` are the children's forms beside it."""

    key = KeyField()
    outcome = forms.ChoiceField(
        label="走访结果", choices=OUTCOMES, widget=forms.RadioSelect, initial=MET,
        error_messages={"required": "请选走访结果。", "invalid_choice": "请选走访结果。"},
    )  # fmt: skip
    happened_on = DayField(label="走访日期", error_messages={"required": "请填走访日期。"})
    visitor = WordsField(label="走访人", max_length=40, error_messages={"required": "请填走访人。"})
    again = forms.BooleanField(label="不是同一次走访", required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        start = {"happened_on": reader.on, "visitor": reader.actor_name}
        kwargs["initial"] = {**start, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields |= {
            one.key: form_field(one)
            for one in (*survey.HOME, survey.NOTE, survey.MOVED_TO)
        }  # fmt: skip
        self.fields["grade"].widget = forms.RadioSelect(choices=survey.GRADES)
        self.fields["happened_on"].widget.attrs["max"] = reader.on.isoformat()
        self.asks_again = False

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("outcome") != MET:
            return said
        if not said.get("met") and "met" not in self.errors:
            self.add_error("met", "请选见到了谁；没见到人的，请改选走访结果。")
        if not said.get("grade") and "grade" not in self.errors:
            self.add_error("grade", "请评定监护状况，拿不准就选最接近的。")
        self._check_days(said)
        return said

    def _check_days(self, said: dict[str, Any]) -> None:
        on = said.get("happened_on")
        for name, word in (("parents_on", "与父母联系时间"), ("entrusted_on", "签订日期")):
            day = said.get(name)
            if on and isinstance(day, dt.date) and day > on:
                self.add_error(name, f"{word}在走访日期之后，请核对。")

    def filled(self, place: int, about: tuple[About, ...], source: str) -> Filled:
        said = dict(self.cleaned_data)
        if said["outcome"] != MOVED:
            said["moved_to"] = ""
        return Filled(
            said["happened_on"], said["outcome"], place, said["visitor"], about, said, source
        )

    def group(self, name: str) -> list[forms.BoundField]:
        return [self[one.key] for one in survey.HOME if one.group == name]


class ChildForm(forms.Form):
    """What is asked about one child of the home."""

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        self.fields |= {one.key: form_field(one) for one in survey.CHILD}

    @property
    def name(self) -> str:
        child = self.subject.child
        return child.name if child else self.subject.label

    @property
    def words(self) -> list[forms.BoundField]:
        return [self[key] for key in ("mind", "study", "stage", "health")]

    @property
    def in_danger(self) -> bool:
        """Whether a danger sign was ticked in the form that was sent."""
        return bool(survey.DANGEROUS & set(self.cleaned_data.get("risks") or []))

    @property
    def dangers(self) -> list[tuple[str, str, bool]]:
        return self._risks(survey.DANGERS)

    @property
    def watched(self) -> list[tuple[str, str, bool]]:
        return self._risks(survey.WATCHED)

    def _risks(self, choices: survey.Choices) -> list[tuple[str, str, bool]]:
        ticked = set(self["risks"].value() or [])
        return [(key, word, key in ticked) for key, word in choices]

    def about(self) -> About:
        return About(self.subject, dict(self.cleaned_data))


def read_photos(files: list[Any]) -> list[Photo]:
    """The pictures that were chosen; BadPhoto names what is wrong."""
    return [read_photo(file.read()) for file in files if file]


__all__ = ["BadPhoto", "ChildForm", "SurveyForm", "form_field", "read_photos"]
