"""Every figure opens: the children's list can be narrowed to what a figure counts."""

from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.regions.tree import tree_on
from nuantong.reports.changes import NO_ROW, Month, behind, month_of
from nuantong.reports.figures import all_figures, groups, pairing_figures
from nuantong.reports.monthly import COLUMNS, Row
from nuantong.reports.monthly_page import typed_day, typed_month
from nuantong.reports.scopes import Scope, chosen


def _choices() -> list[tuple[str, Any]]:
    found = [(g.title, [(f.key, f.title) for f in g.figures]) for g in groups(clock.today())]
    return [*found, ("结对", [(f.key, f.title) for f in pairing_figures(clock.today())])]


class FigureFilter(django_filters.ChoiceFilter):
    """`?figure=age_6`: exactly the children the dashboard counted under that figure."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_choices, empty_label="全部", widget=forms.Select, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        if not value:
            return qs
        figure = all_figures(self.parent.day, past=self.parent.past is not None).get(value)
        return figure.narrow(qs) if figure else qs


@dataclass(frozen=True)
class Change:
    """A number of a monthly report; in words it is the filter's chip."""

    month: Month
    key: str
    row: Row
    scope: Scope
    words: str

    def __str__(self) -> str:
        return self.words


class ChangeField(forms.Field):
    """`2018-08.died.500113111000.500113.`: month, column, row, scope, the day of knowledge."""

    widget = forms.HiddenInput
    reader: Reader

    def to_python(self, value: Any) -> Change | None:
        parts = str(value or "").split(".")
        titles = {column.key: column.title for column in COLUMNS}
        if len(parts) != 5 or parts[1] not in titles:
            return None
        first, key, code, asked, known = parts
        scope = chosen(self.reader, asked)
        month = month_of(typed_month(first, self.reader.on), self.reader.on, typed_day(known))
        row = tree_on(month.last).by_code(code) or tree_on(month.before).by_code(code)
        if scope is None or (row is None and code != NO_ROW):
            return None
        where = row.name if row else "未登记到地区"
        words = f"{month.name} {where} {titles[key]}"
        return Change(month, key, row.id if row else None, scope, words)


class ChangeFilter(django_filters.Filter):
    """`?change=…`: the children behind a number of the monthly report."""

    field_class = ChangeField

    @property
    def field(self) -> forms.Field:
        found = super().field
        found.reader = self.parent.request.reader
        return found

    def filter(self, qs: QuerySet[Any], value: Change | None) -> QuerySet[Any]:
        if value is None:
            return qs
        return behind(qs, value.month, value.scope, value.row, value.key)
