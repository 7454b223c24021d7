"""Small forms that each do one thing to one child."""

from django import forms

from nuantong.people.forms.fields import DayField, NameField
from nuantong.people.models import Label, Need


class LabelForm(forms.Form):
    category = forms.ChoiceField(label="类别", choices=[("", "请选择"), *Label.Category.choices])
    subtype = NameField(label="细类", help_text="例如：智力残疾二级、父母双方外出。")
    basis = NameField(label="认定依据", required=True, max_length=120,
                      help_text="例如：民政部门认定文件、残疾人证、村（社区）调查。")  # fmt: skip
    recogniser = NameField(label="认定单位", max_length=60)
    since = DayField(label="从哪天起", required=False)


class EndLabelForm(forms.Form):
    on = DayField(label="从哪天起不再是这一类别")
    reason = NameField(label="原因", max_length=200)


class NeedForm(forms.Form):
    kind = forms.ChoiceField(label="需要什么帮助", choices=Need.Kind.choices,
                             widget=forms.RadioSelect)  # fmt: skip
    note = forms.CharField(
        label="说明", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3})
    )


class MeetNeedForm(forms.Form):
    how = NameField(label="怎样解决的", required=True, max_length=200)
