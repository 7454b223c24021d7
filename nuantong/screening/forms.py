"""What the pages of screening ask for."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.consents.models import Consent
from nuantong.core.forms import KeyField, WordsField
from nuantong.people.forms.fields import DayField, NameField
from nuantong.people.models import Label
from nuantong.regions.tree import CITY
from nuantong.screening import watchlist
from nuantong.screening.actions.rounds import Part, Plan
from nuantong.screening.battery import DEFAULT
from nuantong.screening.models import Alert

SIGNS = [(code, sign.words) for code, sign in watchlist.SIGNS.items()]


class ObserveForm(forms.Form):
    key = KeyField()
    on = DayField(label="哪天看到的")
    signs = forms.MultipleChoiceField(
        label="看到、听到的", required=False, choices=SIGNS, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "有一项不在清单里，请重新勾选。"},
    )  # fmt: skip
    note = WordsField(label="补充说明", required=False, rows=3, max_length=1000)


class CloseForm(forms.Form):
    deed = forms.ChoiceField(
        label="怎么办的", choices=Alert.Deed.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选一项。"},
    )  # fmt: skip
    words = WordsField(
        label="孩子现在怎样、谁在陪着", rows=4, max_length=2000,
        error_messages={"required": "请写明孩子现在怎样、谁在陪着。"},
    )  # fmt: skip


DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WRONG_DAY = {"required": "请选日期。", "invalid": "日期不对，请重新选。"}


class RoundForm(forms.Form):
    """A round: where, whom, when, and which scales for which ages (fields use_, from_, to_)."""

    key = KeyField()
    title = NameField(label="名称", max_length=60, required=True,
                      help_text="例如：2018年秋季心理健康筛查")  # fmt: skip
    regions = forms.TypedMultipleChoiceField(
        label="在哪里", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择在哪些地方筛查。", "invalid_choice": "有的地方不在您的工作范围内。"},
    )  # fmt: skip
    category = forms.ChoiceField(
        label="哪些孩子", required=False,
        choices=[("", "在册的全部儿童"), *((c, f"只筛查{w}") for c, w in Label.Category.choices)],
    )  # fmt: skip
    starts_on = forms.DateField(label="开始", widget=DAY, error_messages=WRONG_DAY)
    ends_on = forms.DateField(label="截止", widget=DAY, error_messages=WRONG_DAY)

    def __init__(self, *args: Any, reader: Reader, versions: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = versions
        places = [
            p for one in reader.regions(Permission.RUN_SCREENING) if (p := reader.tree.get(one))
        ]
        if any(place.level == CITY for place in places):
            places = [reader.tree.root, *reader.tree.districts()]
        regions: Any = self.fields["regions"]
        regions.choices = [(p.id, "全市" if p.level == CITY else p.name) for p in places]
        self.only = len(places) == 1
        if self.only:
            regions.initial = [places[0].id]
        usual = {part.code: part for part in DEFAULT}
        for version in versions:
            self._add(version, usual.get(version.instrument.code))

    def _add(self, version: Any, usual: Any) -> None:
        ages: dict[str, Any] = {"min_value": 0, "max_value": 18, "required": False}
        code = version.pk
        self.fields |= {
            f"use_{code}": forms.BooleanField(label=version.instrument.title, required=False, initial=bool(usual)),
            f"from_{code}": forms.IntegerField(label=f"{version.instrument.title}从几岁", **ages,
                                               initial=usual.from_age if usual else 8),
            f"to_{code}": forms.IntegerField(label=f"{version.instrument.title}到几岁", **ages,
                                             initial=usual.to_age if usual else 17),
        }  # fmt: skip

    @property
    def scales(self) -> list[tuple[Any, Any, Any, Any]]:
        return [(v, self[f"use_{v.pk}"], self[f"from_{v.pk}"], self[f"to_{v.pk}"])
                for v in self.versions]  # fmt: skip

    def plan(self) -> Plan:
        data = self.cleaned_data
        parts = [
            Part(v, data[f"from_{v.pk}"] or 0, 18 if data[f"to_{v.pk}"] is None else data[f"to_{v.pk}"])
            for v in self.versions if data[f"use_{v.pk}"]
        ]  # fmt: skip
        return Plan(data["title"], data["regions"], data["starts_on"], data["ends_on"], parts,
                    data["category"])  # fmt: skip


class SaidForm(forms.Form):
    """What somebody said about taking part: yes or no, who, how, when."""

    agreed = forms.ChoiceField(
        label="愿意吗", choices=[("yes", "同意"), ("no", "不同意")], widget=forms.RadioSelect,
        error_messages={"required": "请选一项。"},
    )  # fmt: skip
    giver = forms.ChoiceField(
        label="谁说的", choices=[c for c in Consent.Giver.choices if c[0] != "child"],
        initial=Consent.Giver.GUARDIAN,
    )  # fmt: skip
    given_by = NameField(label="姓名", required=True)
    how = forms.ChoiceField(label="怎样说的", choices=Consent.How.choices, widget=forms.RadioSelect,
                            error_messages={"required": "请选一项。"})  # fmt: skip
    given_on = DayField(label="哪天")

    def __init__(self, *args: Any, child_name: str = "", **kwargs: Any) -> None:
        """With `child_name` the child speaks for herself: who and how need not be asked."""
        super().__init__(*args, **kwargs)
        if child_name:
            for name in ("giver", "given_by", "how"):
                del self.fields[name]
            self.initial = {**self.initial, "given_by": child_name}
        self.child_name = child_name

    def said(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        del data["agreed"]
        if self.child_name:
            data |= {"giver": "child", "given_by": self.child_name, "how": "spoken"}
        return data

    @property
    def yes(self) -> bool:
        return bool(self.cleaned_data["agreed"] == "yes")
