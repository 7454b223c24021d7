"""Who is it? Asked before a new child is registered."""

from typing import Any

from django import forms

from nuantong.people.forms.fields import DayField, IdField, NameField, PhoneField


class SearchFirstForm(forms.Form):
    name = NameField(label="儿童姓名", required=True)
    id_number = IdField(help_text="没有证件可以不填，但要填出生日期。")
    birth_date = DayField(label="出生日期", required=False)
    phone = PhoneField(label="监护人电话", help_text="可以不填；填了更容易查到改过名字的孩子。")

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        wrong = {"id_number", "birth_date"} & set(self.errors)
        if not wrong and not filled.get("id_number") and not filled.get("birth_date"):
            raise forms.ValidationError("请填写身份证号，或者出生日期。")
        return filled
