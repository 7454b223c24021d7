"""The rule of a list, criterion by criterion."""

import datetime as dt
from typing import Any

from django import forms

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.books.purposes import Purpose
from nuantong.cohorts.criteria import SEXES
from nuantong.core.forms import KeyField, WordsField
from nuantong.people.forms.fields import NameField
from nuantong.people.models import Child, Label, Need

CHOOSE = {"required": "请选一项。"}
DAY = {"type": "date"}


def _ticks(label: str, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _years(label: str) -> forms.IntegerField:
    wrong = {"invalid": "请填整数。", "min_value": "请填0至30。", "max_value": "请填0至30。"}
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=30, error_messages=wrong
    )


def _day(label: str, required: bool) -> forms.DateField:
    wrong = {"required": "请选日期。", "invalid": "日期不对，请重新选。"}
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages=wrong,
    )  # fmt: skip


class RuleForm(forms.Form):
    """What is left empty narrows nothing."""

    key = KeyField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = NameField(label="名单名称", required=True, max_length=60)
    purpose = forms.ChoiceField(label="用途", choices=Purpose.choices, error_messages=CHOOSE)
    region = forms.TypedChoiceField(label="范围", coerce=int, error_messages=CHOOSE)
    as_of = _day("年龄和类别截至哪天", True)
    youngest, oldest = _years("最小周岁"), _years("最大周岁")
    sex = forms.ChoiceField(
        label="性别", required=False, choices=[("", "男童和女童"), *SEXES.items()]
    )
    labels = _ticks("类别（任一）", Label.Category.choices)
    setting = _ticks("居住情况", Child.Setting.choices)
    stages = _ticks("就学情况", Child.Stage.choices)
    needs = _ticks("有这些需求没有解决", Need.Kind.choices)
    unhelped_since = _day("这天以来没有领过", False)
    unhelped_purpose = forms.ChoiceField(
        label="没有领过什么", required=False, choices=[("", "任何资助"), *Purpose.choices]
    )
    most = forms.IntegerField(
        label="名额（最多几名）", required=False, min_value=1, max_value=1_000_000,
        error_messages={"invalid": "请填整数。", "min_value": "请填大于0的数。"},
    )  # fmt: skip
    sized = forms.BooleanField(label="只要尺码能算出的（有出生日期）", required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tree = reader.tree
        tops = reader.regions(Permission.CHOOSE_CHILDREN)
        below = [one.id for top in tops if top == tree.root.id for one in tree.districts()]
        region: Any = self.fields["region"]
        region.choices = [(one, tree.full_name(one)) for one in [*tops, *below]]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        low, high = data.get("youngest"), data.get("oldest")
        if low is not None and high is not None and low > high:
            self.add_error("oldest", "最大周岁不能小于最小周岁。")
        return data

    @property
    def rule(self) -> dict[str, Any]:
        data = self.cleaned_data
        found: dict[str, Any] = {}
        low, high = data["youngest"], data["oldest"]
        if low is not None or high is not None:
            found["ages"] = [low or 0, 30 if high is None else high]
        found |= {
            name: data[name]
            for name in ("sex", "labels", "setting", "stages", "needs", "most")
            if data[name]
        }
        if data["unhelped_since"]:
            since = data["unhelped_since"].isoformat()
            found["unhelped"] = {"since": since, "purpose": data["unhelped_purpose"]}
        return found | ({"sized": True} if data["sized"] else {})


def as_form(cohort: Any) -> dict[str, Any]:
    """A list's rule as the form has it."""
    rule, ages = cohort.rule, cohort.rule.get("ages", [None, None])
    unhelped = rule.get("unhelped", {})
    return {
        "key": cohort.key, "version": cohort.version, "title": cohort.title, "region": cohort.region_id,
        "purpose": cohort.purpose, "as_of": cohort.as_of, "youngest": ages[0], "oldest": ages[1],
        "unhelped_since": dt.date.fromisoformat(unhelped["since"]) if unhelped else None,
        "unhelped_purpose": unhelped.get("purpose", ""),
        **{name: rule.get(name) for name in ("sex", "labels", "setting", "stages", "needs", "sized", "most")},
    }  # fmt: skip


class ByHandForm(forms.Form):
    number = NameField(label="儿童编号", required=True, max_length=12)
    taken = forms.ChoiceField(
        label="加入还是去掉", choices=[("1", "加入"), ("", "去掉")], required=False,
        widget=forms.RadioSelect, initial="1",
    )  # fmt: skip
    why = WordsField(label="原因", rows=2, max_length=200,
                     error_messages={"required": "请写明原因。"})  # fmt: skip


class RemoveForm(forms.Form):
    why = WordsField(label="为什么移出", rows=2, max_length=200,
                     error_messages={"required": "请写明原因。"})  # fmt: skip
