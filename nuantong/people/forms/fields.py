"""Fields the forms of the register share."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse

from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text import IdNumber, clean, parse_date, parse_phone
from nuantong.people.identity import typed_id


class DayField(forms.Field):
    """A day in whatever style it was typed; not after today."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> dt.date | None:
        day, problem = parse_date(value, clock.today())
        if problem:
            raise forms.ValidationError(problem)
        return day


class NameField(forms.CharField):
    """A short text. `suggest` names an address that offers values while somebody types; `about` is
    what the address is of."""

    def __init__(self, *, suggest: str = "", about: Sequence[Any] = (), **kwargs: Any) -> None:
        words = {"required": f"请填写{kwargs.get('label', '')}。"}
        super().__init__(**{"max_length": 40, "required": False, "error_messages": words, **kwargs})
        self.widget.attrs |= {"autocomplete": "off"}
        self.suggest, self.about = suggest, about

    @property
    def suggest_url(self) -> str:
        return reverse(self.suggest, args=self.about)

    def to_python(self, value: Any) -> str:
        return clean(value)


class IdField(forms.CharField):
    """An ID number as typed by hand: right or none. A wrong one never gets further than here,
    but for one that came with an import (`kept`) and is not known better yet."""

    kept = ""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": "身份证号", "required": False, "max_length": 30, **kwargs})
        self.widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters"}

    def to_python(self, value: Any) -> str:
        return clean(value)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value != self.kept:
            self.judged(value)

    def judged(self, value: str) -> IdNumber:
        try:
            return typed_id(value, clock.today())
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class PhoneField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 60, **kwargs})
        self.widget.attrs |= {"inputmode": "tel", "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        phone = parse_phone(super().clean(value))
        if phone.problem:
            raise forms.ValidationError(phone.problem)
        return phone.text
