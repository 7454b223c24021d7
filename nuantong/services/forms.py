"""What the pages of bought services ask for."""

from typing import Any

from django import forms

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.errors import Refusal
from nuantong.core.forms import KeyField, WordsField
from nuantong.people.forms.fields import DayField, NameField
from nuantong.people.places import PlaceField, Scope
from nuantong.services import lines
from nuantong.services.actions import Credentials, Draft, Terms
from nuantong.services.models import Contract, Handed, Practitioner, PractitionerCheck, Provider

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ProviderForm(forms.Form):
    name = NameField(label="机构全称", required=True, max_length=80)
    short_name = NameField(label="简称", max_length=30)
    credit_code = NameField(
        label="统一社会信用代码", required=True, max_length=24, help_text="登记证书上的18位。"
    )
    contact = NameField(label="联系人", required=True)
    phone = NameField(label="联系电话", required=True)
    key = KeyField()


class CredentialsForm(forms.Form):
    """What entitles somebody, and how much she takes on."""

    qualification = forms.ChoiceField(label="资质", choices=Practitioner.Qualification.choices)
    qualification_number = NameField(label="证书编号", required=True)
    valid_until = forms.DateField(
        label="证书有效期至", widget=DAY, required=False, help_text="长期有效的不填。"
    )
    longitude = forms.DecimalField(
        label="住处经度", required=False, max_digits=9, decimal_places=6,
        help_text="用来估算到孩子家的远近，可不填。",
    )  # fmt: skip
    latitude = forms.DecimalField(label="住处纬度", required=False, max_digits=8, decimal_places=6)
    capacity = forms.IntegerField(label="可同时承担的个案", min_value=0, max_value=60, initial=10)
    since = forms.DateField(label="从哪天起", widget=DAY)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"] = PlaceField(
            reader=reader, permission=Permission.EDIT_SERVICES, label="常驻区县", any_word="请选择"
        )
        self.order_fields(["number", "provider", "district"])

    @property
    def credentials(self) -> Credentials:
        said = {name: self.cleaned_data[name] for name in CredentialsForm.base_fields}
        return Credentials(**said, district_id=self.cleaned_data["district"].id)


class PractitionerForm(CredentialsForm):
    """Somebody new, by her account."""

    number = NameField(
        label="工号", required=True, help_text="账号由系统管理员开通，角色由安全管理员授予。"
    )
    provider = forms.ModelChoiceField(
        label="服务机构", queryset=Provider.objects.select_related("organisation"),
        empty_label="请选择",
    )  # fmt: skip

    def clean_number(self) -> User:
        user = User.objects.filter(staff_number=self.cleaned_data["number"], is_active=True).first()
        if user is None:
            raise forms.ValidationError("没有这个工号。请先请系统管理员开通账号。")
        return user


class ChangeForm(CredentialsForm):
    """As she is now; whose she is does not change."""

    left_on = forms.DateField(
        label="离开日期", widget=DAY, required=False, help_text="这一天起不再接触孩子。"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


def initial_of(found: Practitioner, reader: Reader) -> dict[str, Any]:
    place = Scope(reader, Permission.EDIT_SERVICES).of(found.district_id)
    names = [name for name in ChangeForm.base_fields if hasattr(found, name)]
    return {**{name: getattr(found, name) for name in names}, "district": place}


class CheckForm(forms.Form):
    on = DayField(label="查询日期", required=True)
    organ = NameField(label="查询机关", required=True, max_length=60)
    result = forms.ChoiceField(
        label="结果", choices=PractitionerCheck.Result.choices, widget=forms.RadioSelect,
        initial="clear",
    )  # fmt: skip
    document = NameField(label="文书号", max_length=60)


class PledgeForm(forms.Form):
    on = DayField(label="签署日期", required=True)


class ContractForm(forms.Form):
    number = NameField(label="合同编号", required=True)
    title = NameField(label="项目名称", required=True, max_length=80)
    kind = forms.ChoiceField(label="类别", choices=Contract.Kind.choices)
    provider = forms.ModelChoiceField(
        label="服务机构", queryset=Provider.objects.select_related("organisation"),
        empty_label="请选择",
    )  # fmt: skip
    fund = forms.ChoiceField(label="资金来源", choices=Contract.Fund.choices)
    budget = forms.DecimalField(
        label="合同金额（元）", min_value=0, max_digits=13, decimal_places=2
    )
    start = forms.DateField(label="开始日期", widget=DAY)
    end = forms.DateField(
        label="到期日期", widget=DAY, help_text="最后一天。第二天起机构人员看不到任何孩子。"
    )
    handed = forms.MultipleChoiceField(
        label="提供给机构的儿童信息", choices=Handed.choices, widget=forms.CheckboxSelectMultiple,
        initial=["name", "sex", "age"],
        help_text="合同写明的才勾；没有勾的，机构人员看不到（个人信息保护法第二十一条）。",
    )  # fmt: skip
    shares = WordsField(
        label="区县和名额", rows=6, max_length=10_000,
        help_text="一行一个区县或功能区，写成“巴南区 20”。",
    )  # fmt: skip
    stages = WordsField(
        label="阶段和金额", rows=4, max_length=10_000,
        help_text="一行一期，写成“中期报告 2018-06-30 300000”；由购买方验收的，后面加“购买方”。各期合计应等于合同金额。",
    )  # fmt: skip
    key = KeyField()

    def draft(self, reader: Reader) -> Draft:
        """The contract as it would be; a Refusal that names the line that is not understood."""
        said = {k: v for k, v in self.cleaned_data.items() if k not in ASIDE}
        areas = lines.shares(self.cleaned_data["shares"], reader.tree)
        buyers = reader.regions(Permission.EDIT_SERVICES)
        if not buyers:
            raise Refusal("您不能登记合同。")
        terms = Terms(
            **said, budget_fen=int(self.cleaned_data["budget"] * 100), buyer_id=buyers[0],
            places=sum(area.places for area in areas),
        )  # fmt: skip
        return Draft(terms, areas, lines.stages(self.cleaned_data["stages"]))


ASIDE = ("key", "budget", "shares", "stages")


class EndForm(forms.Form):
    on = forms.DateField(label="最后一天", widget=DAY)
    reason = WordsField(label="终止原因", rows=2, max_length=1000)


class PayForm(forms.Form):
    on = DayField(label="支付日期", required=True)
    voucher = NameField(label="支付凭证号", required=True)


class EvidenceForm(forms.Form):
    said = WordsField(label="情况说明", rows=3, max_length=2000, required=False)
    file = forms.FileField(
        label="材料", required=False, help_text="签到表、照片、报告：PDF、图片、Word 或 Excel，10兆以内。"
    )  # fmt: skip
    key = KeyField()


class VerdictForm(forms.Form):
    verdict = forms.ChoiceField(
        label="意见", choices=[("accepted", "验收通过"), ("returned", "退回整改")],
        widget=forms.RadioSelect, initial="accepted",
    )  # fmt: skip
    said = WordsField(
        label="说明", rows=2, max_length=2000, required=False, help_text="退回的，写明要整改什么。"
    )


class WithdrawForm(forms.Form):
    why = WordsField(label="撤回原因", max_length=400)
