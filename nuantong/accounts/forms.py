"""Signing in, and choosing a password."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

from nuantong.accounts.models import User


class SignInForm(AuthenticationForm):
    """Staff number or phone, and the password."""

    error_messages = {
        "invalid_login": "工号（手机号）或密码不对，请再试一次。忘记密码请联系本单位管理员。",
        "inactive": "该账号已停用，请联系本单位管理员。",
    }
    username = forms.CharField(
        label="工号或手机号",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class OwnPasswordForm(PasswordChangeForm):
    """The password one has, and the new one twice."""

    error_messages = {
        "password_incorrect": "现在的密码不对。首次登录请填写告诉您的一次性密码。",
        "password_mismatch": "两次填写的新密码不一样，请重新填写。",
    }
    field_labels = {
        "old_password": "现在的密码",
        "new_password1": "新密码",
        "new_password2": "再填一次新密码",
    }

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        for name, label in self.field_labels.items():
            self.fields[name].label = label
            self.fields[name].help_text = ""
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
        self.fields["new_password1"].help_text = "至少10位，不能全是数字，不要用姓名、电话。"

    def clean_new_password1(self) -> str:
        chosen: str = self.cleaned_data["new_password1"]
        if chosen == self.cleaned_data.get("old_password"):
            raise forms.ValidationError("新密码要和现在的密码不同。")
        return chosen

    def save(self, commit: bool = True) -> User:
        self.user.must_change_password = False
        return super().save(commit)
