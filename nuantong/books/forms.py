"""What the pages of the books ask for. Days and reasons are typed as everywhere."""

from typing import Any

from django import forms

from nuantong.books.models import Fund
from nuantong.books.purposes import Purpose
from nuantong.core.forms import KeyField, WordsField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FundForm(forms.Form):
    name = forms.CharField(label="资金名称", max_length=60)
    source = forms.ChoiceField(label="来源", choices=Fund.Source.choices)
    foundation = forms.CharField(
        label="接收捐赠的基金会", max_length=60, required=False,
        help_text="社会捐赠和企业捐赠必填；财政和彩票公益金不填。",
    )  # fmt: skip
    purposes = forms.MultipleChoiceField(
        label="可以用于", choices=Purpose.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="都不勾的，可以用于任何一种。",
    )  # fmt: skip
    opened_on = forms.DateField(label="设立日期", widget=DAY)
    key = KeyField()


class UndoForm(forms.Form):
    on = forms.DateField(label="冲销日期", widget=DAY)
    why = WordsField(label="冲销原因", rows=2, max_length=400)
    key = KeyField()


class MonthForm(forms.Form):
    """A month as a browser gives it: 2018-07."""

    month = forms.DateField(
        label="月份", input_formats=["%Y-%m"], widget=forms.DateInput({"type": "month"}, "%Y-%m"),
        error_messages={"invalid": "请写成 2018-07。"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].widget.attrs["placeholder"] = "2018-07"
