"""Every figure opens: the children's list can be narrowed to what a figure counts."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from nuantong.core import clock
from nuantong.reports.figures import all_figures, groups, pairing_figures


def _choices() -> list[tuple[str, Any]]:
    found = [(g.title, [(f.key, f.title) for f in g.figures]) for g in groups(clock.today())]
    return [*found, ("结对", [(f.key, f.title) for f in pairing_figures(clock.today())])]


class FigureFilter(django_filters.ChoiceFilter):
    """`?figure=age_6`: exactly the children the dashboard counted under that figure."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_choices, empty_label="全部", widget=forms.Select, **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        figure = all_figures(clock.today()).get(value) if value else None
        return figure.narrow(qs) if figure else qs
