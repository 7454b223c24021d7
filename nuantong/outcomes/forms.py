"""What the pages of outcomes ask."""

from typing import Any

from django import forms

from nuantong.access.reader import Reader
from nuantong.core.forms import KeyField, WordsField
from nuantong.counselling.effect.panel import ASPECTS, MARKS, OVERALL
from nuantong.outcomes.actions import experts


class DrawForm(forms.Form):
    """A panel: how many files, and who judges them; the first signs for all."""

    key = KeyField()
    size = forms.IntegerField(label="抽取份数", min_value=2, max_value=200, initial=10)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = {f"{user.pk}": user for user in experts(reader)}
        self.users = users
        names = [(key, user.name) for key, user in users.items()]
        self.fields["head"] = forms.ChoiceField(
            label="专家组组长", choices=names, help_text="由组长签署结果。"
        )
        self.fields["others"] = forms.MultipleChoiceField(
            label="其他专家", choices=names, widget=forms.CheckboxSelectMultiple
        )

    def team(self) -> list[Any]:
        """The head first, nobody twice."""
        chosen = [self.cleaned_data["head"], *self.cleaned_data["others"]]
        return [self.users[key] for key in dict.fromkeys(chosen)]


class JudgeForm(forms.Form):
    """One file's marks; what the material does not show is left open."""

    key = KeyField()
    overall = forms.ChoiceField(
        label="总评", choices=list(OVERALL.items()), widget=forms.RadioSelect
    )
    words = WordsField(label="评语", rows=3, max_length=2000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            ("", "材料看不出"),
            *((f"{mark}", f"{mark} {word}") for mark, word in MARKS.items()),
        ]
        for key, title in ASPECTS.items():
            self.fields[key] = forms.ChoiceField(label=title, choices=choices, required=False)
        self.order_fields(["key", "overall", *ASPECTS, "words"])

    def marks(self) -> dict[str, int]:
        return {key: int(self.cleaned_data[key]) for key in ASPECTS if self.cleaned_data[key]}


class SignForm(forms.Form):
    """The head's name in her own hand, and what the panel says."""

    name = forms.CharField(label="签署人姓名", max_length=60)
    opinion = WordsField(label="专家组意见", rows=4, max_length=4000, required=False)
