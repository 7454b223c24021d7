from django import forms
from django.contrib.auth.forms import AuthenticationForm


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
