"""Setting a term, and a year's days off."""

import datetime as dt
from typing import Any

from django import forms

from nuantong.calendars.festivals import TITLES, Festival
from nuantong.duties.actions.calendars import OFF, Span, day_of, keys_of
from nuantong.duties.protocols.wording import STAGE_WORDS
from nuantong.duties.queries.calendars import EVERY_STAGE, term_title

ERRORS = {"required": "请选日期。", "invalid": "日期不对，请重新选。"}


def _date(label: str, **values: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=ERRORS, **values)


class TermForm(forms.Form):
    """One term of one stage."""

    region = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.ChoiceField(label="学期")
    stage = forms.ChoiceField(
        label="学段", required=False, choices=[("", EVERY_STAGE), *STAGE_WORDS.items()]
    )
    first = _date("开学")
    last = _date("学期最后一天")
    reason = forms.CharField(
        label="依据", required=False, max_length=200,
        help_text="校历文件的名称或文号。学期已经开始的必须写：已经判定的结果会注明日期更正。",
    )  # fmt: skip

    def __init__(self, *args: Any, autumns: range, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [key for autumn in autumns for key in keys_of(autumn)]
        field = self.fields["key"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, term_title(key)) for key in keys]


class HolidaysForm(forms.Form):
    """The days off of a year, festival by festival."""

    reason = forms.CharField(
        label="通知的名称或文号", max_length=200, error_messages={"required": "请写明通知。"}
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        for festival in OFF:
            on, title = day_of(festival, year), TITLES[festival]
            self.fields[f"{festival}_first"] = _date(f"{title}放假从", initial=on)
            self.fields[f"{festival}_last"] = _date(f"{title}放假到", initial=on)

    def spans(self) -> dict[Festival, Span]:
        values: dict[str, dt.date] = self.cleaned_data
        return {one: (values[f"{one}_first"], values[f"{one}_last"]) for one in OFF}
