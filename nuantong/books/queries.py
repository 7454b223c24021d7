"""What the pages of the books show."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import django_filters
from django import forms
from django.db.models import F, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from nuantong.access.reader import Reader
from nuantong.books.accounts import Account, Kind
from nuantong.books.documents import document_kind
from nuantong.books.models import Balance, Entry, Fund, Line, Period, Project
from nuantong.books.purposes import WORDS
from nuantong.core.listing import Sort

SORTS: Final = {"on": Sort("日期", "on", "number")}


def _projects(request: Any) -> QuerySet[Any]:
    """Those that have money of the fund on whose page one is."""
    key = request.resolver_match.kwargs["key"]
    return Project.objects.filter(balances__fund__key=key).distinct().order_by("title")


class EntryFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="类别", choices=Kind.choices, empty_label="全部")
    purpose = django_filters.ChoiceFilter(
        label="用途", choices=list(WORDS.items()), empty_label="全部", method="by_purpose"
    )
    since = django_filters.DateFilter(
        label="从哪天", field_name="on", lookup_expr="gte", widget=forms.DateInput({"type": "date"})
    )
    until = django_filters.DateFilter(
        label="到哪天", field_name="on", lookup_expr="lte", widget=forms.DateInput({"type": "date"})
    )
    project = django_filters.ModelChoiceFilter(
        label="行动", queryset=_projects, empty_label="全部", method="by_project"
    )

    class Meta:
        model = Entry
        fields: list[str] = []

    def by_purpose(self, rows: QuerySet[Entry], name: str, value: str) -> QuerySet[Entry]:
        return rows.filter(pk__in=Line.objects.filter(balance__purpose=value).values("entry"))

    def by_project(self, rows: QuerySet[Entry], name: str, value: Any) -> QuerySet[Entry]:
        return rows.filter(pk__in=Line.objects.filter(balance__project=value).values("entry"))


def funds(reader: Reader) -> QuerySet[Any]:
    """Each with its sums over all purposes and projects."""
    sums = {name: Coalesce(Sum(f"balances__{name}"), 0)
            for name in ("bank", "stock", "income", "committed", "spent", "returned")}  # fmt: skip
    rows = Fund.objects.visible_to(reader).annotate(**{f"all_{k}": v for k, v in sums.items()})
    return rows.annotate(raised=-F("all_income"), left=F("all_bank") - F("all_committed"))


def balances(fund: Fund) -> QuerySet[Balance]:
    return fund.balances.select_related("project").order_by("purpose", "project__title")


def entries(fund: Fund) -> QuerySet[Entry]:
    lines = Prefetch("lines", Line.objects.filter(fen__gt=0))
    return fund.entries.select_related("reversed_by").prefetch_related(lines)


@dataclass(frozen=True)
class Row:
    """An entry in a list: its sum, and where its document is."""

    entry: Entry
    fen: int
    document: str
    url: str


def row(entry: Entry) -> Row:
    """The sum is that of its money, or of its promise when no money moves."""
    debits = {line.account: line.fen for line in entry.lines.all() if line.fen > 0}
    money = {k: v for k, v in debits.items() if k not in (Account.MEMO, Account.COMMITTED)}
    about = document_kind(entry.document_kind)
    fen = max((money or debits).values(), default=0)
    return Row(entry, fen, about.label, about.url(entry.document_key))


def months(region: int, today: dt.date) -> QuerySet[Period]:
    rows = Period.objects.filter(Q(last__gt=0) | Q(closed_at__isnull=False), region=region)
    return rows.filter(month__lte=today)


def closed_until(region: int) -> dt.date | None:
    """The last month that is closed: it and all before it."""
    rows = Period.objects.filter(region=region, closed_at__isnull=False)
    found: dt.date | None = rows.order_by("-month").values_list("month", flat=True).first()
    return found
