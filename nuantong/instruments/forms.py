"""What the pages of instruments ask."""

import json
from typing import Any

from django import forms

from nuantong.instruments.definition import Contradiction, Definition
from nuantong.instruments.exchange.answers import answers_of
from nuantong.instruments.exchange.files import MOST_BYTES, read_file


class UploadForm(forms.Form):
    """A file with a definition, understood at once."""

    file = forms.FileField(
        label="量表定义文件",
        help_text="TOML、JSON、FHIR Questionnaire（JSON）或 XLSForm（xlsx），不超过2兆。可以先从已有的量表下载一份照着改。",
        widget=forms.FileInput(attrs={"accept": ".toml,.json,.xlsx,.txt"}),
        error_messages={"required": "请选文件。", "empty": "文件是空的。"},
    )

    def clean_file(self) -> None:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("文件超过2兆，不像是量表定义。")
        try:
            self.found = read_file(file.read())
        except Contradiction as error:
            raise forms.ValidationError(str(error)) from error


class ResponseForm(forms.Form):
    """The answers of one sheet from another system: a FHIR QuestionnaireResponse. `found` has them as
    the page's own fields have them."""

    file = forms.FileField(
        label="从别的系统来的作答",
        help_text="FHIR QuestionnaireResponse（JSON）。读入后填在上面的题里，检查过再完成。",
        widget=forms.FileInput(attrs={"accept": ".json"}),
        error_messages={"required": "请选文件。", "empty": "文件是空的。"},
    )

    def __init__(self, *given: Any, definition: Definition, child: str) -> None:
        super().__init__(*given)
        self._definition, self._child = definition, child
        self.found: dict[str, str] = {}

    def clean_file(self) -> None:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("文件超过2兆，不像是一份作答。")
        try:
            answers = answers_of(self._definition, json.loads(file.read()), self._child)
        except Contradiction as error:
            raise forms.ValidationError(str(error)) from error
        except (ValueError, RecursionError):
            raise forms.ValidationError("文件读不出来，要 FHIR 的 JSON 文件。") from None
        self.found = {str(item): str(value) for item, value in answers.items()}
