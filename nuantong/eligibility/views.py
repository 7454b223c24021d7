"""符合情形线索: the list, and what may be done for one child."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from nuantong.access.http import Request, on_phone
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.xlsx import workbook_response
from nuantong.eligibility import actions, forms, queries
from nuantong.eligibility.models import Referral
from nuantong.eligibility.values import CAUTION
from nuantong.people.actions import complete_situation
from nuantong.people.models import ParentSituation
from nuantong.people.views.common import act_page, asks_reason, child_for

P = Permission


@require(P.SEE_HINTS)
def hints(request: Request) -> HttpResponseBase:
    """Figures first, then the hints that pass the filters."""
    reader, listing = request.reader, queries.listing_of(request)
    if listing.wants_export and reader.can(P.EXPORT):
        return _sheet(request, listing)
    page = {
        "listing": listing, "lines": queries.lines(listing.rows, reader),
        "counts": queries.counts(reader), "places": queries.by_place(reader, listing),
        "aside": queries.set_aside(reader), "caution": CAUTION,
        "can_export": reader.can(P.EXPORT),
    }  # fmt: skip
    phone = on_phone(reader)
    return render(
        request, "eligibility/hints_phone.html" if phone else "eligibility/hints.html", page
    )


def _sheet(request: Request, listing: queries.HintListing) -> HttpResponseBase:
    """The list as a sheet; the log keeps how many lines and by which filters."""
    filters = {chip.label: chip.value for chip in listing.chips}
    record(
        action="导出情形线索", by=request.reader, object_type="export",
        changes={"count": listing.total, "filters": filters},
    )  # fmt: skip
    note = f"截至{request.reader.on:%Y年%m月%d日}　共{listing.total}条　姓名已隐去　{CAUTION}"
    rows = queries.sheet_rows(listing, request.reader)
    return workbook_response("符合情形线索", "符合情形线索", queries.COLUMNS, rows, note=note)


@require(P.SEE_HINTS)
@asks_reason
def history(request: Request, number: str) -> HttpResponse:
    """What the rules said of one child since she was first judged."""
    child = child_for(request, number, P.SEE_HINTS)
    page = {"child": child, "history": queries.history(child.pk), "caution": CAUTION}
    return render(request, "eligibility/history.html", page)


@require(P.EDIT_CHILDREN)
@asks_reason
def situation(request: Request, number: str, pk: int) -> HttpResponse:
    """What a document says of one parent's situation."""
    child = child_for(request, number, P.EDIT_CHILDREN)
    row = get_object_or_404(ParentSituation, pk=pk, child=child)
    form = forms.SituationForm(request.POST or None, situation=row)

    def act(filled: dict[str, Any]) -> None:
        complete_situation(
            situation=row, details=form.details(), by=request.reader, version=filled["version"]
        )

    title = f"补充{row.get_parent_display()}“{row.get_status_display()}”的资料"
    return act_page(request, child, form, act, title=title, button="保存")


@require(P.EDIT_CHILDREN)
@asks_reason
def refer(request: Request, number: str) -> HttpResponse:
    """Note that a hint went to civil affairs."""
    child, reader = child_for(request, number, P.EDIT_CHILDREN), request.reader
    office = reader.tree.district_of(child.registered_place_id or child.place_id)
    start = {
        "sent_on": reader.on, "sent_to": f"{office.name if office else ''}民政局",
        "category": request.GET.get("category", ""),
    }  # fmt: skip
    form = forms.ReferForm(request.POST or None, initial=start)

    def act(filled: dict[str, Any]) -> None:
        key = filled.pop("key")
        actions.refer(child=child, sent=actions.Sent(**filled), key=key, by=reader)

    return act_page(
        request, child, form, act, title="转介民政", button="记下转介",
        lead=f"{CAUTION}。这里只记下线索已经转给民政，等答复后再登记类别。",
    )  # fmt: skip


@require(P.EDIT_CHILDREN)
@asks_reason
def answer(request: Request, number: str, key: str) -> HttpResponse:
    """Keep what civil affairs answered."""
    child = child_for(request, number, P.EDIT_CHILDREN)
    referral = get_object_or_404(Referral, key=key, child=child)
    form = forms.AnswerForm(request.POST or None, initial={"on": request.reader.on})

    def act(filled: dict[str, Any]) -> None:
        actions.answer(referral=referral, by=request.reader, **filled)

    return act_page(
        request, child, form, act, title=f"民政对“{referral.get_category_display()}”的答复",
        button="记下答复", lead="民政认定以后，请在儿童档案里登记类别和认定依据。",
    )  # fmt: skip
