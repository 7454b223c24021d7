"""What the pages of counselling ask for."""

from collections.abc import Sequence
from typing import Any

from django import forms

from nuantong.core.forms import KeyField, WordsField
from nuantong.counselling.models import Case, Session
from nuantong.people.forms.fields import DayField, NameField
from nuantong.services.models import Area

CHOOSE = {"required": "请选一项。"}


class ReferForm(forms.Form):
    key = KeyField()
    area = forms.TypedChoiceField(label="项目", coerce=int, error_messages=CHOOSE)
    origin = forms.ChoiceField(
        label="从哪里发现的", choices=Case.Origin.choices, error_messages=CHOOSE
    )
    need = forms.TypedChoiceField(
        label="需要程度", choices=Case.Need.choices, coerce=int, widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )  # fmt: skip
    said = WordsField(label="孩子的情况、谁发现的", rows=4, max_length=4000,
                      error_messages={"required": "请写明孩子的情况。"})  # fmt: skip

    def __init__(self, *args: Any, areas: Sequence[tuple[Area, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["area"]
        found.choices = [(area.pk, words) for area, words in areas]
        if len(areas) == 1:
            found.initial = areas[0][0].pk


class AssignForm(forms.Form):
    practitioner = forms.TypedChoiceField(
        label="咨询师", coerce=int, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    on = DayField(label="从哪天起")
    why = NameField(label="为什么更换", required=False, max_length=60)

    def __init__(self, *args: Any, options: Sequence[Any], begun: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["practitioner"]
        found.choices = [
            (one.practitioner.pk, f"{one.practitioner.user.name}：{one.words}")
            for one in options if not one.wrong
        ]  # fmt: skip
        if not begun:
            del self.fields["why"]


class SessionForm(forms.Form):
    key = KeyField()
    kind = forms.ChoiceField(label="方式", widget=forms.RadioSelect, error_messages=CHOOSE)
    on = DayField(label="哪天")
    absent = forms.ChoiceField(
        label="谈成了吗", required=False, choices=[("", "谈成了"), *Session.Absent.choices]
    )
    minutes = forms.IntegerField(label="多少分钟", min_value=1, max_value=300, initial=30,
                                 required=False,
                                 error_messages={"min_value": "请填1至300分钟。", "max_value": "请填1至300分钟。"})  # fmt: skip
    said = WordsField(label="咨询记录（只有您和督导能看）", required=False, rows=5, max_length=4000)

    def __init__(self, *args: Any, kinds: Sequence[Session.Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["kind"]
        found.choices = [(one.value, one.label) for one in kinds]
        found.initial = next((one for one in kinds if one.after), None)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("absent") and not data.get("minutes"):
            self.add_error("minutes", "请填谈了多少分钟。")
        return {**data, "minutes": data.get("minutes") or 0}


class WriteForm(forms.Form):
    """A text written as a whole, on the number it had on the screen."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    said = WordsField(label="内容", rows=6, max_length=4000,
                      error_messages={"required": "还没有写内容。"})  # fmt: skip


class SaidForm(forms.Form):
    said = WordsField(label="内容", rows=3, max_length=4000,
                      error_messages={"required": "还没有写内容。"})  # fmt: skip


class HospitalForm(SaidForm):
    hospital = NameField(label="医院", required=True, max_length=60)
    field_order = ("hospital", "said")


class PauseForm(SaidForm):
    start = DayField(label="从哪天起暂停")
    end = forms.DateField(
        label="哪天恢复（不知道的不填）", required=False,
        widget=forms.DateInput(attrs={"type": "date"}), error_messages={"invalid": "日期不对，请重新选。"},
    )  # fmt: skip
    field_order = ("start", "end", "said")


class CloseForm(SaidForm):
    reason = forms.ChoiceField(
        label="为什么结束", choices=Case.Reason.choices, error_messages=CHOOSE
    )
    on = DayField(label="哪天结束")
    field_order = ("reason", "on", "said")


class MeasureForm(forms.Form):
    key = KeyField()
    version = forms.TypedChoiceField(label="量表", coerce=int, error_messages=CHOOSE)

    def __init__(self, *args: Any, versions: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: Any = self.fields["version"]
        found.choices = [(one.pk, one.instrument.title) for one in versions]


class SupervisorForm(forms.Form):
    staff_number = NameField(label="督导的工号", required=True)
