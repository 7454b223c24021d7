"""What the danger pages ask for. Only the situation is required."""

from typing import Any

from django import forms

from nuantong.core import clock
from nuantong.core.forms import ForgivingTimeField, KeyField, WordsField
from nuantong.protection.actions import Account, Supplement
from nuantong.protection.models import DangerReportAddition
from nuantong.protection.situations import CHOICES


class DangerForm(forms.Form):
    """The mandatory report."""

    key = KeyField()
    situation = forms.TypedChoiceField(
        label="是哪种情形",
        choices=CHOICES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "请选一项情形，拿不准就选最后一项。",
            "invalid_choice": "请选一项情形，拿不准就选最后一项。",
        },
    )
    child = WordsField(required=False, widget=forms.HiddenInput)
    who = WordsField(label="孩子是谁，在哪里", rows=2, required=False, max_length=500)
    seen = WordsField(label="看到了什么", rows=4, required=False)
    found_at = ForgivingTimeField(label="发现时间", required=False, initial=clock.now)
    called = forms.BooleanField(label="我已拨打110", required=False)
    called_at = ForgivingTimeField(label="拨打时间", required=False)
    taken_by = WordsField(label="谁接的警", required=False, max_length=100)
    receipt = WordsField(label="回执号", required=False, max_length=60)

    def account(self, **more: Any) -> Account:
        """What was said, for the action; a ticked call without a time was made now."""
        said = {name: self.cleaned_data[name] for name in ("seen", "found_at", "taken_by")}
        called = self.cleaned_data["called_at"]
        if self.cleaned_data["called"]:
            called = called or clock.now()
        who, receipt = self.cleaned_data["who"], self.cleaned_data["receipt"]
        return Account(**said, **{"who": who, "receipt": receipt, "called_at": called, **more})


class AdditionForm(forms.Form):
    """One addition to a report: which of three, and its words."""

    key = KeyField()
    kind = forms.ChoiceField(choices=DangerReportAddition.Kind.choices, widget=forms.HiddenInput)
    called_at = ForgivingTimeField(label="拨打时间", required=False, initial=clock.now)
    receipt = WordsField(label="回执号", required=False, max_length=60)
    text = WordsField(label="补充情况", rows=3, required=False)

    def supplement(self) -> Supplement:
        said = {name: self.cleaned_data[name] for name in ("called_at", "receipt", "text")}
        return Supplement(kind=DangerReportAddition.Kind(self.cleaned_data["kind"]), **said)


class StationForm(forms.Form):
    """A police station of a township."""

    region = forms.TypedChoiceField(label="乡镇（街道）", coerce=int)
    name = WordsField(label="派出所名称", max_length=60)
    phone = WordsField(label="电话", max_length=40)

    def __init__(self, *args: Any, townships: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        region = self.fields["region"]
        assert isinstance(region, forms.TypedChoiceField)
        region.choices = townships
