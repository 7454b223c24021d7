"""What the pages of sweeps ask."""

from typing import Any

import django_filters
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.forms import WordsField
from nuantong.people.filters import ScopedFilterSet
from nuantong.people.forms.fields import NameField
from nuantong.people.places import Chosen, PlaceField
from nuantong.people.queries.names import shows_names
from nuantong.sweeps.handing import takers
from nuantong.sweeps.hints import HINTS
from nuantong.sweeps.models import BY_HAND, LoadRow, Reason, Record, Source, Standing
from nuantong.sweeps.queries.loads import FIELDS

LIMIT = 2 << 30
ASKED = (Reason.VISIT, Reason.REGISTER, Reason.FACTS)


class UploadForm(forms.Form):
    file = forms.FileField(
        label="名册文件",
        help_text=(
            "xlsx、xls、ods：不超过50MB，每张工作表不超过20万行。更大的名册另存为 csv，"
            "可以有几百万行（不超过2GB）。"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.xlsm,.et,.txt"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LIMIT:
            raise forms.ValidationError(
                "文件超过2GB，无法接收。请删去用不到的列，再另存为 csv 上传。"
            )
        return file


class SourceForm(forms.Form):
    """A list that some office will send again and again."""

    def __init__(self, *args: Any, reader: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scope = PlaceField(
            reader=reader, permission=Permission.LOAD_SWEEPS, required=False, label="地域范围",
            any_word="全部",
        )  # fmt: skip
        self.fields |= {
            "name": NameField(label="名册名称", max_length=60, required=True,
                              help_text="例如：教委中小学学籍。以后每一期都传到同一个名册下。"),
            "office": forms.ChoiceField(label="报送部门", choices=Source.Office),
            "purpose": forms.ChoiceField(
                label="性质", choices=Source.Purpose, initial=Source.Purpose.POPULATION
            ),
            "region": scope,
        }  # fmt: skip


class ColumnsForm(forms.Form):
    """One choice per heading, and the sheets to read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, headings: list[str], sheets: list[str]) -> None:
        super().__init__(data)
        self.headings = headings
        for number, _ in enumerate(headings):
            self.fields[f"column_{number}"] = forms.ChoiceField(choices=FIELDS, required=False)
        self.fields["sheets"] = forms.MultipleChoiceField(
            choices=[(name, name) for name in sheets], required=False
        )

    def mapping(self) -> dict[str, str]:
        chosen = self.cleaned_data
        return {h: chosen[f"column_{number}"] for number, h in enumerate(self.headings)}


class NameFilter(django_filters.CharFilter):
    """From the surname on, as an index finds it among millions, for whoever reads names in full; a
    masked list is no way to find a name out piece by piece, so there only the whole name finds."""

    def filter(self, qs: Any, value: str) -> Any:
        self.lookup_expr = "startswith" if shows_names(self.parent.request.reader) else "exact"
        return super().filter(qs, value)


class RowFilter(django_filters.FilterSet):
    outcome = django_filters.ChoiceFilter(
        label="与上一期比", choices=[*LoadRow.Outcome.choices], empty_label="全部"
    )
    problems = django_filters.ChoiceFilter(
        label="单元格", choices=[("1", "有问题")], empty_label="全部", method="having_problems"
    )
    name = NameFilter(label="姓名（从姓起）")

    class Meta:
        model = LoadRow
        fields = ("outcome", "problems", "name")

    def having_problems(self, rows: QuerySet[Any], _: str, value: str) -> QuerySet[Any]:
        return rows.filter(problems__isnull=False)


def _sources(request: Any) -> QuerySet[Source]:
    return Source.objects.about(request.reader)


class RegionFilter(django_filters.Filter):
    """Everything in a place of the reader's scope; with `only`, what is known no closer."""

    field_class = PlaceField

    def filter(self, qs: QuerySet[Any], value: Chosen | None) -> QuerySet[Any]:
        tree, only = self.parent.request.reader.tree, self.parent.data.get("only")
        if value is None:
            return qs.filter(region=tree.root.id) if only else qs
        return qs.filter(region__id__any_of=[value.id] if only else tree.below(value.id))


class RecordFilter(ScopedFilterSet):
    permission = Permission.SEE_SWEEPS

    name = NameFilter(label="姓名（从姓起）")
    place = RegionFilter(label="所在地")
    standing = django_filters.ChoiceFilter(
        label="去向", choices=Standing.choices, empty_label="全部"
    )
    reason = django_filters.ChoiceFilter(label="原因", choices=Reason.choices, empty_label="全部")
    hint = django_filters.ChoiceFilter(
        label="符合情形", choices=list(HINTS.items()), empty_label="全部"
    )
    handed = django_filters.ChoiceFilter(
        label="转出",
        choices=[("mine", "转给我的"), ("1", "已转由他人")],
        empty_label="全部",
        method="handed_over",
    )
    gone = django_filters.ChoiceFilter(
        label="是否离册", choices=[("1", "已不在最新一期")], empty_label="全部", method="no_longer"
    )
    source = django_filters.ModelMultipleChoiceFilter(
        label="名册（不勾选即全部）", queryset=_sources, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Record
        fields = ("name", "place", "standing", "reason", "hint", "handed", "gone", "source")

    def handed_over(self, rows: QuerySet[Any], _: str, value: str) -> QuerySet[Any]:
        if value == "mine":
            return rows.filter(handed_user=self.request.reader.actor_id or 0)
        return rows.exclude(handed_to="")

    def no_longer(self, rows: QuerySet[Any], _: str, value: str) -> QuerySet[Any]:
        return rows.exclude(gone_at=None)


class _Decision(forms.Form):
    """Every decision says from which standing it was taken."""

    since = forms.DateTimeField(
        widget=forms.HiddenInput, required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z"]
    )


class ExcludeForm(_Decision):
    reason = forms.ChoiceField(label="为什么排除", choices=[(r, r.label) for r in BY_HAND])
    note = WordsField(label="依据", max_length=200)


class NextForm(_Decision):
    reason = forms.ChoiceField(label="下一步", choices=[(r, r.label) for r in ASKED])
    note = WordsField(label="说明", max_length=200, required=False)


class NotHomeForm(_Decision):
    note = WordsField(label="什么时候去的、问过谁", max_length=200)


class HandForm(_Decision):
    """To somebody with an account, or to somebody without one by name."""

    to = NameField(
        label="没有账号的，写单位和姓名", max_length=80,
        help_text="例如：永川区民政局 王科长。没有账号的人收不到待办，请另外告诉对方。",
    )  # fmt: skip
    note = WordsField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, record: Record, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record, self.reader, self.held = record, reader, bool(record.handed_to)
        back = "；两处都不填，就是收回，仍由本级办理" if self.held else ""
        user = NameField(
            label="转给谁", max_length=40, suggest="sweeps:takers", about=[record.pk],
            help_text=f"打姓名、拼音或单位，从列出的人里选{back}。",
        )  # fmt: skip
        self.fields = {"user": user, **self.fields}

    def clean_user(self) -> User | None:
        """By number, as the list fills it in; or by a name that only one has."""
        typed: str = self.cleaned_data["user"]
        if not typed:
            return None
        people = takers(self.record, self.reader)
        numbered = [user for user in people if user.staff_number == typed]
        found = numbered or [user for user in people if user.name == typed]
        if len(found) != 1:
            told = "有几位叫这个名字" if found else "能办理这一行的人里没有这一位"
            raise forms.ValidationError(f"{told}，请从列出的人里选。")
        return found[0]

    def clean(self) -> dict[str, Any]:
        filled: dict[str, Any] = super().clean() or {}
        if self.errors:
            return filled
        if filled["user"] and filled.get("to"):
            raise forms.ValidationError("请只选一位，或只写一位。")
        if not filled["user"] and not filled.get("to") and not self.held:
            raise forms.ValidationError("请选择转给谁，或写明单位和姓名。")
        return filled


class LinkForm(_Decision):
    number = NameField(
        label="在册儿童编号", max_length=12, required=True, suggest="people:suggest_children"
    )


class WhyForm(forms.Form):
    why = WordsField(label="为什么", max_length=200)
