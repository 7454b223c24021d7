"""What the pages of carers ask for."""

from typing import Any, Final, cast

from django import forms

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.carers.actions import AGREED, Applicant, Check
from nuantong.carers.models import BackgroundCheck
from nuantong.core.forms import KeyField, WordsField
from nuantong.people.forms import CarerForm
from nuantong.people.forms.fields import DayField, IdField, NameField, PhoneField
from nuantong.people.models import Carer
from nuantong.people.models.carer import MOST_HOURS
from nuantong.people.places import PlaceField, Scope
from nuantong.people.values import CarerValues
from nuantong.regions.tree import Place

CHECK_PARTS: Final = ("on", "organ", "result", "document")
NOT_AGREED: Final = "同意了才能申请。"
ORGAN_HELP = "例如：巴南区公安局麻柳嘴派出所。"


def several(label: str, choices: Any, help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


def hours_of_a_week() -> forms.IntegerField:
    return forms.IntegerField(
        label="每周可用小时", min_value=0, max_value=MOST_HOURS, required=False,
        help_text="每周大约能抽出几个小时。",
    )  # fmt: skip


class ApplicationForm(forms.Form):
    name = NameField(label="姓名", required=True)
    id_number = IdField(required=True, help_text="批准前要凭它向公安机关查询。")
    phone = PhoneField(label="手机", required=True)
    post = NameField(label="职务", help_text="例如：村妇联执委、退休教师。")
    skills = several("特长", Carer.Skill.choices)
    languages = several("语言", Carer.Language.choices, "普通话和本地话不用选。")
    availability = several("方便的时间", Carer.Time.choices)
    hours = hours_of_a_week()
    capacity = forms.IntegerField(label="可结对户数", min_value=1, max_value=20, initial=1)
    why = WordsField(label="为什么愿意做爱心妈妈", rows=3, max_length=2000, required=False)
    key = KeyField()

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(
            reader=reader, permission=Permission.PROPOSE_CARERS, least=4, label="所在村（社区）",
            any_word="请选择",
        )  # fmt: skip
        tops = reader.regions(Permission.PROPOSE_CARERS)
        if len(tops) == 1 and not self.is_bound:
            self.initial["place"] = Scope(reader, Permission.PROPOSE_CARERS).of(tops[0])
        self.order_fields(["name", "id_number", "phone", "place"])

    @property
    def applicant(self) -> Applicant:
        said = {k: v for k, v in self.cleaned_data.items() if k not in ("key", "place")}
        return Applicant(**said, place_id=self.cleaned_data["place"].id)


class JoinForm(forms.Form):
    """As little as the office needs to talk with her and to ask the police."""

    name = NameField(label="姓名", required=True)
    id_number = IdField(required=True, help_text="18位，末位是X的请写X。")
    phone = PhoneField(label="手机", required=True, help_text="乡镇（街道）妇联会打这个电话。")
    checked = forms.BooleanField(label=AGREED[0], error_messages={"required": NOT_AGREED})
    pledged = forms.BooleanField(label=AGREED[1], error_messages={"required": NOT_AGREED})
    key = KeyField()

    def __init__(self, *args: Any, places: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(places) > 1:
            self.fields["place"] = forms.ChoiceField(
                label="住在哪个村（社区）",
                choices=[("", "请选择"), *((place.code, place.name) for place in places)],
            )
        self.order_fields(["name", "phone", "id_number", "place"])
        self.places = {place.code: place.id for place in places}

    @property
    def applicant(self) -> Applicant:
        said = {name: self.cleaned_data[name] for name in ("name", "id_number", "phone")}
        chosen = self.cleaned_data.get("place") or next(iter(self.places))
        return Applicant(**said, place_id=self.places[chosen])


class InviteForm(forms.Form):
    """For whose village or township the link is."""

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = PlaceField(
            reader=reader, permission=Permission.PROPOSE_CARERS, least=3, required=False,
            label="村（社区）或乡镇（街道）", any_word="请选择",
        )  # fmt: skip


class ReceiptForm(forms.Form):
    number = NameField(label="回执号", required=True, help_text="提交以后给您的10位数字。")
    tail = NameField(label="手机号后四位", required=True, max_length=4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["inputmode"] = "numeric"

    def clean_number(self) -> str:
        return "".join(self.cleaned_data["number"].split())


class AnswerForm(forms.Form):
    words = WordsField(
        label="怎样答复她的", rows=2, max_length=1000,
        help_text="例如：她已是爱心妈妈，已告诉她用手机号登录。",
    )  # fmt: skip


class VersionedForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class ConfirmForm(VersionedForm):
    words_ = WordsField(
        label="怎样核实的", rows=2, max_length=1000,
        help_text="例如：入户见面，家庭和睦，邻里评价好。",
    )  # fmt: skip


class ReasonForm(VersionedForm):
    reason = NameField(label="原因", required=True, max_length=400)


class CheckForm(forms.Form):
    on = DayField(label="查询日期", required=True)
    organ = NameField(label="查询机关", required=True, max_length=60, help_text=ORGAN_HELP)
    result = forms.ChoiceField(
        label="结果", choices=BackgroundCheck.Result.choices, initial="clear",
        widget=forms.RadioSelect,
    )  # fmt: skip
    document = NameField(label="文书号", max_length=60)
    note = WordsField(
        label="说明", rows=2, max_length=1000, required=False,
        help_text="加密保存，只有乡镇（街道）以上的妇联能看。",
    )  # fmt: skip

    @property
    def check(self) -> Check:
        said = {k: v for k, v in self.cleaned_data.items() if k != "version"}
        return Check(**said)


class NewCarerForm(CarerForm):
    """A carer and, where it was made already, her check: its day, organ and result together."""

    on = DayField(
        label="背景查询日期", required=False,
        help_text="没有查询的可以先登记，查询以后才能结对（未成年人保护法第六十二条）。",
    )  # fmt: skip
    organ = NameField(label="查询机关", max_length=60, help_text=ORGAN_HELP)
    result = forms.ChoiceField(
        label="查询结果",
        choices=[("", "没有查询"), *BackgroundCheck.Result.choices],
        required=False,
    )
    document = NameField(label="文书号", max_length=60)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        given = {name: said.get(name) for name in ("on", "organ", "result")}
        if any(given.values()) or said.get("document"):
            for name, value in given.items():
                if not value and name not in self.errors:
                    self.add_error(name, "登记背景查询要有日期、机关和结果。")
        return said

    @property
    def values(self) -> CarerValues:
        return cast(CarerValues, {k: v for k, v in super().values.items() if k not in CHECK_PARTS})

    @property
    def check(self) -> Check | None:
        said = {name: self.cleaned_data[name] for name in CHECK_PARTS}
        return Check(**said) if said["on"] else None


class ApproveForm(VersionedForm, CheckForm):
    """A result that is not clear leads to a refusal: there is nothing to choose here."""

    field_order = ["on", "organ", "document", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["result"]


class ManyChecksForm(forms.Form):
    """One day and one organ for everybody ticked."""

    on = DayField(label="查询日期", required=True)
    organ = NameField(label="查询机关", required=True, max_length=60, help_text=ORGAN_HELP)
    document = NameField(label="文书号", max_length=60)

    @property
    def check(self) -> Check:
        return Check(**self.cleaned_data)


class VoidForm(forms.Form):
    reason = NameField(label="为什么作废", required=True, max_length=200)


class PledgeForm(forms.Form):
    on = DayField(label="签署日期", required=True)
    signed_by = NameField(label="签署人", required=True, help_text="照承诺书上的签名填写。")


class TrainingForm(forms.Form):
    on = DayField(label="培训日期", required=True)
    subject = NameField(label="内容", required=True, max_length=80)
    hours = forms.DecimalField(
        label="学时", min_value=0.5, max_value=200, decimal_places=1, max_digits=4
    )
    given_by = NameField(label="主办单位", required=True, max_length=60)


class OwnForm(forms.Form):
    phone = PhoneField(label="手机", required=True, help_text="改了手机，登录仍用原来的手机号。")
    availability = several("方便的时间", Carer.Time.choices)
    hours = hours_of_a_week()
    languages = several("语言", Carer.Language.choices, "普通话和本地话不用选。")
    skills = several("特长", Carer.Skill.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
