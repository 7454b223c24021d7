"""What the pages of group programmes ask for."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.forms import KeyField, WordsField
from nuantong.people.forms.fields import NameField
from nuantong.programmes.actions import Meeting
from nuantong.programmes.games import library
from nuantong.programmes.models import Plan
from nuantong.services.models import Contract, Practitioner

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RoundForm(forms.Form):
    contract = forms.ModelChoiceField(
        label="合同", queryset=Contract.objects.none(), empty_label="请选择",
        help_text="团体辅导合同；它的每个区县、功能区各有一份计划。",
    )  # fmt: skip
    ordinal = forms.IntegerField(label="第几轮", min_value=1, max_value=99)
    sessions = forms.IntegerField(
        label="每个区县计划几场", min_value=1, max_value=200, initial=4,
        help_text="以后可以逐个区县修改。",
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contracts = Contract.objects.visible_to(reader, Permission.EDIT_SERVICES)
        field = self.fields["contract"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = contracts.filter(kind=Contract.Kind.GROUP)


class PlanForm(forms.Form):
    sessions = forms.IntegerField(label="计划场次", min_value=1, max_value=200)
    children = forms.IntegerField(label="计划儿童", min_value=1, max_value=100_000)
    carers = forms.IntegerField(label="计划爱心妈妈", min_value=0, max_value=100_000)
    version = forms.IntegerField(widget=forms.HiddenInput)


class MeetingForm(forms.Form):
    on = forms.DateField(label="日期", widget=DAY)
    venue = NameField(label="地点", required=True, max_length=80)
    facilitator = forms.ModelChoiceField(
        label="带领人", queryset=Practitioner.objects.none(), empty_label="请选择"
    )
    games = forms.MultipleChoiceField(
        label="活动", required=False, widget=forms.CheckboxSelectMultiple
    )
    key = KeyField()

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: QuerySet[Practitioner] = Practitioner.objects.filter(
            provider=plan.area.contract.provider_id, left_on=None
        )
        who, games = self.fields["facilitator"], self.fields["games"]
        assert isinstance(who, forms.ModelChoiceField)
        assert isinstance(games, forms.MultipleChoiceField)
        who.queryset = people.select_related("user")
        games.choices = [(g.code, f"{g.title}（{g.minutes}分钟）") for g in library().values()]

    @property
    def meeting(self) -> Meeting:
        said = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return Meeting(**said)


class AskForm(forms.Form):
    lines = WordsField(
        label="请哪些孩子", rows=6, max_length=10_000,
        help_text="一行一名，写儿童编号；没有同名的，写姓名也行。",
    )  # fmt: skip
    with_carers = forms.BooleanField(label="连同她们的爱心妈妈", required=False, initial=True)
    agreed = forms.BooleanField(label="已告知监护人，监护人同意参加", required=False)


class WhyForm(forms.Form):
    why = WordsField(label="原因", max_length=400)


class ObservationForm(forms.Form):
    words = WordsField(
        label="写下看到的", rows=3, max_length=4000,
        help_text="写做了什么、说了什么，不下结论。有危险的，先打110，再到“求助与危险”报告。",
    )  # fmt: skip
    key = KeyField()


class SheetForm(forms.Form):
    file = forms.FileField(label="填好的名单", error_messages={"required": "请选择填好的名单。"})
