"""Forms of pairing and the filters of its lists."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.models import LeftOver, PairingRound, Proposal
from nuantong.pairing.models.words import EndReason, Reason, Tier
from nuantong.people.filters import PlaceFilter, ScopedFilterSet
from nuantong.people.models import Child
from nuantong.people.places import PlaceField


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


class EndForm(forms.Form):
    reason = forms.ChoiceField(label="解除原因", choices=EndReason.choices)
    note = forms.CharField(label="说明", max_length=200, required=False)
    siblings = forms.BooleanField(
        label="同户其他儿童与她的结对一并解除", required=False, initial=True
    )


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
