"""The tags and parts of the look."""

import datetime as dt
import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.forms import BoundField
from django.template import Context, Template
from django.template.loader import render_to_string

from nuantong.core.templatetags.look import day_of, share

TEMPLATES = Path(settings.BASE_DIR) / "nuantong"
ICONS = (TEMPLATES / "static" / "img" / "icons.svg").read_text(encoding="utf-8")


class VisitForm(forms.Form):
    name = forms.CharField(label="姓名", help_text="与户口簿一致")
    sex = forms.ChoiceField(label="性别", choices=[("1", "男")], widget=forms.RadioSelect)


def field(name: str, **data: str) -> BoundField:
    form = VisitForm(data or None)
    form.is_valid()
    return form[name]


def test_every_icon_named_in_a_template_is_drawn() -> None:
    drawn = set(re.findall(r'symbol id="([a-z]+)"', ICONS))
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert named - drawn == set()


def test_an_icon_is_decoration_unless_it_has_words() -> None:
    load = "{% load look %}"
    assert 'aria-hidden="true"' in Template(load + '{% icon "done" %}').render(Context())
    assert 'aria-label="成功"' in Template(load + '{% icon "done" "成功" %}').render(Context())


def test_a_field_joins_label_help_error_and_control() -> None:
    html = render_to_string("components/field.html", {"field": field("name", sex="1")})
    assert '<label for="id_name">姓名' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    html = render_to_string("components/field.html", {"field": field("sex")})
    assert "<fieldset" in html
    assert "<legend>性别" in html


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(1, 3, 33), (0, 0, 0), (5, 0, 0), (7, 5, 100), (None, 3, 0)]
)
def test_a_share_is_a_whole_percentage(part: int | None, whole: int, percent: int) -> None:
    assert share(part, whole) == percent


def test_a_day_names_its_year_where_the_page_is_about_another() -> None:
    new_year = dt.date(2018, 12, 30)
    assert (day_of(new_year, 2018), day_of(new_year, 2019)) == ("12月30日", "2018年12月30日")


def test_no_page_of_ours_carries_inline_script_or_style() -> None:
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\b(src|type=.application/json))[^>]*>", text), path
        assert not re.search(r"\son[a-z]+=\"|\sstyle=\"|<style", text), path
