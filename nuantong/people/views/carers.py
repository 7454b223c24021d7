"""Carers: the list, a carer's page, registering and correcting, opening an account."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from nuantong.access.http import Request, base_for, on_phone
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.core.listing import Listing
from nuantong.core.masking import mask_id_number
from nuantong.core.xlsx import workbook_response
from nuantong.people import actions, carer_file
from nuantong.people.filters import CarerFilter
from nuantong.people.forms import CarerForm
from nuantong.people.forms.carer import initial_of
from nuantong.people.forms.overtaken import differences, refreshed
from nuantong.people.models import Carer
from nuantong.people.queries import carers as queries
from nuantong.people.searching import by_name
from nuantong.people.views.common import typed


@require(P.SEE_CARERS)
def carers(request: Request) -> HttpResponseBase:
    reader = request.reader
    listing = Listing(
        request, queries.carers_of(reader), filterset=CarerFilter, sorts=queries.SORTS,
        default_sort="place",
    )  # fmt: skip
    if listing.wants_export and reader.can(P.EXPORT):
        return _sheet(request, listing)
    page = {
        "listing": listing, "lines": queries.lines(listing, reader),
        "can_export": reader.can(P.EXPORT), "can_register": reader.can(P.EDIT_CARERS),
    }  # fmt: skip
    name = "carers_phone" if on_phone(reader) else "carers"
    return render(request, f"people/{name}.html", page)


def _sheet(request: Request, listing: Listing) -> HttpResponseBase:
    filters = {chip.label: chip.value for chip in listing.chips}
    record(
        action="导出爱心妈妈名册", by=request.reader, object_type="export",
        changes={"count": listing.total, "filters": filters},
    )  # fmt: skip
    note = f"截至{request.reader.on:%Y年%m月%d日}　共{listing.total}名　{request.reader.actor_name}导出"
    rows = queries.sheet_rows(listing.results, request.reader)
    return workbook_response("爱心妈妈名册", "爱心妈妈名册", queries.COLUMNS, rows, note=note)


def _carer(request: Request, carer_id: int, permission: P = P.SEE_CARERS) -> Carer:
    seen = Carer.objects.visible_to(request.reader, to=permission).select_related("user")
    carer: Carer = get_object_or_404(seen, pk=carer_id)
    return carer


@require(P.SEE_CARERS)
def carer_page(request: Request, carer_id: int) -> HttpResponse:
    return _page(request, _carer(request, carer_id))


def _page(request: Request, carer: Carer, password: str = "") -> HttpResponse:
    reader = request.reader
    page = {
        "carer": carer, "place": reader.tree.full_name(carer.place_id, " "),
        "check": queries.check_of(carer, reader), "skills": queries.skills_of(carer),
        "sex": {"1": "男", "2": "女"}.get(carer.sex, carer.sex),
        "masked_id": mask_id_number(str(carer.id_number)),
        "sections": carer_file.sections(carer, reader),
        "may_edit": reader.covers(P.EDIT_CARERS, carer.place_id), "password": password,
    }  # fmt: skip
    return render(request, "people/carer.html", page)


@require_POST
@require(P.SEE_CARERS)
def reveal_carer(request: Request, carer_id: int) -> HttpResponse:
    """A carer's ID number, on the log with its reason."""
    carer = _carer(request, carer_id)
    if request.POST.get("kind") != "id_number" or not carer.id_number:
        raise Http404
    try:
        actions.reveal_carer(
            carer=carer, part="id_number", reason=request.POST.get("reason", ""), by=request.reader
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("people:carer", carer_id=carer_id)
    page = {"value": carer.id_number, "carer": carer, "base": base_for(request.reader)}
    name = "components/revealed.html" if request.htmx else "people/revealed.html"
    return render(request, name, page)


@require(P.EDIT_CARERS)
def edit_carer(request: Request, carer_id: int) -> HttpResponse:
    carer = _carer(request, carer_id, P.EDIT_CARERS)
    form = _form(request, carer, request.POST or None)
    if request.method == "POST" and form.is_valid() and not _warned(request, carer, form):
        version = form.cleaned_data["version"] or 0
        try:
            actions.update_carer(
                carer=carer, version=version, changes=form.changes, by=request.reader
            )
        except StaleVersion:
            return _both_versions(request, carer, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{carer.name}的资料已保存。")
            return redirect("people:carer", carer_id=carer_id)
    return render(request, "people/carer_form.html", {"form": form, "carer": carer})


def _warned(request: Request, carer: Carer, form: CarerForm) -> bool:
    """Whether the form goes back once with what would follow from it."""
    warning = carer_file.warnings(carer, form.changes, request.reader)
    if not warning or form.cleaned_data["warned"] == warning:
        return False
    form.data = request.POST.copy()
    form.data["warned"] = warning
    form.add_error(None, f"{warning}确实要这样改，请再点一次“保存”。")
    return True


def _form(request: Request, carer: Carer, data: Any = None) -> CarerForm:
    return CarerForm(data, reader=request.reader, initial=initial_of(carer, request.reader))


def _both_versions(request: Request, carer: Carer, form: CarerForm) -> HttpResponse:
    now = _form(request, carer)
    again = _form(request, carer, refreshed(form, now))
    page = {"form": again, "carer": carer, "differences": differences(form, now)}
    return render(request, "people/carer_form.html", page, status=409)


@require_POST
@require(P.EDIT_CARERS)
def open_account(request: Request, carer_id: int) -> HttpResponse:
    """The answer shows the one-time password; it is nowhere else and never shown again."""
    carer = _carer(request, carer_id, P.EDIT_CARERS)
    try:
        password = actions.open_carer_account(carer=carer, by=request.reader)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("people:carer", carer_id=carer_id)
    if not password:
        messages.success(request, "她已有登录账号，已加上爱心妈妈身份，仍用原来的密码登录。")
    return _page(request, _carer(request, carer_id), password)


@require(P.SEE_CARERS)
def suggest_carers(request: Request) -> HttpResponse:
    """Up to ten carers of the reader's scope for what is being typed."""
    text, reader = typed(request), request.reader
    found = queries.carers_of(reader).filter(by_name(text, reader.tree), status="active")
    rows = found.order_by("pinyin", "pk")[:10] if text else []
    listed = [
        {"value": row.pk, "name": row.name, "about": reader.tree.full_name(row.place_id)}
        for row in rows
    ]
    return render(request, "people/suggestions.html", {"listed": listed})
