"""The ladder of a protocol as a form: each rung a line, its trigger given, its numbers editable."""

from typing import Any, Final

from django import forms

from nuantong.calendars.periods import Rule
from nuantong.duties.protocols.rungs import DESKS, Rung, Trigger
from nuantong.duties.protocols.wording import DESK_WORDS, rung_about, rung_in_words

MOST_RUNGS: Final = 24
AT_WORDS: Final = {
    Trigger.REMIND: "到期前几天提醒", Trigger.LATE: "宽限过后几天", Trigger.MISSED: "连续漏几次",
    Trigger.SILENT: "几天没有任何联系", Trigger.UNHEARD: "几天没有动静",
}  # fmt: skip
FRESH: Final = {
    Trigger.SILENT.value: Rung(Trigger.SILENT, 7),
    Trigger.MISSED.value: Rung(Trigger.MISSED, 3, periods=frozenset({Rule.WEEK}), within=5),
}
"""What is added when another rung is asked for."""
NAME_OF: Final = {desk: name for name, desk in DESKS.items()}
Data = dict[str, Any]


def _number(least: int, most: int) -> forms.IntegerField:
    words = f"请填{least}到{most}的整数。"
    errors = {"required": words, "invalid": words, "min_value": words, "max_value": words}
    return forms.IntegerField(min_value=least, max_value=most, error_messages=errors)


def _desk(label: str) -> forms.ChoiceField:
    errors = {"required": "请选一级。", "invalid_choice": "请选一级。"}
    choices = [(name, DESK_WORDS[desk]) for name, desk in DESKS.items()]
    return forms.ChoiceField(label=label, choices=choices[::-1], error_messages=errors)


class RungForm(forms.Form):
    """One rung. What it waits for, and of which duties, stays as it is."""

    when = forms.ChoiceField(
        choices=[(one.value, one) for one in Trigger], widget=forms.HiddenInput
    )
    periods = forms.CharField(required=False, widget=forms.HiddenInput)
    duties = forms.CharField(required=False, widget=forms.HiddenInput)
    at = _number(0, 366)
    to = _desk("先请哪一级答复")
    top = _desk("最高报到哪一级")
    within = _number(1, 14)
    drop = forms.BooleanField(label="去掉这一级", required=False)

    def __init__(self, data: Data, number: int) -> None:
        super().__init__(data, prefix=f"r{number}", use_required_attribute=False)
        self.fields["within"].label = "几天内答复"
        self.fields["at"].label = AT_WORDS.get(self.trigger, "多少")

    @property
    def trigger(self) -> Any:
        return self["when"].value()

    @property
    def asks(self) -> bool:
        """Whether somebody is to answer; a reminder asks nobody."""
        return bool(self.trigger != Trigger.REMIND)

    @property
    def about(self) -> str:
        """What it waits for, without its number."""
        return rung_about(self.trigger, _listed(self["periods"].value()))

    @property
    def is_open(self) -> bool:
        """Whether its fields are shown at once: something has to be set right, or it goes."""
        return bool(self.errors or self.is_dropped)

    @property
    def words(self) -> str:
        """What it says, in a sentence; what it is about while it cannot be read."""
        if not self.is_valid():
            return self.about
        values = self.cleaned_data
        return rung_in_words(Rung(
            Trigger(values["when"]), values["at"], DESKS[values["to"]], DESKS[values["top"]],
            values["within"], frozenset(map(Rule, _listed(values["periods"]))),
        ))  # fmt: skip

    @property
    def is_dropped(self) -> bool:
        return bool(self["drop"].value())

    def clean(self) -> Data:
        values = super().clean() or {}
        if values.get("at") == 0 and self.trigger != Trigger.LATE:
            self.add_error("at", "请填1到366的整数。")
        to, top = values.get("to"), values.get("top")
        if to and top and DESKS[top] > DESKS[to]:
            self.add_error("top", "最高一级不能低于先答复的一级。")
        return values

    def content(self) -> Data:
        values = self.cleaned_data
        found: Data = {name: values[name] for name in ("when", "at", "to", "top", "within")}
        found |= {name: _listed(values[name]) for name in ("periods", "duties")}
        return {name: value for name, value in found.items() if value != []}


def _listed(text: str | None) -> list[str]:
    return [one for one in (text or "").split(",") if one]


def written_rung(rung: Rung) -> Data:
    """What the form would send of it."""
    return {
        "when": rung.when.value, "at": rung.at, "to": NAME_OF[rung.to], "top": NAME_OF[rung.top],
        "within": rung.within, "periods": ",".join(sorted(one.value for one in rung.periods)),
        "duties": ",".join(sorted(rung.duties)),
    }  # fmt: skip


def one_more(data: Any, trigger: str, count: int) -> None:
    """Room for another rung in what was sent."""
    fresh = FRESH.get(trigger)
    if fresh is not None and count < MOST_RUNGS:
        data["rungs"] = str(count + 1)
        data.update({f"r{count}-{name}": str(value) for name, value in written_rung(fresh).items()})
