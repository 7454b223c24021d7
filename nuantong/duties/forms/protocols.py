"""A protocol as a form: duties one below the other, each with the ways it may be carried.

The form and the definition say the same: `written` turns content into what the form would send,
`content` turns what was sent into a definition.
"""

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django import forms
from django.http import QueryDict

from nuantong.calendars.festivals import TITLES as FESTIVAL_TITLES
from nuantong.duties.forms.rungs import MOST_RUNGS, RungForm, one_more, written_rung
from nuantong.duties.protocols import Acceptance, Duty, ProtocolDefinition
from nuantong.duties.protocols.checking import Fault
from nuantong.duties.protocols.rungs import Trigger
from nuantong.duties.protocols.wording import PERIOD_WORDS, STAGE_WORDS
from nuantong.duties.vocabulary import ACT_TITLES, MEANS_TITLES

MOST_DUTIES, MOST_WAYS = 20, 6
LISTS: Final = ("acts", "means", "festivals", "stages")
DUTY_FIELDS: Final = ("code", "title", "period", "times", "grace_days", "catch_up")
RARE: Final = ("festivals", "stages", "topics", "boarding", "in_term")
"""Conditions that few ways have; shown when asked for."""
YES_NO: Final = {"yes": True, "no": False}
BIGGEST_FILE = 200_000
Data = dict[str, Any]


def _choices(words: dict[Any, str]) -> list[tuple[str, str]]:
    return [(str(value), title) for value, title in words.items()]


def _ticks(label: str, words: dict[Any, str], **values: Any) -> forms.MultipleChoiceField:
    errors = {"required": f"请选{label}。", "invalid_choice": "“%(value)s”不可用，请重新选。"}
    return forms.MultipleChoiceField(
        label=label, choices=_choices(words), widget=forms.CheckboxSelectMultiple,
        error_messages=errors, **values,
    )  # fmt: skip


def _number(label: str, least: int, most: int) -> forms.IntegerField:
    words = f"请填{least}到{most}的整数。"
    errors = {"required": words, "invalid": words, "min_value": words, "max_value": words}
    return forms.IntegerField(label=label, min_value=least, max_value=most, error_messages=errors)


def _either(label: str, yes: str, no: str) -> forms.ChoiceField:
    choices = [("", "都算"), ("yes", yes), ("no", no)]
    return forms.ChoiceField(label=label, choices=choices, required=False)


class WayForm(forms.Form):
    """One way to carry a duty."""

    acts = _ticks("做什么", ACT_TITLES)
    means = _ticks("用什么方式", MEANS_TITLES, required=False, help_text="都不选，就是方式不限。")
    festivals = _ticks("限哪些节日", FESTIVAL_TITLES, required=False)
    stages = _ticks("限哪些学段", STAGE_WORDS, required=False)
    topics = forms.CharField(
        label="要谈到什么", required=False, max_length=60,
        help_text="几样用顿号隔开，谈到一样就算；每样不超过12个字。",
    )  # fmt: skip
    boarding = _either("寄宿生", "限寄宿生", "限非寄宿生")
    in_term = _either("学期内外", "限学期内", "限假期内")
    drop = forms.BooleanField(label="去掉这种方式", required=False)

    @property
    def is_rare(self) -> bool:
        """Whether it has a condition that is shown only when asked for."""
        return any(self[name].value() for name in RARE)

    def clean_topics(self) -> list[str]:
        topics = [one for one in re.split(r"[、，,;；\s]+", self.cleaned_data["topics"]) if one]
        if any(len(one) > 12 for one in topics):
            raise forms.ValidationError("每样不超过12个字。")
        return topics

    def content(self) -> Data:
        values = self.cleaned_data
        found = {name: values[name] for name in (*LISTS, "topics") if values[name]}
        for name in ("boarding", "in_term"):
            if values[name]:
                found[name] = YES_NO[values[name]]
        return found


class DutyForm(forms.Form):
    """One duty; the ways stand beside it."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=24, required=False)
    title = forms.CharField(
        label="名称", max_length=40, error_messages={"required": "请填职责的名称。"}
    )
    period = forms.ChoiceField(label="多久一次", choices=_choices(PERIOD_WORDS))
    times = _number("每期几次", 1, 31)
    grace_days = _number("宽限几天", 0, 60)
    catch_up = forms.BooleanField(label="过期可以补做", required=False)
    drop = forms.BooleanField(label="取消这项职责", required=False)

    def __init__(self, data: Data, number: int) -> None:
        self.number = number
        super().__init__(data, prefix=f"d{number}", use_required_attribute=False)
        count = _count(data.get(f"d{number}-ways"), MOST_WAYS)
        self.ways = [
            WayForm(data, prefix=f"d{number}w{way}", use_required_attribute=False)
            for way in range(max(1, count))
        ]

    @property
    def is_dropped(self) -> bool:
        return bool(self["drop"].value())

    @property
    def is_open(self) -> bool:
        """Whether its fields are shown at once: they have to be filled in, or set right."""
        wrong = self.errors or any(way.errors for way in self.ways)
        return bool(wrong or self.is_dropped or not self["title"].value())

    @property
    def kept(self) -> list[WayForm]:
        return [way for way in self.ways if not way["drop"].value()]

    def is_fit(self) -> bool:
        """Whether the duty and each way that stays can be read."""
        ways = [way.is_valid() for way in self.kept]
        if self.is_valid() and not self.kept:
            self.add_error(None, "至少要留一种完成方式；不要这项职责，请勾选“取消这项职责”。")
        return self.is_valid() and all(ways) and not self.non_field_errors()

    def content(self, code: str) -> Data:
        values = self.cleaned_data
        return {
            "code": code,
            **{name: values[name] for name in DUTY_FIELDS[1:]},
            "accepts": [way.content() for way in self.kept],
        }  # fmt: skip


class ProtocolForm(forms.Form):
    """The protocol itself and its duties."""

    title = forms.CharField(
        label="方案名称", max_length=60, error_messages={"required": "请填方案名称。"}
    )
    summary = forms.CharField(
        label="一段话说明", max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Data) -> None:
        super().__init__(data, use_required_attribute=False)
        count = _count(data.get("duties"), MOST_DUTIES)
        self.duties = [DutyForm(data, number) for number in range(count)]
        count = _count(data.get("rungs"), MOST_RUNGS)
        self.rungs = [RungForm(data, number) for number in range(count)]

    def is_fit(self) -> bool:
        """Whether a definition can be read from it; otherwise each field says what is wrong."""
        fit = [duty.is_fit() for duty in self.kept]
        fit += [rung.is_valid() for rung in self.climbs]
        if self.is_valid() and not self.kept:
            self.add_error(None, "方案里至少要有一项职责。")
        if self.is_valid() and not any(one.trigger == Trigger.SILENT for one in self.climbs):
            self.add_error(None, "上报里“没有任何联系”至少要留一级。")
        return self.is_valid() and all(fit) and not self.non_field_errors()

    @property
    def kept(self) -> list[DutyForm]:
        return [duty for duty in self.duties if not duty.is_dropped]

    @property
    def climbs(self) -> list[RungForm]:
        return [rung for rung in self.rungs if not rung.is_dropped]

    def content(self) -> Data:
        taken = {duty.cleaned_data["code"] for duty in self.kept} - {""}
        new = (f"duty_{number}" for number in range(1, 100) if f"duty_{number}" not in taken)
        duties = [duty.content(duty.cleaned_data["code"] or next(new)) for duty in self.kept]
        return {
            "title": self.cleaned_data["title"], "summary": self.cleaned_data["summary"],
            "duties": duties, "ladder": [rung.content() for rung in self.climbs],
        }  # fmt: skip

    def tell(self, faults: Iterable[Fault]) -> None:
        """Each fault at its field."""
        self.is_fit()
        for fault in faults:
            duty = self.duties[fault.duty] if fault.duty is not None else None
            place: forms.Form = self if duty is None else duty
            if fault.rung is not None:
                place = self.rungs[fault.rung]
            if duty is not None and fault.way is not None:
                place = duty.ways[fault.way]
            place.add_error(fault.field, fault.message)

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """(where, address on the page, what) of everything that is wrong, for the top."""
        found = [("", f"#{name}", text) for name, text in _told(self)]
        for number, duty in enumerate(self.duties, start=1):
            where = str(duty["title"].value() or f"第{number}项")
            for form in (duty, *duty.ways):
                found += [(where, f"#{name}", text) for name, text in _told(form)]
        for rung in self.rungs:
            found += [("上报办法", f"#{name}", text) for name, text in _told(rung)]
        return found


def _told(form: forms.Form) -> Iterator[tuple[str, str]]:
    for name, errors in form.errors.items():
        field = form[name] if name in form.fields else None
        at = (field.id_for_label or field.auto_id) if field else "protocol"
        yield from ((at, str(error)) for error in errors)


def _count(text: Any, most: int) -> int:
    return min(int(text), most) if str(text or "").isdecimal() else 0


def written(definition: ProtocolDefinition) -> Data:
    """What the form would send of it: names and values, lists for ticks."""
    data: Data = {
        "title": definition.title, "summary": definition.summary,
        "duties": len(definition.duties), "rungs": len(definition.ladder),
    }  # fmt: skip
    for number, rung in enumerate(definition.ladder):
        data |= {f"r{number}-{name}": value for name, value in written_rung(rung).items()}
    for number, duty in enumerate(definition.duties):
        data |= {f"d{number}-{name}": value for name, value in _duty(duty).items()}
        for place, way in enumerate(duty.accepts):
            data |= {f"d{number}w{place}-{name}": value for name, value in _way(way).items()}
    return Sent(data)


def _duty(duty: Duty) -> Data:
    values: Data = {name: getattr(duty, name) for name in DUTY_FIELDS}
    return values | {"catch_up": duty.catch_up or "", "ways": len(duty.accepts)}


def _way(way: Acceptance) -> Data:
    words = {True: "yes", False: "no", None: ""}
    values: Data = {name: sorted(getattr(way, name)) for name in LISTS}
    values["topics"] = "、".join(sorted(way.topics))
    return values | {name: words[getattr(way, name)] for name in ("boarding", "in_term")}


class Sent(dict[str, Any]):
    """As a QueryDict: a list is sent as several values."""

    def getlist(self, name: str) -> list[str]:
        value = self.get(name, [])
        return value if isinstance(value, list) else [value]


def with_one_more(data: QueryDict, wanted: str) -> QueryDict:
    """What was sent with room for another duty ("duty"), another way of a duty ("way:2") or another
    rung ("rung:silent")."""
    more = data.copy()
    kind, _, number = wanted.partition(":")
    if kind == "way" and number.isdecimal():
        name = f"d{number}-ways"
        more[name] = str(min(_count(more.get(name), MOST_WAYS) + 1, MOST_WAYS))
    elif kind == "rung":
        one_more(more, number, _count(more.get("rungs"), MOST_RUNGS))
    elif kind == "duty":
        count = _count(more.get("duties"), MOST_DUTIES)
        more["duties"] = str(min(count + 1, MOST_DUTIES))
        fresh = {"ways": "1", "times": "1", "grace_days": "7", "period": "month"}
        more.update({f"d{count}-{name}": value for name, value in fresh.items()})
    return more


class PublishForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    valid_from = forms.DateField(
        label="从哪一天起施行",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="这天以后开始的周期按新办法；已经开始的周期照旧。施行前可以撤回。",
        error_messages={"required": "请选施行日期。", "invalid": "日期不对，请重新选。"},
    )


class VersionForm(forms.Form):
    """Which content the reader had before her."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class DefinitionForm(forms.Form):
    """A definition as `judge` reads it: one object of JSON."""

    file = forms.FileField(
        label="方案文件（JSON）",
        error_messages={"required": "请选文件。", "empty": "文件是空的。"},
    )

    def clean_file(self) -> Data:
        file = self.cleaned_data["file"]
        if file.size > BIGGEST_FILE:
            raise forms.ValidationError("文件太大，不像是方案文件。")
        try:
            content = json.loads(file.read().decode("utf-8-sig"))
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise forms.ValidationError("不是 JSON 文件，请上传从本页下载过的那种文件。") from error
        return self._one(content)

    def _one(self, content: Any) -> Data:
        if not isinstance(content, dict):
            raise forms.ValidationError("文件里应当是一个方案。")
        if "versions" in content:
            raise forms.ValidationError("文件里有几个版本（versions），请只留一个再上传。")
        content.pop("valid_from", None)
        return content


def next_monday(today: dt.date) -> dt.date:
    """The next week that has not begun."""
    return today + dt.timedelta(days=7 - today.weekday())
