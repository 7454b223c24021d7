"""What the pages of screening ask for."""

from django import forms

from nuantong.core.forms import KeyField, WordsField
from nuantong.people.forms.fields import DayField
from nuantong.screening import watchlist
from nuantong.screening.models import Alert

SIGNS = [(code, sign.words) for code, sign in watchlist.SIGNS.items()]


class ObserveForm(forms.Form):
    key = KeyField()
    on = DayField(label="哪天看到的")
    signs = forms.MultipleChoiceField(
        label="看到、听到的", required=False, choices=SIGNS, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "有一项不在清单里，请重新勾选。"},
    )  # fmt: skip
    note = WordsField(label="补充说明", required=False, rows=3, max_length=1000)


class CloseForm(forms.Form):
    deed = forms.ChoiceField(
        label="怎么办的", choices=Alert.Deed.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选一项。"},
    )  # fmt: skip
    words = WordsField(
        label="孩子现在怎样、谁在陪着", rows=4, max_length=2000,
        error_messages={"required": "请写明孩子现在怎样、谁在陪着。"},
    )  # fmt: skip
