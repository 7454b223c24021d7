"""What the pages of a task ask for."""

from typing import Any

from django import forms

from nuantong.accounts.models import User
from nuantong.core.forms import WordsField
from nuantong.people.forms.fields import NameField


class VersionedForm(forms.Form):
    """Carries the version the page was opened with; without one nothing is done."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("version") is None:
            raise forms.ValidationError("没有收到您打开页面时的版本，请刷新页面后再办。")
        return self.cleaned_data


class FinishForm(VersionedForm):
    how = WordsField(
        label="办理情况", rows=3, max_length=1000, error_messages={"required": "请写明办理情况。"}
    )


class WithdrawForm(VersionedForm):
    reason = NameField(label="为什么不需要办理", required=True, max_length=200)


class AssignForm(VersionedForm):
    to = forms.ChoiceField(label="交给谁办", required=False)

    def __init__(self, *args: Any, persons: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.persons = {str(person.pk): person for person in persons}
        choices = [(key, person.name) for key, person in self.persons.items()]
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "不指定专人，由本级办理"), *choices]

    @property
    def chosen(self) -> User | None:
        return self.persons.get(self.cleaned_data["to"])
