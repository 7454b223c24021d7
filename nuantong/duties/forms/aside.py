"""What to do with a contact that counts for nothing."""

from typing import Any

from django import forms

from nuantong.core.forms import WordsField

REDATE, WITHDRAW, KEEP, SAME, APART = "redate", "withdraw", "keep", "same", "apart"


class TwinForm(forms.Form):
    """Whether two reports tell of one visit."""

    how = forms.ChoiceField(
        label="是不是同一次", widget=forms.RadioSelect,
        choices=[(SAME, "是同一次，合成一条"), (APART, "不是同一次，各算各的")],
        error_messages={"required": "请选是不是同一次。"},
    )  # fmt: skip


class AsideForm(forms.Form):
    """One of three verbs: another day, it did not happen, or it stays as it is."""

    how = forms.ChoiceField(
        label="怎么处理", widget=forms.RadioSelect,
        choices=[
            (REDATE, "日期写错了，改成下面的日期"), (WITHDRAW, "没有这回事，撤回"),
            (KEEP, "确有其事，留存不计"),
        ],
        error_messages={"required": "请选怎么处理。"},
    )  # fmt: skip
    on = forms.DateField(
        label="正确的日期（改日期时填）", required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日期不对，请重新选。"},
    )  # fmt: skip
    words = WordsField(label="说明（撤回、留存时填）", required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("how") == REDATE and not values.get("on") and "on" not in self.errors:
            self.add_error("on", "请填正确的日期。")
        if values.get("how") in (WITHDRAW, KEEP) and not values.get("words"):
            self.add_error("words", "请写一句说明。")
        return values
