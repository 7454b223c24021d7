"""Ending an exemption early."""

import datetime as dt
from typing import Any

from django import forms

from nuantong.core.forms import WordsField


class EndForm(forms.Form):
    """From which day on the child is owed again, and why."""

    on = forms.DateField(
        label="从哪天起恢复",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="这一天起，职责照常计入。早于今天的，已经按免除判定的各期会注明日期更正。",
        error_messages={"required": "请选日期。", "invalid": "日期不对，请重新选。"},
    )
    why = WordsField(
        label="为什么提前结束", max_length=200, error_messages={"required": "请写一句原因。"}
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today})
        super().__init__(*args, **kwargs)
        self.fields["on"].widget.attrs["max"] = today.isoformat()
