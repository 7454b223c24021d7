"""The form of a carer."""

from typing import Any, cast

from django import forms

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.forms.fields import IdField, NameField, PhoneField
from nuantong.people.models import Carer
from nuantong.people.models.carer import MOST_HOURS
from nuantong.people.places import PlaceField, Scope
from nuantong.people.values import CarerValues

UNSAVED = ("version", "warned")
SEXES = [("2", "女"), ("1", "男"), ("", "未填")]


class CarerForm(forms.Form):
    name = NameField(label="姓名", required=True)
    sex = forms.ChoiceField(label="性别", choices=SEXES, required=False)
    phone = PhoneField(label="手机", help_text="她用手机号登录。")
    id_number = IdField()
    post = NameField(label="职务", help_text="例如：村妇联主席、妇联执委。")
    skills = forms.MultipleChoiceField(
        label="特长", choices=Carer.Skill.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label="语言", choices=Carer.Language.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="普通话和本地话不用选。",
    )  # fmt: skip
    availability = forms.MultipleChoiceField(
        label="方便的时间", choices=Carer.Time.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    hours = forms.IntegerField(
        label="每周可用小时", min_value=0, max_value=MOST_HOURS, required=False,
        help_text="她每周大约能抽出几个小时。",
    )  # fmt: skip
    capacity = forms.IntegerField(
        label="可结对户数", min_value=0, max_value=20, initial=1,
        help_text="她最多能照看几户；同一户的孩子算一户。",
    )  # fmt: skip
    capacity_reason = NameField(label="户数改动的原因", max_length=200)
    status = forms.ChoiceField(label="状态", choices=Carer.Status.choices)
    remark = NameField(label="备注", max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    warned = forms.CharField(widget=forms.HiddenInput, required=False)
    """What was warned of when the form was sent before: sent again, it is meant."""

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(
            reader=reader, permission=Permission.EDIT_CARERS, least=3, label="所在村（社区）",
            any_word="请选择",
        )  # fmt: skip
        self.order_fields(["name", "sex", "phone", "id_number", "place"])
        if "version" not in self.initial:
            del self.fields["capacity_reason"]
        cast(IdField, self.fields["id_number"]).kept = self.initial.get("id_number", "")
        for name, field in self.fields.items():
            field.show_hidden_initial = "initial" in kwargs and name not in UNSAVED

    def clean(self) -> dict[str, Any]:
        """Whoever changes how many households she takes says why; checks have rows of their own."""
        said = super().clean() or self.cleaned_data
        reason = self.fields.get("capacity_reason")
        if reason and "capacity" in self.changed_data and len(said.get("capacity_reason", "")) < 2:
            self.add_error("capacity_reason", "户数改了，请写明原因。")
        return said

    @property
    def values(self) -> CarerValues:
        """What was filled in, under the names of the columns."""
        filled = {k: v for k, v in self.cleaned_data.items() if k not in (*UNSAVED, "place")}
        return cast(CarerValues, {**filled, "place_id": self.cleaned_data["place"].id})

    @property
    def changes(self) -> CarerValues:
        """Of the values, those that differ from what the form was opened with."""
        names = {"place_id" if n == "place" else n for n in self.changed_data}
        return cast(CarerValues, {k: v for k, v in self.values.items() if k in names})


def initial_of(carer: Carer, reader: Reader) -> dict[str, Any]:
    names = [name for name in CarerForm.base_fields if name not in (*UNSAVED, "capacity_reason")]
    place = Scope(reader, Permission.EDIT_CARERS).of(carer.place_id)
    return {
        **{name: getattr(carer, name) for name in names}, "place": place,
        "version": carer.version,
    }  # fmt: skip
