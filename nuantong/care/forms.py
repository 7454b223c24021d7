"""The form behind the three taps."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django import forms

from nuantong.access.officers import upwards
from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.care.presets import BY_KEY, EXTRAS
from nuantong.core.forms import WordsField
from nuantong.duties.models import EscalationStep, OverdueAction
from nuantong.duties.vocabulary import Act

OLDEST = 366


class ContactForm(forms.Form):
    """One contact: what, when, and a line if she likes. The key makes a second send harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    preset = forms.ChoiceField(
        choices=[(key, preset.title) for key, preset in BY_KEY.items()],
        error_messages={
            "required": "请点选这次做了什么。",
            "invalid_choice": "请点选这次做了什么。",
        },
    )
    extras = forms.MultipleChoiceField(
        choices=[(extra.key.value, extra.title) for extra in EXTRAS], required=False
    )
    happened_on = forms.DateField(
        label="哪一天",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选日期。", "invalid": "日期不对，请重新选。"},
    )
    note = forms.CharField(
        label="说一句（可不填）",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "可用输入法的语音输入"}),
    )

    who = forms.ChoiceField(
        label="是谁做的", required=False, widget=forms.RadioSelect,
        choices=[("carer", "爱心妈妈"), ("me", "我本人")],
    )  # fmt: skip

    topics = forms.MultipleChoiceField(
        label="谈到了什么", required=False,
        error_messages={"invalid_choice": "方案里没有“%(value)s”这个话题，请重新选。"},
    )  # fmt: skip
    same = forms.ChoiceField(required=False, choices=[("yes", "是同一次"), ("no", "不是同一次")])

    def __init__(
        self, *args: Any, today: dt.date, topics: Collection[str] = (), **kwargs: Any
    ) -> None:
        self.today = today
        start = {"key": uuid.uuid4(), "happened_on": today, "who": "carer"}
        kwargs.setdefault("initial", start)
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].widget.attrs["max"] = today.isoformat()
        field = self.fields["topics"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(topic, topic) for topic in topics]

    def clean_happened_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["happened_on"]
        if day > self.today:
            raise forms.ValidationError("还没到这一天，请选今天或以前的日期。")
        if (self.today - day).days > OLDEST:
            raise forms.ValidationError("日期太早，只能补记一年以内的。")
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        preset = BY_KEY.get(values.get("preset", ""))
        if preset and not preset.acts and not values.get("extras"):
            raise forms.ValidationError("请再点选做了什么：和监护人、班主任交流，或者活动、过节。")
        return values

    @property
    def by_me_chosen(self) -> bool:
        """What is ticked on the page."""
        return self.is_bound and self.data.get("who") == "me"

    @property
    def by_me(self) -> bool:
        """Whoever enters it says she was there herself."""
        return bool(self.cleaned_data["who"] == "me")

    def contact(self) -> dict[str, Any]:
        """The arguments of duties.record_contact that the form knows."""
        values, preset = self.cleaned_data, BY_KEY[self.cleaned_data["preset"]]
        acts = {act.value for act in preset.acts} | set(values["extras"])
        face = {Act.ACTIVITY.value, Act.FESTIVAL.value} & acts
        return {
            "key": values["key"],
            "happened_on": values["happened_on"],
            "acts": acts,
            "means": "face" if face else preset.means.value,
            "topics": values["topics"],
            "note": values["note"].strip(),
        }


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label="为什么撤回",
        max_length=200,
        error_messages={"required": "请写一句为什么撤回。"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ActForm(forms.Form):
    """What a supervisor did about what was missed."""

    kind = forms.ChoiceField(
        label="怎么处理的",
        choices=OverdueAction.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择怎么处理的。"},
    )
    note = forms.CharField(
        label="说明（可不填）", required=False, max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选日期。", "invalid": "日期不对，请重新选。"},
        **kwargs,
    )


class AnswerForm(forms.Form):
    """The answer of a named person: what she will do, and by when."""

    deed = forms.ChoiceField(
        label="我来怎么办", choices=EscalationStep.Deed.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择怎么办。"},
    )  # fmt: skip
    until = day_field("哪天前办好")
    words = WordsField(label="说明（可不填）", required=False, max_length=500, rows=3)

    def __init__(self, *args: Any, today: dt.date, seen: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"until": today + dt.timedelta(days=3), "words": seen})
        super().__init__(*args, **kwargs)
        limits = {"min": today.isoformat(), "max": (today + dt.timedelta(days=14)).isoformat()}
        self.fields["until"].widget.attrs |= limits


class AwayForm(forms.Form):
    """Days on which somebody else gets what the ladder tells."""

    start = day_field("从哪天起")
    last_day = day_field("到哪天（含）")

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = _colleagues(reader)
        choices = [(str(pk), said) for pk, (_, said) in self.people.items()]
        self.fields["stand_in"] = forms.ChoiceField(
            label="由谁代收", required=False, choices=[("", "不指定（交上一级）"), *choices]
        )

    @property
    def values(self) -> dict[str, Any]:
        found = self.people.get(int(self.cleaned_data["stand_in"] or 0))
        days = {name: self.cleaned_data[name] for name in ("start", "last_day")}
        return {**days, "stand_in": found[0] if found else None}


def _colleagues(reader: Reader) -> dict[int, tuple[User, str]]:
    """Whoever answers for the reader's places too, the nearest first."""
    places = reader.regions(Permission.ACT_ON_OVERDUE)
    officers = upwards(reader, places[0] if places else None, Permission.ACT_ON_OVERDUE)
    found = sorted(officers, key=lambda one: -one.desk.level)
    return {one.user.pk: (one.user, str(one)) for one in found if one.user != reader.user}


class BulkForm(forms.Form):
    """What a verb asks for, besides whom it is about. The key makes a second press harmless."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4(), "start": today, **self.usual(today)})
        super().__init__(*args, **kwargs)
        self.today = today

    def usual(self, today: dt.date) -> dict[str, Any]:
        return {}


class SubstituteForm(BulkForm):
    until = day_field("替班到哪天（含）")

    def usual(self, today: dt.date) -> dict[str, Any]:
        return {"until": today + dt.timedelta(days=13)}

    def clean_until(self) -> dt.date:
        until: dt.date = self.cleaned_data["until"]
        if not self.today <= until <= self.today + dt.timedelta(days=92):
            raise forms.ValidationError("替班从今天起，最长三个月。")
        return until


class ExemptForm(BulkForm):
    start = day_field("从哪天起")
    last_day = day_field("到哪天（含）")
    reason = forms.CharField(
        label="事由", max_length=60, error_messages={"required": "请写明免除的事由。"}
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        start, last = values.get("start"), values.get("last_day")
        if start and last and not start <= last <= start + dt.timedelta(days=366):
            raise forms.ValidationError("最后一天要在开始那天或以后，一次最长一年。")
        return values


class VisitForm(BulkForm):
    reason = forms.CharField(
        label="请村（社区）看什么", max_length=120, initial="很久没有联系，请看看孩子好不好",
        error_messages={"required": "请写明为什么走访。"},
    )  # fmt: skip


BULK_FORMS: dict[str, type[BulkForm]] = {
    "remind": BulkForm, "substitute": SubstituteForm, "exempt": ExemptForm, "visit": VisitForm,
}  # fmt: skip
