"""Controls drawn by functions are what Django's own templates draw."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django_filters.widgets import RangeWidget
from hypothesis import given
from hypothesis import strategies as st

from nuantong.core.controls import Renderer

CHOICES = [("", "全部"), ("1", "男 & 女"), ("学段", [("a", "<小学>"), ("b", '"初中"')])]
ATTRS = {"id": "id_x", "class": "form-select", "required": True, "disabled": False, "max": 3}
CONTROLS = [
    (forms.Select(choices=CHOICES), "b"),
    (forms.Select(choices=CHOICES), None),
    (forms.SelectMultiple(choices=CHOICES), ["1", "a"]),
    (forms.NullBooleanSelect(), True),
    (forms.TextInput(), '<"李&梅">'),
    (forms.TextInput(), None),
    (forms.NumberInput(), 0),
    (forms.DateInput(attrs={"type": "date"}), "2018-08-24"),
    (forms.HiddenInput(), "k"),
    (forms.CheckboxInput(), True),
    (forms.RadioSelect(choices=CHOICES), "1"),
    (forms.Textarea(), "一\n二"),
]


def alike(html: str) -> str:
    """Without the white space that templates leave between tags and that browsers skip."""
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", html))


def both(widget: forms.Widget, value: Any) -> tuple[str, str]:
    drawn = widget.render("x", value, dict(ATTRS), renderer=Renderer())
    return alike(drawn), alike(widget.render("x", value, dict(ATTRS), renderer=DjangoTemplates()))


@pytest.mark.parametrize(("widget", "value"), CONTROLS)
def test_a_control_is_drawn_as_django_draws_it(widget: forms.Widget, value: Any) -> None:
    ours, django = both(widget, value)
    assert ours == django


@given(st.text(), st.text(), st.text())
def test_whatever_is_typed_is_escaped_as_django_escapes_it(
    value: str, label: str, name: str
) -> None:
    for widget in (
        forms.Select(choices=[(value, label), ("x", "y")]),
        forms.TextInput(attrs={"placeholder": label}),
    ):
        ours = widget.render(name, value, {}, renderer=Renderer())
        assert alike(ours) == alike(widget.render(name, value, {}, renderer=DjangoTemplates()))


def test_a_range_is_two_inputs() -> None:
    drawn = RangeWidget().render("age", slice(3, None), {"id": "id_age"}, renderer=Renderer())
    names = re.findall(r'name="(\w+)"(?: value="(\d+)")?', drawn)
    assert names == [("age_min", "3"), ("age_max", "")]
