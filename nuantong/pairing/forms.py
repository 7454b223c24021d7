"""Forms of pairing and the filters of its lists."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet, TextChoices

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.forms import WordsField
from nuantong.pairing.matching import Policy, Variant
from nuantong.pairing.models import Leave, LeftOver, PairingRound, Proposal
from nuantong.pairing.models.review import Going, Outcome, Wish
from nuantong.pairing.models.words import BY_ROUNDS, VARIANTS, Change, EndReason, Kind, Reason, Tier
from nuantong.pairing.standing_in import Near
from nuantong.pairing.summary import CLASSES_KM
from nuantong.people.filters import PlaceFilter, ScopedFilterSet
from nuantong.people.models import Carer, Child
from nuantong.people.places import PlaceField
from nuantong.people.searching import by_name, child_query

CHANGES = (
    EndReason.CARER_UNABLE, EndReason.FAMILY_WISH, EndReason.CHILD_MOVED, EndReason.REARRANGED,
)  # fmt: skip
"""Why a carer is left for another while both go on."""


DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WRONG_DAY = {"required": "请选日期。", "invalid": "日期不对，请重新选。"}
DEFAULT = Policy()
MOVE_KM = 40
"""Of 10,000 children a year later, fewer than two pairs in a hundred changed at this price, for one
hundredth of the cost (`./dev bench pairing`); at 10 km it were nearly four."""
FEW, MANY = 1_000, 10_000


class PolicyForm(forms.Form):
    """What a round weighs, in plain words; as it stands it is the ordinary choice."""

    variant = forms.ChoiceField(
        label="怎样算好", choices=VARIANTS, required=False, widget=forms.RadioSelect,
        initial=Variant.POLICY.value,
    )  # fmt: skip
    range_km = forms.IntegerField(
        label="最远多少公里", min_value=1, max_value=200, initial=DEFAULT.range_m // 1000,
        required=False, help_text="超过这个距离的不配。",
    )  # fmt: skip
    move_km = forms.IntegerField(
        label="换人的代价（公里）", min_value=0, max_value=500, initial=MOVE_KM,
        required=False, help_text="年度重排时，近出这么多公里才值得给孩子换人。",
    )  # fmt: skip
    compare = forms.BooleanField(label="同时试算另外两种，并排比较", required=False)


def policy_from(data: dict[str, Any]) -> dict[str, Any]:
    """What was left empty stays as the defaults say."""
    moving = MOVE_KM if data.get("move_km") is None else data["move_km"]
    policy: dict[str, Any] = {"compare": bool(data.get("compare")), "move_cost": moving * 1000}
    if data.get("variant"):
        policy["variant"] = data["variant"]
    if data.get("range_km") is not None:
        policy["range_m"] = data["range_km"] * 1000
    return policy


class StartForm(PolicyForm):
    """Where a round is held; nothing chosen means everything the reader answers for."""

    kind = forms.ChoiceField(
        label="办法", required=False, initial=Kind.WAITING, widget=forms.RadioSelect,
        choices=[
            (Kind.WAITING.value, "补配：只为还没有爱心妈妈的孩子找，谁也不换"),
            (Kind.YEARLY.value, "年度重排：所有结对一起重新考虑，尽量不换人"),
        ],
    )  # fmt: skip

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

    def policy(self) -> dict[str, Any]:
        return policy_from(self.cleaned_data)


class RoundFilter(django_filters.FilterSet):
    open = django_filters.ChoiceFilter(
        choices=[("yes", "未结束")], field_name="closed_at", method="still_open"
    )

    class Meta:
        model = PairingRound
        fields: list[str] = []

    def still_open(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(closed_at=None)


def few(keys: QuerySet[Any], most: int = FEW) -> Any:
    """The keys themselves while they are few: they are looked for once, and found by an index."""
    found = list(keys[: most + 1])
    return found if len(found) <= most else keys


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
        """Each way of being named finds its rows by an index; together they are not one OR."""
        first, *others = [rows.filter(way).order_by().values("pk") for way in self.named(value)]
        found = first.union(*others) if others else first
        return rows.filter(pk__in=few(found.values_list("pk", flat=True), MANY))

    def named(self, value: str) -> list[Q]:
        reader = self.request.reader
        children = Child.objects.visible_to(reader, to=Permission.RUN_ROUNDS)
        named = children.filter(child_query(value, reader.tree)).order_by()
        return [Q(household__in=few(named.values_list("household", flat=True)))]


DISTANCES = [
    (str(km), f"{km}–{end} 公里" if end else f"{km} 公里以上")
    for km, end in zip(CLASSES_KM, (*CLASSES_KM[1:], None), strict=True)
]
MORE = [
    ("lacks", "需求没有对上的"), ("pinned", "指定的"), ("changed", "上次重算改变的"),
]  # fmt: skip


class ProposalFilter(OfRoundFilter):
    tier = django_filters.ChoiceFilter(choices=Tier.choices, empty_label="全部")
    state = django_filters.ChoiceFilter(
        choices=[c for c in Proposal.State.choices if c[0] != Proposal.State.REPLACED],
        empty_label="全部",
    )
    change = django_filters.ChoiceFilter(choices=Change.choices, empty_label="全部")
    km = django_filters.ChoiceFilter(
        label="距离", choices=DISTANCES, method="within", empty_label="全部"
    )
    more = django_filters.ChoiceFilter(
        label="只看", choices=MORE, method="only", empty_label="全部"
    )

    class Meta:
        model = Proposal
        fields: list[str] = []

    def named(self, value: str) -> list[Q]:
        named = Carer.objects.filter(by_name(value.strip(), self.request.reader.tree))
        return [*super().named(value), Q(carer__in=few(named.values_list("pk", flat=True)))]

    def within(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        begin = CLASSES_KM.index(int(value))
        rows = rows.filter(distance__gte=1000 * int(value))
        end = CLASSES_KM[begin + 1 : begin + 2]
        return rows.filter(distance__lt=1000 * end[0]) if end else rows

    def only(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "changed":
            return rows.filter(run=F("round__run"), run__gt=1)
        return rows.filter(lacks__gt=0) if value == "lacks" else rows.filter(pinned=True)


class LeftOverFilter(OfRoundFilter):
    """Who lives in an institution is not looked for, and shown when asked for alone."""

    reason = django_filters.ChoiceFilter(choices=Reason.choices, empty_label="全部")

    class Meta:
        model = LeftOver
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows = super().filter_queryset(queryset)
        asked = self.form.cleaned_data.get("reason")
        return rows if asked else rows.exclude(reason=Reason.IN_INSTITUTION)


class Next(TextChoices):
    OPTIONS = "options", "现在就看怎样另作安排"
    WAIT = "wait", "先等一等，作为待办留给本级"


class EndForm(forms.Form):
    reason = forms.ChoiceField(
        label="解除原因",
        choices=[
            ("", "请选择"),
            *((one.value, one.label) for one in EndReason if one not in BY_ROUNDS),
        ],
        error_messages={"required": "请选解除原因。"},
    )
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

    option = forms.CharField(widget=forms.HiddenInput, max_length=1000)
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
        choices = [(str(one.carer.pk), one.said) for one in near]
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


ASK = ("", "请选择")
NOT_ASKED = {"required": "请选一项；没能问到的，选“没能问到”。"}


class ReviewForm(forms.Form):
    """A year's review; `year` is the one the form was opened for. Nothing is answered beforehand."""

    year = forms.IntegerField(widget=forms.HiddenInput)
    going = forms.ChoiceField(
        label="相处得怎样", choices=[ASK, *Going.choices], error_messages={"required": "请选一项。"}
    )
    child_wish = forms.ChoiceField(
        label="孩子的意愿", choices=[ASK, *Wish.choices], error_messages=NOT_ASKED
    )
    guardian_wish = forms.ChoiceField(
        label="监护人的意愿", choices=[ASK, *Wish.choices], error_messages=NOT_ASKED
    )
    carer_wish = forms.ChoiceField(
        label="爱心妈妈的意愿", choices=[ASK, *Wish.choices], error_messages=NOT_ASKED
    )
    words = WordsField(label="回访情况", rows=3, max_length=4000, required=False)
    outcome = forms.ChoiceField(
        label="结论", choices=Outcome.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选结论。"},
    )  # fmt: skip
    reason = WordsField(
        label="更换或解除的原因", rows=2, max_length=500, required=False,
        help_text="更换、解除的要写；继续结对的不用写。",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ends = data.get("outcome") not in (None, Outcome.CONTINUE)
        if ends and len(data.get("reason", "")) < 2:
            self.add_error("reason", "更换或解除，请写明原因。")
        return data


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
