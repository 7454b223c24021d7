"""What the administrators' pages ask for."""

from typing import Any, Final

from django import forms

from nuantong.access.actions.grants import Scope, Term
from nuantong.access.roles import Role
from nuantong.access.scopes import typed_scope
from nuantong.accounts.models import User
from nuantong.core.errors import Refusal
from nuantong.core.forms import WordsField
from nuantong.core.text import clean
from nuantong.regions.tree import Tree

DAY: Final = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AccountForm(forms.Form):
    """A new account."""

    staff_number = WordsField(label="工号", max_length=20)
    name = WordsField(label="姓名", max_length=40)
    phone = WordsField(label="手机", max_length=30, required=False)


class ReasonForm(forms.Form):
    reason = WordsField(label="原因", max_length=200)


class GrantForm(forms.Form):
    """A role for somebody, over something, for a time."""

    user = WordsField(label="工号", max_length=20)
    role = forms.TypedChoiceField(label="角色", choices=Role.choices, coerce=Role)
    scope = WordsField(
        label="管哪里",
        max_length=80,
        required=False,
        help_text="区县、乡镇、村的全称，或单位简称。管理员、爱心妈妈和心理咨询师不用填。",
    )
    start = forms.DateField(label="从哪天起", widget=DAY)
    end = forms.DateField(
        label="到哪天止", widget=DAY, required=False, help_text="这一天起不再有效。"
    )
    reason = WordsField(label="依据", max_length=200, help_text="文件号或谁批准的。")

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tree = tree

    def clean_user(self) -> User:
        found = User.objects.filter(staff_number=clean(self.cleaned_data["user"])).first()
        if found is None:
            raise forms.ValidationError("没有这个工号。请先请系统管理员开通账号。")
        return found

    def clean_scope(self) -> Scope:
        try:
            return typed_scope(self.cleaned_data["scope"], self.tree)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def values(self) -> dict[str, Any]:
        """For the action."""
        said = self.cleaned_data
        kept = {name: said[name] for name in ("user", "role", "scope", "reason")}
        return {**kept, "term": Term(said["start"], said["end"])}
