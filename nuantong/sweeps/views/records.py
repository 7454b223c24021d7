"""The rows of rosters: the list, one row with all it says, what a person decides of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record as write_event
from nuantong.core.errors import Refusal
from nuantong.core.listing import LongListing
from nuantong.core.xlsx import workbook_response
from nuantong.people.forms import ChildForm
from nuantong.people.models import Child, Household
from nuantong.people.queries.candidates import candidates
from nuantong.people.views.common import typed
from nuantong.sweeps.actions import registering, standings
from nuantong.sweeps.forms import (
    ExcludeForm,
    HandForm,
    LinkForm,
    NextForm,
    NotHomeForm,
    RecordFilter,
    WhyForm,
)
from nuantong.sweeps.handing import found_among, takers
from nuantong.sweeps.hints import HINTS
from nuantong.sweeps.models import Link, Record, Standing
from nuantong.sweeps.queries import records as queries
from nuantong.sweeps.queries.whom import whom

LOOK, REVEAL = "查看名册记录", "查看名册隐藏信息"
DECISIONS: dict[str, tuple[Any, Any]] = {
    "exclude": (ExcludeForm, standings.exclude), "next": (NextForm, standings.send_visitor),
    "not_home": (NotHomeForm, standings.not_at_home), "hand": (HandForm, standings.hand_over),
}  # fmt: skip


@require(P.SEE_SWEEPS)
def records(request: Request) -> HttpResponseBase:
    found = queries.records_of(request.reader)
    return _list(request, found, "名册逐行去向", "排查名册逐行去向")


@require(P.SEE_SWEEPS)
def unlisted(request: Request) -> HttpResponseBase:
    """符合情形，但不在任何保障名单上."""
    found = queries.unlisted(request.reader)
    return _list(request, found, "符合情形，但不在任何保障名单上", "符合情形未在保障名单")


def _list(request: Request, found: Any, title: str, filename: str) -> HttpResponseBase:
    reader = request.reader
    listing = LongListing(
        request, found, filterset=RecordFilter, sorts=queries.SORTS, default_sort="place"
    )
    if listing.wants_export and reader.can(P.EXPORT):
        write_event(action="导出名册记录", by=reader, object_type="export",
                    changes={"count": listing.total, "list": title})  # fmt: skip
        note = f"截至{reader.on:%Y年%m月%d日}　共{listing.total_text}条　{reader.actor_name}导出"
        rows = queries.sheet_rows(listing.results, reader)
        return workbook_response(filename, title, queries.COLUMNS, rows, note=note)
    page = {
        "listing": listing, "lines": queries.lines(listing.rows, reader), "list_title": title,
        "can_export": reader.can(P.EXPORT), "may_open": reader.can(P.OPEN_FILE),
    }  # fmt: skip
    return render(request, "sweeps/records.html", page)


@require(P.SEE_SWEEPS)
def record(request: Request, pk: int) -> HttpResponse:
    """One row with all it says; the look is on the log."""
    found = _record(request, pk)
    child = found.child
    write_event(action=LOOK, by=request.reader, object_type="sweep_record", object_id=found.pk,
                child_number=child.number if child else "")  # fmt: skip
    page = _page(request, found)
    if page["may_decide"] and found.standing != Standing.WAITING:
        page["next"] = queries.next_waiting(request.reader, found)
    return render(request, "sweeps/record.html", page)


def _page(request: Request, found: Record) -> dict[str, Any]:
    reader = request.reader
    start = {"since": found.since.isoformat()}
    forms = {
        what: form(initial=start, **_needs(request, what, found))
        for what, (form, _) in DECISIONS.items()
    }
    return {
        "record": found, "place": reader.tree.full_name(found.region_id, " "),
        "parts": queries.parts(found), "flags": queries.flags(found),
        "hint": HINTS.get(found.hint, ""), "whom": whom([found], reader).get(found.pk, ""),
        "tone": queries.TONES[Standing(found.standing)], "former": list(found.former.all()[:20]),
        "links": list(found.links.select_related("child")), "rows": queries.seen_in(found),
        "may_review": reader.covers(P.REVIEW_SWEEPS, found.region_id),
        "may_register": reader.covers(P.EDIT_CHILDREN, found.region_id),
        "may_decide": _may_decide(request, found), "forms": forms,
        "link_form": LinkForm(initial={"since": found.since.isoformat()}),
    }  # fmt: skip


def _needs(request: Request, what: str, found: Record) -> dict[str, Any]:
    """What a decision's form is made with."""
    if what != "hand":
        return {}
    return {"record": found, "reader": request.reader}


@require(P.REVIEW_SWEEPS, P.CLOSE_VILLAGES)
def suggest_takers(request: Request, pk: int) -> HttpResponse:
    """Up to ten people who may take the row, for what is being typed."""
    found, text = _record(request, pk), typed(request)
    if not _may_decide(request, found):
        raise Http404
    people = found_among(takers(found, request.reader), text) if text else {}
    listed = [
        {"value": user.staff_number, "name": user.name, "about": office}
        for user, office in list(people.items())[:10]
    ]
    return render(request, "people/suggestions.html", {"listed": listed})


def _may_decide(request: Request, found: Record) -> bool:
    return any(
        request.reader.covers(p, found.region_id) for p in (P.REVIEW_SWEEPS, P.CLOSE_VILLAGES)
    )


@require_POST
@require(P.REVEAL)
def reveal(request: Request, pk: int) -> HttpResponse:
    """One masked part of a row, on the log with its reason."""
    found, reader = _record(request, pk), request.reader
    parts = {part.key: part for part in queries.parts(found) if part.masked}
    part = parts.get(request.POST.get("kind", ""))
    if part is None or not reader.covers(P.REVEAL, found.region_id):
        raise Http404
    reason = request.POST.get("reason", "").strip()
    if len(reason) < 2:
        messages.error(request, "请写明查看的原因，例如：上门前核对住址。")
        return redirect("sweeps:record", pk)
    write_event(action=REVEAL, by=reader, object_type="sweep_record", object_id=found.pk,
                reason=reason[:400], changes={"part": part.key})  # fmt: skip
    page = {"value": part.value, "kind": "phone" if "phone" in part.key else ""}
    if request.htmx:
        return render(request, "components/revealed.html", page)
    messages.info(request, f"{part.name}：{part.value}")
    return redirect("sweeps:record", pk)


@require_POST
@require(P.REVIEW_SWEEPS, P.CLOSE_VILLAGES)
def decide(request: Request, pk: int, what: str) -> HttpResponse:
    """Exclude, the next step, not found, hand over, or whose row it is."""
    found = _record(request, pk)
    form_class, act = DECISIONS.get(what, (LinkForm, None))
    if act is None and what != "link":
        raise Http404
    form = form_class(request.POST, **_needs(request, what, found))
    try:
        if not form.is_valid():
            said = [*form.non_field_errors(), *form.errors.get("user", [])]
            raise Refusal("；".join(said) or "请把原因和说明填完整。")
        filled = form.cleaned_data
        if act is None:
            filled["child"] = _child(request, filled.pop("number"))
            act = standings.link_to
        act(record=found, by=request.reader, **filled)
        messages.success(request, "已保存。")
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("sweeps:record", pk)


def _child(request: Request, number: str) -> Child:
    children = Child.objects.visible_to(request.reader)
    found = children.filter(number=number.strip().upper()).first()
    if found is None:
        raise Refusal(f"没有找到编号为{number}的儿童，请核对编号。")
    child: Child = found
    return child


@require(P.EDIT_CHILDREN)
def register(request: Request, pk: int) -> HttpResponse:
    """The registration form, filled with what the row says."""
    found, reader = _record(request, pk), request.reader
    if not reader.covers(P.EDIT_CHILDREN, found.region_id):
        raise PermissionDenied
    if request.method != "POST":
        return _form_page(
            request, found, ChildForm(reader=reader, initial=_initial(request, found))
        )
    form = ChildForm(request.POST, reader=reader)
    if form.is_valid():
        try:
            child = registering.register(
                record=found, filled=form.filled, place=form.cleaned_data["place"].id, by=reader,
                household=_household(request, form.cleaned_data["lives_with"]),
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{child.name}已登记入册，编号{child.number}。")
            return redirect("people:child", number=child.number)
    return _form_page(request, found, form)


def _initial(request: Request, found: Record) -> dict[str, Any]:
    """The row, and its place as far as the form may choose it; the look is on the log."""
    write_event(action=LOOK, by=request.reader, object_type="sweep_record", object_id=found.pk)
    fields = ChildForm(reader=request.reader).fields
    scope: Any = fields["place"]
    return registering.initial_of(found) | {"place": scope.scope.of(found.region_id)}


def _form_page(request: Request, found: Record, form: ChildForm) -> HttpResponse:
    said = found.said
    alike = candidates(
        name=found.name, id_number=said.get("id_number", "") if found.id_index else "",
        birth_date=found.birth_date, by=request.reader,
    )  # fmt: skip
    page = {"record": found, "form": form, "alike": alike,
            "back": reverse("sweeps:record", args=[found.pk])}  # fmt: skip
    return render(request, "sweeps/register.html", page, status=422 if form.errors else 200)


def _household(request: Request, number: str) -> Household | None:
    return _child(request, number).household if number else None


@require(P.REVIEW_SWEEPS)
def undo(request: Request, pk: int) -> HttpResponse:
    """A link was wrong: said why, it is undone."""
    seen = Record.objects.visible_to(request.reader, P.REVIEW_SWEEPS)
    links = Link.objects.filter(record__in=seen).select_related("record__source", "child")
    link = get_object_or_404(links, pk=pk)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            standings.undo_link(link=link, why=form.cleaned_data["why"], by=request.reader)
            messages.success(request, "已撤销。这一行重新等待核对，不会再对应到这名儿童。")
            return redirect("sweeps:record", link.record_id)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return render(request, "sweeps/undo.html", {"form": form, "link": link})


def _record(request: Request, pk: int) -> Record:
    """A row opens to whoever opens the files of its place; wider scopes have the lists."""
    seen = Record.objects.visible_to(request.reader, P.OPEN_FILE).select_related("source", "child")
    found: Record = get_object_or_404(seen, pk=pk)
    return found
