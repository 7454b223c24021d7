"""Form fields that forgive: what was typed in a hurry is kept, never refused over a character."""

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from nuantong.core.text.narratives import narrative


class KeyField(forms.Field):
    """The key a form was opened with; sending the form twice sends it twice."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"required": False, "widget": forms.HiddenInput, "initial": uuid.uuid4, **kwargs}
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> uuid.UUID:
        try:
            return uuid.UUID(str(value))
        except ValueError:
            return uuid.uuid4()


class WordsField(forms.CharField):
    """Free text; control characters go, what passes `max_length` is refused with a number."""

    def __init__(self, *, rows: int = 0, max_length: int = 20_000, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(max_length=max_length, **{"widget": widget, **kwargs})

    def to_python(self, value: Any) -> str:
        return narrative(value, len(value or ""))


class ForgivingTimeField(forms.Field):
    """A local date and time, or None when it cannot be one."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> dt.datetime | None:
        try:
            moment = parse_datetime(str(value or ""))
        except ValueError:
            return None
        if moment is None or not 2000 <= moment.year < 9999:
            return None
        return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
