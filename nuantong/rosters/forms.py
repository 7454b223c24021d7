"""What the pages of rosters ask."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms

from nuantong.rosters.headings import KEPT
from nuantong.rosters.models import RosterImport, RosterRow
from nuantong.rosters.reading import LIMIT

IGNORED = ("", "不导入")
SERIAL = ("serial", "序号")


class UploadForm(forms.Form):
    """A file; what it holds is guessed and can be corrected on the next page."""

    file = forms.FileField(
        label="花名册文件",
        help_text="xlsx、xls、ods 或 csv，不超过50MB。标题行、合并单元格、两行表头都能识别。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.xlsm,.et,.txt"}),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LIMIT:
            raise forms.ValidationError(
                "文件超过50MB，请删去图片和多余的工作表，或按区县拆开后再导入"
            )
        self.file_name = file.name
        data: bytes = file.read()
        return data


class MappingForm(forms.Form):
    """One choice per column of the sheet, under the column's number."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, kind: str, columns: Iterable[int]) -> None:
        super().__init__(data)
        choices = [IGNORED, SERIAL, *KEPT[kind].items()]
        for index in columns:
            self.fields[f"column_{index}"] = forms.ChoiceField(choices=choices, required=False)

    def mapping(self) -> dict[int, str]:
        chosen = self.cleaned_data.items()
        return {int(n.removeprefix("column_")): v for n, v in chosen if n.startswith("column_")}


class KindForm(forms.Form):
    kind = forms.ChoiceField(choices=RosterImport.Kind.choices)


class RowFilter(django_filters.FilterSet):
    """Rows of an import by what became of them."""

    outcome = django_filters.ChoiceFilter(
        label="结果", choices=RosterRow.Outcome.choices, empty_label="全部"
    )
    has_problems = django_filters.ChoiceFilter(
        label="单元格", choices=[("1", "有问题"), ("0", "没有问题")], empty_label="全部"
    )
    name = django_filters.CharFilter(label="姓名", lookup_expr="contains")

    class Meta:
        model = RosterRow
        fields = ("outcome", "has_problems", "name")
