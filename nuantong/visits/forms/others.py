"""Small forms around visits."""

from typing import Any

from django import forms
from django.forms.models import fields_for_model

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.forms import WordsField
from nuantong.people.places import PlaceField
from nuantong.visits.models import PlanRule

RULES = (
    "focus", "ordinary", "stable", "first_within_days", "retry_days", "tries", "handed_days",
)  # fmt: skip


def village_field(reader: Reader, permission: Permission, least: int) -> PlaceField:
    """Where; whoever works in one place has it chosen already."""
    field = PlaceField(
        reader=reader, permission=permission, least=least, label="村（社区）", any_word="请选择"
    )
    tops = field.scope.tops
    field.initial = field.scope.of(tops[0]) if len(tops) == 1 else None
    return field


class AskForm(forms.Form):
    """An officer asks for a visit to a child."""

    reason = WordsField(
        label="为什么要走访", max_length=120, error_messages={"required": "请写明为什么要走访。"}
    )
    due_on = forms.DateField(
        label="最迟哪天", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请选日期。", "invalid": "日期不对，请重新选。"},
    )  # fmt: skip


class FoundForm(forms.Form):
    """A home that is not on the register: who lives there, and in which village."""

    label = WordsField(
        label="孩子或户主姓名", max_length=40, error_messages={"required": "请填姓名。"}
    )
    children = WordsField(label="家里的孩子", rows=2, required=False, max_length=120,
                          help_text="姓名、大约几岁、在哪里上学；知道多少写多少。")  # fmt: skip

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = village_field(reader, Permission.SURVEY_HOMES, least=3)


class WhyForm(forms.Form):
    why = WordsField(
        label="为什么撤回",
        max_length=200,
        rows=2,
        error_messages={"required": "请写一句为什么撤回。"},
    )


class ReasonForm(forms.Form):
    reason = WordsField(label="为什么要看", max_length=400)


class BatchForm(forms.Form):
    """A pile of paper forms: of which village, and who went there."""

    visitor = WordsField(label="走访人", max_length=40, error_messages={"required": "请填走访人。"})

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        kwargs["initial"] = {"visitor": reader.actor_name, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["place"] = village_field(reader, Permission.ENTER_SURVEYS, least=4)
        self.order_fields(["place", "visitor"])


class RulesForm(forms.Form):
    """How often homes of a district are visited."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(PlanRule, fields=RULES)
