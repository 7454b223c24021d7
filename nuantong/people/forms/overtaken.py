"""A form that another one overtook: both versions side by side, nothing typed is lost."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from nuantong.people.places import PlaceField


@dataclass(frozen=True)
class Difference:
    """One field: what was typed, and what is on record by now."""

    label: str
    mine: str
    now: str
    changed_by_me: bool


def differences(form: Any, now: Any) -> list[Difference]:
    """Where the posted form, or the one it began with, differs from the record `now`."""
    found = []
    for field in form.visible_fields():
        current = in_words(now[field.name], now[field.name].value())
        mine = in_words(field, field.value())
        if mine != current:
            found.append(
                Difference(str(field.label), mine, current, field.name in form.changed_data)
            )
    return found


def refreshed(form: Any, now: Any) -> QueryDict:
    """The posted data begun anew: what one changed stays, the rest is as it is on record."""
    data: QueryDict = form.data.copy()
    for field in now.visible_fields():
        value = field.value()
        if field.name not in form.changed_data:
            _forget_steps(data, field)
            _put(data, field.html_name, value)
        _put(data, field.html_initial_name, value)
    data["version"] = str(now["version"].value())
    return data


def _forget_steps(data: QueryDict, field: BoundField) -> None:
    if isinstance(field.field, PlaceField):
        for step in range(1, 5):
            data.pop(f"{field.html_name}_{step}", None)


def _put(data: QueryDict, name: str, value: Any) -> None:
    if isinstance(value, list | tuple):
        data.setlist(name, [str(each) for each in value])
    elif value is None:
        data.pop(name, None)
    else:
        data[name] = str(value)


def in_words(field: BoundField, value: Any) -> str:
    """A value as the form shows it."""
    if value in (None, "", []):
        return "（空）"
    if isinstance(field.field, PlaceField):
        return str(field.field.scope.chosen(str(value)) or "（空）")
    words = _labels(field.field)
    values = value if isinstance(value, list | tuple) else [value]
    return "、".join(words.get(str(each), str(each)) for each in values)


def _labels(field: forms.Field) -> dict[str, str]:
    return {str(key): str(label) for key, label in getattr(field, "choices", [])}
