"""What the pages of helpers ask for."""

from typing import Any

from django import forms

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.forms import KeyField, WordsField
from nuantong.helpers.actions import Offer
from nuantong.helpers.closeness import Closeness
from nuantong.helpers.models import Helper, HelperCheck
from nuantong.people.forms.fields import DayField, IdField, NameField, PhoneField
from nuantong.people.models import Need
from nuantong.people.places import PlaceField, Scope

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def later_day(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DAY, **kwargs)


class HelperForm(forms.Form):
    kind = forms.ChoiceField(label="种类", choices=Helper.Kind.choices)
    name = NameField(label="姓名或名称", required=True, max_length=60)
    contact = NameField(label="联系人", help_text="单位和企业要填。")
    phone = PhoneField(label="电话", required=True)
    id_number = IdField(help_text="单独与孩子相处的人要填，用来查询背景。")
    offers = forms.MultipleChoiceField(
        label="能帮什么", choices=Need.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    closeness = forms.ChoiceField(
        label="与孩子的接触", choices=Closeness.choices, widget=forms.RadioSelect, initial="group"
    )
    capacity = forms.IntegerField(label="同时帮几名孩子", min_value=1, max_value=500, initial=1)
    since = later_day("从哪天起")
    until = later_day("到哪天止", required=False, help_text="这一天起不再帮扶；长期的不填。")
    remark = WordsField(label="备注", rows=2, max_length=1000, required=False)
    status = forms.ChoiceField(label="状态", choices=Helper.Status.choices, initial="active")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    key = KeyField()

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(
            reader=reader, permission=Permission.EDIT_HELPERS, least=2, label="服务范围",
            any_word="全部",
        )  # fmt: skip
        self.order_fields(["kind", "name", "contact", "phone", "id_number", "place"])
        kept = self.initial.get("id_number", "")
        field = self.fields["id_number"]
        assert isinstance(field, IdField)
        field.kept = kept

    @property
    def offer(self) -> Offer:
        said = {k: v for k, v in self.cleaned_data.items() if k not in ("key", "version", "place")}
        return Offer(**said, place_id=self.cleaned_data["place"].id)


def initial_of(helper: Helper, reader: Reader) -> dict[str, Any]:
    names = [name for name in HelperForm.base_fields if name != "key"]
    place = Scope(reader, Permission.EDIT_HELPERS).of(helper.place_id)
    return {**{name: getattr(helper, name) for name in names}, "place": place}


class HelperCheckForm(forms.Form):
    on = DayField(label="查询日期", required=True)
    organ = NameField(label="查询机关", required=True, max_length=60)
    result = forms.ChoiceField(
        label="结果", choices=HelperCheck.Result.choices, widget=forms.RadioSelect, initial="clear"
    )
    document = NameField(label="文书号", max_length=60)


class HelperPledgeForm(forms.Form):
    on = DayField(label="签署日期", required=True)
    signed_by = NameField(
        label="签署人",
        required=True,
        max_length=60,
        help_text="照承诺书上的签名填写；单位由联系人签。",
    )


class AskForm(forms.Form):
    closeness = forms.ChoiceField(
        label="怎样帮", choices=Closeness.choices, widget=forms.RadioSelect
    )
    start = later_day("从哪天起")
    until = later_day("到哪天止", required=False)
    key = KeyField()


class AnswerForm(forms.Form):
    accepts = forms.ChoiceField(
        label="她的答复", choices=[("yes", "能帮"), ("no", "不能帮")], widget=forms.RadioSelect
    )
    words = WordsField(
        label="说明", rows=2, max_length=1000, required=False, help_text="不能帮的，写明原因。"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class FinishForm(forms.Form):
    given = WordsField(label="给了什么帮助", rows=2, max_length=1000)
    met = forms.BooleanField(label="需求已经解决", required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput)
