"""A village without signal, and its end."""

import datetime as dt
from typing import Any

from django import forms

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.places import PlaceField

ERRORS = {"required": "请选日期。", "invalid": "日期不对，请重新选。"}


def _until_today(label: str, today: dt.date, help_text: str) -> forms.DateField:
    limits = {"type": "date", "max": today.isoformat()}
    return forms.DateField(
        label=label, initial=today, help_text=help_text, error_messages=ERRORS,
        widget=forms.DateInput(attrs=limits, format="%Y-%m-%d"),
    )  # fmt: skip


class WithoutSignalForm(forms.Form):
    """Which village, from when on."""

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(
            reader=reader, permission=Permission.ACT_ON_OVERDUE, least=4, label="村（社区）",
            any_word="请选择",
        )  # fmt: skip
        self.fields["since"] = _until_today(
            "从哪天起没有信号", reader.on,
            "这一天和以后到期的职责，宽限期多7天。早于今天的，已经判定的各期会注明日期更正。",
        )  # fmt: skip


class SignalBackForm(forms.Form):
    """From which day on there is signal again."""

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"] = _until_today(
            "从哪天起有信号", today, "这一天和以后到期的职责，按平常的宽限期；以前的不变。"
        )
