"""The form behind the three taps."""

import datetime as dt
import uuid
from typing import Any

from django import forms

from nuantong.care.presets import BY_KEY, EXTRAS
from nuantong.duties.models import OverdueAction
from nuantong.duties.vocabulary import Act

OLDEST = 366


class ContactForm(forms.Form):
    """One contact: what, when, and a line if she likes. The key makes a second send harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    preset = forms.ChoiceField(
        choices=[(key, preset.title) for key, preset in BY_KEY.items()],
        error_messages={
            "required": "请点选这次做了什么。",
            "invalid_choice": "请点选这次做了什么。",
        },
    )
    extras = forms.MultipleChoiceField(
        choices=[(extra.key.value, extra.title) for extra in EXTRAS], required=False
    )
    happened_on = forms.DateField(
        label="哪一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选日期。", "invalid": "日期不对，请重新选。"},
    )
    note = forms.CharField(
        label="说一句（可不填）",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "可用输入法的语音输入"}),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.today = today
        kwargs.setdefault("initial", {"key": uuid.uuid4(), "happened_on": today})
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].widget.attrs["max"] = today.isoformat()

    def clean_happened_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["happened_on"]
        if day > self.today:
            raise forms.ValidationError("还没到这一天，请选今天或以前的日期。")
        if (self.today - day).days > OLDEST:
            raise forms.ValidationError("日期太早，只能补记一年以内的。")
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        preset = BY_KEY.get(values.get("preset", ""))
        if preset and not preset.acts and not values.get("extras"):
            raise forms.ValidationError("请再点选做了什么：和监护人、班主任交流，或者活动、过节。")
        return values

    def contact(self) -> dict[str, Any]:
        """The arguments of duties.record_contact that the form knows."""
        values, preset = self.cleaned_data, BY_KEY[self.cleaned_data["preset"]]
        acts = {act.value for act in preset.acts} | set(values["extras"])
        face = {Act.ACTIVITY.value, Act.FESTIVAL.value} & acts
        return {
            "key": values["key"],
            "happened_on": values["happened_on"],
            "acts": acts,
            "means": "face" if face else preset.means.value,
            "note": values["note"].strip(),
        }


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label="为什么撤回",
        max_length=200,
        error_messages={"required": "请写一句为什么撤回。"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ActForm(forms.Form):
    """What a supervisor did about what was missed."""

    kind = forms.ChoiceField(
        label="怎么处理的",
        choices=OverdueAction.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择怎么处理的。"},
    )
    note = forms.CharField(
        label="说明（可不填）", required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
