"""What the complaints pages ask for."""

from django import forms

from nuantong.core.forms import KeyField, WordsField
from nuantong.help.actions import Letter
from nuantong.help.models import Complaint


class ComplaintForm(forms.Form):
    key = KeyField()
    kind = forms.ChoiceField(
        label="您要",
        choices=Complaint.Kind.choices,
        initial=Complaint.Kind.COMPLAINT,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一项。", "invalid_choice": "请选一项。"},
    )
    text = WordsField(label="想说什么", rows=6, error_messages={"required": "请写下您想说的话。"})
    contact = WordsField(label="希望怎样联系您", required=False, max_length=200)
    about_officer = forms.BooleanField(label="投诉对象就是该工作人员", required=False)

    def letter(self) -> Letter:
        return Letter(**{name: value for name, value in self.cleaned_data.items() if name != "key"})


class AnswerForm(forms.Form):
    key = KeyField()
    text = WordsField(label="答复", rows=5, error_messages={"required": "请写下答复。"})
