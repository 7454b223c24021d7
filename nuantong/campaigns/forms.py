"""What the pages of campaigns ask for."""

from typing import Any

from django import forms

from nuantong.access.reader import Reader
from nuantong.books.purposes import ANY, WORDS, Purpose
from nuantong.campaigns.actions import Coming, Plan
from nuantong.campaigns.models import Campaign, Donor, Pledge
from nuantong.campaigns.queries import money
from nuantong.cohorts.models import Cohort
from nuantong.core.forms import KeyField, WordsField
from nuantong.core.money import yuan
from nuantong.people.forms.fields import DayField, NameField, PhoneField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class YuanField(forms.DecimalField):
    """Yuan as typed; whole fen when read."""

    def __init__(self, **kwargs: Any) -> None:
        said = {"min_value": 0.01, "max_digits": 13, "decimal_places": 2, **kwargs}
        super().__init__(**said)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return None if found is None else int(found * 100)


class PlanForm(forms.Form):
    title = NameField(label="行动名称", required=True, max_length=80)
    kind = forms.ChoiceField(label="方式", choices=Campaign.Kind.choices)
    gives = NameField(
        label="每名儿童得到什么", required=True, max_length=60, help_text="例如：羽绒服1件。"
    )
    unit_fen = YuanField(label="每人费用（元）")
    children = forms.IntegerField(
        label="计划人数", min_value=1, max_value=1_000_000,
        help_text="选定受助名单以后，按名单上的人数计算。",
    )  # fmt: skip
    target_fen = YuanField(
        label="募集目标（元）", required=False, help_text="不填的，按人数乘每人费用。"
    )
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(), label="受助名单", required=False, empty_label="还没有选定"
    )
    start = forms.DateField(label="开始日期", widget=DAY)
    end = forms.DateField(label="结束日期", widget=DAY)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        frozen = Cohort.objects.visible_to(reader).filter(state=Cohort.State.FROZEN)
        field: Any = self.fields["cohort"]
        field.queryset = frozen

    @property
    def plan(self) -> Plan:
        return Plan(**{name: self.cleaned_data[name] for name in PlanForm.base_fields})


class NewForm(PlanForm):
    purpose = forms.ChoiceField(
        label="用途", choices=Purpose.choices, help_text="定下以后不能改：钱是为这个用途捐的。"
    )
    key = KeyField()
    field_order = ["title", "purpose"]


class ChangeForm(PlanForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class DonorForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=Donor.Kind.choices)
    name = NameField(label="姓名或名称", required=True, max_length=60)
    phone = PhoneField(label="联系电话")
    unnamed = forms.BooleanField(
        label="不公开姓名",
        required=False,
        help_text="勾了以后，除组织行动的人以外都只看到“爱心人士”。",
    )
    key = KeyField()


class GiftForm(forms.Form):
    """A pledge: from whom, through which fund, for what, how much."""

    donor = forms.ModelChoiceField(Donor.objects.none(), label="捐赠人", empty_label="请选择")
    fund = forms.ModelChoiceField(
        Donor.objects.none(), label="资金", empty_label="请选择",
        help_text="只列出可以用于这次行动的资金。",
    )  # fmt: skip
    restriction = forms.ChoiceField(
        label="捐赠人限定的用途", initial=ANY,
        choices=[(ANY, "没有限定"), *((one, WORDS[one]) for one in Purpose.values)],
    )  # fmt: skip
    fen = YuanField(label="金额（元）")
    on = DayField(label="日期", required=True)
    key = KeyField()

    def __init__(self, *args: Any, campaign: Campaign, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("donor", Donor.objects.visible_to(reader))
        self._offer("fund", money.funds(campaign, reader))

    def _offer(self, name: str, rows: Any) -> None:
        field: Any = self.fields[name]
        field.queryset = rows


class ArrivalForm(GiftForm):
    pledge = forms.ModelChoiceField(
        Pledge.objects.none(), label="兑现哪笔认捐", required=False, empty_label="没有认捐"
    )
    in_kind = forms.BooleanField(label="捐的是物资", required=False, help_text="金额写物资的价值。")
    voucher = NameField(label="银行回单或收据号")
    field_order = ["donor", "pledge", "fund"]

    def __init__(self, *args: Any, campaign: Campaign, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, campaign=campaign, reader=reader, **kwargs)
        self._offer("pledge", money.pledges(campaign).filter(open_fen__gt=0))
        said: Any = self.fields["pledge"]
        said.label_from_instance = lambda p: f"{p.donor.shown}，未到{yuan(p.open_fen)}"

    @property
    def coming(self) -> Coming:
        return Coming(**self.cleaned_data)


class WhyForm(forms.Form):
    """A day and a reason."""

    on = DayField(label="日期", required=True)
    why = WordsField(label="原因", rows=2, max_length=400)


class BackForm(WhyForm):
    fen = YuanField(label="退回金额（元）")
    key = KeyField()
    field_order = ["fen", "on", "why"]


class CloseForm(forms.Form):
    on = DayField(label="结束日期", required=True)


def initial_of(found: Campaign) -> dict[str, Any]:
    """A campaign as the form of changes shows it: money in yuan."""
    said = {name: getattr(found, name) for name in ChangeForm.base_fields}
    return said | {name: said[name] / 100 for name in ("unit_fen", "target_fen")}
