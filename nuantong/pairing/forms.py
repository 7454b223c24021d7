"""Forms of pairing and the filters of its lists."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet, TextChoices

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.forms import WordsField
from nuantong.pairing.models import Leave, LeftOver, PairingRound, Proposal
from nuantong.pairing.models.words import EndReason, Reason, Tier
from nuantong.pairing.standing_in import Near
from nuantong.people.filters import PlaceFilter, ScopedFilterSet
from nuantong.people.models import Carer, Child
from nuantong.people.places import PlaceField

CHANGES = (
    EndReason.CARER_UNABLE, EndReason.FAMILY_WISH, EndReason.CHILD_MOVED, EndReason.REARRANGED,
)  # fmt: skip
"""Why a carer is left for another while both go on."""


DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WRONG_DAY = {"required": "请选日期。", "invalid": "日期不对，请重新选。"}


class StartForm(forms.Form):
    """Where a round is held; nothing chosen means everything the reader answers for."""

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        self.fields["region"] = PlaceField(
            reader=reader, permission=Permission.RUN_ROUNDS, label="范围", required=False
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        tops = self.reader.regions(Permission.RUN_ROUNDS)
        chosen = data.get("region")
        if chosen is None and len(tops) != 1:
            raise forms.ValidationError("请选择在哪里组织结对。")
        data["region_id"] = chosen.id if chosen else tops[0]
        return data


class RoundFilter(django_filters.FilterSet):
    open = django_filters.ChoiceFilter(
        choices=[("yes", "未结束")], field_name="closed_at", method="still_open"
    )

    class Meta:
        model = PairingRound
        fields: list[str] = []

    def still_open(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(closed_at=None)


class OfRoundFilter(ScopedFilterSet):
    """What both lists of a round can be narrowed by."""

    permission = Permission.RUN_ROUNDS

    q = django_filters.CharFilter(
        label="查找",
        method="search",
        widget=forms.TextInput(attrs={"placeholder": "儿童或爱心妈妈姓名"}),
    )
    place = PlaceFilter(label="居住地")

    def search(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(self.named(value))

    def named(self, value: str) -> Q:
        children = Child.objects.visible_to(self.request.reader, to=Permission.RUN_ROUNDS)
        return Q(household__in=children.filter(name__contains=value).values("household"))


class ProposalFilter(OfRoundFilter):
    tier = django_filters.ChoiceFilter(choices=Tier.choices, empty_label="全部")
    state = django_filters.ChoiceFilter(choices=Proposal.State.choices, empty_label="全部")

    class Meta:
        model = Proposal
        fields: list[str] = []

    def named(self, value: str) -> Q:
        return super().named(value) | Q(carer__name__contains=value)


class LeftOverFilter(OfRoundFilter):
    reason = django_filters.ChoiceFilter(choices=Reason.choices, empty_label="全部")

    class Meta:
        model = LeftOver
        fields: list[str] = []


class Next(TextChoices):
    OPTIONS = "options", "现在就看怎样另作安排"
    WAIT = "wait", "先等一等，作为待办留给本级"


class EndForm(forms.Form):
    reason = forms.ChoiceField(label="解除原因", choices=EndReason.choices)
    note = forms.CharField(label="说明", max_length=200, required=False)
    siblings = forms.BooleanField(
        label="同户其他儿童与她的结对一并解除", required=False, initial=True
    )
    then = forms.ChoiceField(
        label="接下来", choices=Next.choices, initial=Next.OPTIONS, widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip


class OptionForm(forms.Form):
    """Taking one of the options; `reason` is asked for when a carer is left for it."""

    option = forms.CharField(widget=forms.HiddenInput, max_length=200)
    reason = forms.ChoiceField(
        label="更换原因", choices=[(r.value, r.label) for r in CHANGES], required=False
    )
    words = WordsField(
        label="需要向新的爱心妈妈交代的事", rows=3, max_length=2000, required=False,
        help_text="只有接手的爱心妈妈和管这里的妇联看得到。",
    )  # fmt: skip

    def __init__(self, *args: Any, changes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = changes
        if not changes:
            del self.fields["reason"]


class LeaveForm(forms.Form):
    """A leave: from when, until when, why, and who stands in."""

    start = forms.DateField(label="从哪天起", widget=DAY, error_messages=WRONG_DAY)
    last_day = forms.DateField(label="到哪天（含）", widget=DAY, error_messages=WRONG_DAY)
    kind = forms.ChoiceField(label="事由", choices=Leave.Kind.choices)
    stand_in = forms.ChoiceField(label="请谁顶岗", required=False)
    note = WordsField(label="说明", rows=2, max_length=500, required=False)

    def __init__(self, *args: Any, near: list[Near], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start", "last_day"):
            self.fields[name].widget.attrs["min"] = today.isoformat()
        self.near = {str(one.carer.pk): one.carer for one in near}
        choices = [(str(n.carer.pk), f"{n.carer.name}（{n.tier.label}，{n.place}）") for n in near]
        field = self.fields["stand_in"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "由乡镇（街道）妇联安排"), *choices]

    @property
    def chosen(self) -> Carer | None:
        return self.near.get(self.cleaned_data["stand_in"])

    @property
    def values(self) -> dict[str, Any]:
        """What the action is given beside the carers."""
        kept = {name: self.cleaned_data[name] for name in ("start", "last_day", "note")}
        return kept | {"kind": Leave.Kind(self.cleaned_data["kind"])}


class PinLoadForm(forms.Form):
    """A table of coordinates and where they come from."""

    file = forms.FileField(
        label="坐标表（csv）",
        help_text="要有“区划代码”一列，或“区县”“乡镇”“村”三列；还要有“经度”“纬度”两列。",
    )
    source = forms.CharField(label="来源", max_length=60, initial="天地图取点")

    def read(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {
            "data": file.read(), "file_name": file.name, "source": self.cleaned_data["source"],
        }  # fmt: skip
