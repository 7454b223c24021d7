"""What the pages of instruments ask."""

from django import forms

from nuantong.instruments.definition import Contradiction
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
