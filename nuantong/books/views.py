"""Pages of the books: funds, the entries of one, an entry with its lines, months and their closing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.books import actions, forms, queries
from nuantong.books.documents import document_kind
from nuantong.books.models import Entry, Fund
from nuantong.core.errors import Refusal
from nuantong.core.listing import LongListing


@require(P.SEE_BOOKS)
def funds(request: Request) -> HttpResponse:
    reader = request.reader
    page = {"funds": queries.funds(reader), "may_keep": reader.can(P.KEEP_BOOKS)}
    return render(request, "books/funds.html", page)


@require(P.KEEP_BOOKS)
def new_fund(request: Request) -> HttpResponse:
    reader = request.reader
    form = forms.FundForm(request.POST or None, initial={"opened_on": reader.on})
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "region_id": reader.regions(P.KEEP_BOOKS)[0]}
        key = said.pop("key")
        try:
            made = actions.open_fund(said=actions.NewFund(**said), key=key, by=reader)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "资金已设立。")
            return redirect("books:fund", made.key)
    return render(request, "books/form.html", {"form": form, "title": "设立资金"})


@require(P.SEE_BOOKS)
def fund(request: Request, key: Any) -> HttpResponse:
    """A fund's money by purpose and project, and its entries with their documents."""
    found = get_object_or_404(Fund.objects.visible_to(request.reader), key=key)
    listing = LongListing(
        request, queries.entries(found), filterset=queries.EntryFilter, sorts=queries.SORTS,
        default_sort="-on",
    )  # fmt: skip
    page = {
        "fund": found, "balances": queries.balances(found), "listing": listing,
        "rows": [queries.row(one) for one in listing.rows],
        "purposes": [str(one) for one in found.purposes.all()],
    }  # fmt: skip
    return render(request, "books/fund.html", page)


@require(P.SEE_BOOKS)
def entry(request: Request, key: Any) -> HttpResponse:
    """A voucher with its lines; whoever keeps the books reverses it here."""
    reader = request.reader
    rows = Entry.objects.visible_to(reader).select_related("fund", "reverses", "reversed_by")
    found = get_object_or_404(rows, key=key)
    done = found.reverses_id or hasattr(found, "reversed_by")
    elsewhere = document_kind(found.document_kind).undone_there
    may = reader.covers(P.KEEP_BOOKS, found.fund.region_id) and not (done or elsewhere)
    form = forms.UndoForm(request.POST or None, initial={"on": reader.on})
    if may and request.method == "POST" and form.is_valid():
        try:
            made = actions.undo(entry=found, by=reader, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已冲销，冲销凭证是{made}。")
            return redirect("books:entry", made.key)
    lines = found.lines.select_related("balance__project")
    page = {"entry": found, "row": queries.row(found), "lines": lines, "form": form, "may": may}
    return render(request, "books/entry.html", page)


@require(P.SEE_BOOKS)
def months(request: Request) -> HttpResponse:
    """The months of the reader's place; the accountant closes them."""
    reader = request.reader
    region = (reader.regions(P.KEEP_BOOKS) or reader.regions(P.SEE_BOOKS))[0]
    may = reader.covers(P.KEEP_BOOKS, region)
    form = forms.MonthForm(request.POST or None)
    if may and request.method == "POST" and form.is_valid():
        try:
            actions.close_month(region_id=region, by=reader, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已关账。更正请用冲销，记在以后的月份。")
            return redirect("books:months")
    page = {
        "months": queries.months(region, reader.on), "until": queries.closed_until(region),
        "region": reader.tree.name(region), "form": form, "may": may,
    }  # fmt: skip
    return render(request, "books/months.html", page)
