"""The protocol pages: what is owed, and, for whoever writes it, drafts and publication."""

import datetime as dt
import json
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.duties.actions import protocols as actions
from nuantong.duties.actions.foreseeing import ask
from nuantong.duties.forms.protocols import (
    DefinitionForm,
    ProtocolForm,
    PublishForm,
    VersionForm,
    next_monday,
    with_one_more,
    written,
)
from nuantong.duties.models import Protocol, ProtocolDraft, ProtocolVersion
from nuantong.duties.protocols import InvalidDefinition, ProtocolDefinition, parse_definition
from nuantong.duties.protocols.shipped import SHIPPED, shipped_json
from nuantong.duties.protocols.wording import differences, duty_in_words
from nuantong.duties.queries.protocols import first_windows, offices, protocol_sheets

writes = require(Permission.EDIT_PROTOCOLS)
TITLES: Final = {code: shipped_json(code)["title"] for code in SHIPPED}


@require(Permission.SEE_OVERDUE)
def protocols(request: Request) -> HttpResponse:
    """What is owed where the reader works."""
    desks = actions.desks(request.reader)
    page = {
        "sheets": protocol_sheets(request.reader, desks), "examples": TITLES.items(),
        "upload": DefinitionForm(),
    }  # fmt: skip
    return render(request, "duties/protocols.html", page)


@require_POST
@writes
def begin(request: Request, code: str) -> HttpResponse:
    """A draft for one of the reader's offices: of what holds there, an example or a file."""
    protocol = get_object_or_404(Protocol, code=code)
    try:
        region = _desk(request)
        content = _content(request, protocol, region)
        draft = actions.begin_draft(
            protocol=protocol, region=region, content=content, by=request.reader
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("duties:protocols")
    return redirect("duties:draft", draft.pk)


def _desk(request: Request) -> int | None:
    """The office named by the form; Refusal when it is not hers."""
    text = request.POST.get("region", "")
    region = int(text) if text.isdecimal() else None
    if region not in actions.desks(request.reader):
        raise Refusal("只能制定本区县的方案。")
    return region


def _content(request: Request, protocol: Protocol, region: int | None) -> dict[str, Any]:
    chosen = request.POST.get("base", "")
    if chosen == "file":
        return _sent_file(request)
    if chosen in SHIPPED:
        return shipped_json(chosen)
    version = protocol.version_on(request.reader.on, region)
    if version is None:
        raise Refusal("这个方案还没有版本，请选一个示例。")
    content: dict[str, Any] = version.definition
    return content


def _sent_file(request: Request) -> dict[str, Any]:
    form = DefinitionForm(request.POST, request.FILES)
    if not form.is_valid():
        raise Refusal("；".join(map(str, form.errors["file"])))
    content: dict[str, Any] = form.cleaned_data["file"]
    return content


@writes
def draft(request: Request, pk: int) -> HttpResponse:
    """The form. What is not fit for publication yet is said at its field, and saved all the same."""
    found = _draft(request, pk)
    if request.method != "POST":
        return _page(request, found, _written(found))
    wanted = request.POST.get("do", "save")
    if wanted != "save":
        return _page(request, found, ProtocolForm(with_one_more(request.POST, wanted)))
    form, version = ProtocolForm(request.POST), VersionForm(request.POST)
    if not (form.is_fit() and version.is_valid()):
        return _page(request, found, form, status=422)
    content = {**found.definition, **form.content()}
    try:
        actions.save_draft(draft=found, content=content, by=request.reader, **version.cleaned_data)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, form, status=422)
    messages.success(request, "草稿已保存，还没有施行。")
    return redirect("duties:draft", pk)


def _draft(request: Request, pk: int) -> ProtocolDraft:
    drafts = ProtocolDraft.objects.select_related("protocol", "edited_by")
    found = get_object_or_404(drafts, pk=pk)
    if found.region_id not in actions.desks(request.reader):
        raise Http404
    return found


def _written(found: ProtocolDraft) -> ProtocolForm:
    """The draft as it is kept, with what keeps it from being published from next Monday on."""
    form = ProtocolForm(written(found.parsed))
    try:
        actions.check(found.parsed, next_monday(clock.today()), found.region_id)
    except actions.Faulty as faulty:
        form.tell(faulty.faults)
    return form


def _page(
    request: Request, found: ProtocolDraft, form: ProtocolForm,
    publishing: PublishForm | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    first = next_monday(clock.today())
    initial = {"version": found.version, "valid_from": first}
    definition = found.parsed
    before = found.protocol.version_on(first, found.region_id)
    page = {
        "draft": found, "form": form, "office": request.reader.tree.name(found.region_id) or "全市",
        "publishing": publishing or PublishForm(initial=initial), "before": before,
        "differs": differences(before.parsed, definition) if before else [],
        "first": first_windows(definition, first, actions.calendar_of(found.region_id)),
        "said": _said(form, definition), "first_day": first, "quarter": _quarter(found), "today": clock.today(),
    }  # fmt: skip
    return render(request, "duties/draft.html", page, status=status)


def _quarter(found: ProtocolDraft) -> str:
    """The quarter that was looked at, in words."""
    if not found.seen:
        return ""
    start = dt.date.fromisoformat(found.seen["quarter"][0])
    return f"{start.year}年第{(start.month + 2) // 3}季度"


def _said(form: ProtocolForm, kept: ProtocolDefinition) -> list[tuple[Any, str]]:
    """Each duty of the form with its sentence, as it is written there now."""
    return [(duty, _sentence(duty)) for duty in form.duties]


def _sentence(duty: Any) -> str:
    """What the duty asks for; empty while the form cannot be read."""
    if not duty.is_fit():
        return ""
    content = {"code": "x", "title": "x", "duties": [duty.content("x")]}
    try:
        return duty_in_words(parse_definition(content).duties[0])
    except InvalidDefinition:
        return ""


@require_POST
@writes
def words(request: Request, pk: int) -> HttpResponse:
    """The sentences beside the fields, while somebody types."""
    found = _draft(request, pk)
    said = _said(ProtocolForm(request.POST), found.parsed)
    return render(request, "duties/words.html", {"said": said})


@require_POST
@writes
def foresee(request: Request, pk: int) -> HttpResponse:
    """Begins to work out what the draft would have changed."""
    form = VersionForm(request.POST)
    if form.is_valid():
        _try(request, "", ask, draft=_draft(request, pk), **form.cleaned_data)
    return redirect(f"{reverse('duties:draft', args=[pk])}#publish")


@writes
def progress(request: Request, pk: int) -> HttpResponse:
    """The moving part; when the work is over the page is shown anew."""
    found = _draft(request, pk)
    page = {"work": found, "url": request.path, "title": "正在用真实记录试算"}
    response = render(request, "components/progress.html", page)
    if not found.is_active:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@writes
def publish(request: Request, pk: int) -> HttpResponse:
    found = _draft(request, pk)
    form, kept = PublishForm(request.POST), _written(found)
    try:
        if not form.is_valid():
            return _page(request, found, kept, form, status=422)
        version = actions.publish(draft=found, by=request.reader, **form.cleaned_data)
    except actions.Faulty as faulty:
        kept = ProtocolForm(written(found.parsed))
        kept.tell(faulty.faults)
        form.add_error(None, str(faulty))
        return _page(request, found, kept, form, status=422)
    except Refusal as refusal:
        form.add_error("valid_from", str(refusal))
        return _page(request, found, kept, form, status=422)
    messages.success(request, f"已发布，{_day(version.valid_from)}起施行。这一天以前可以撤回。")
    return redirect("duties:protocols")


@require_POST
@writes
def discard(request: Request, pk: int) -> HttpResponse:
    form = VersionForm(request.POST)
    if form.is_valid():
        _try(
            request,
            "已放弃这份草稿。",
            actions.discard_draft,
            draft=_draft(request, pk),
            **form.cleaned_data,
        )
    return redirect("duties:protocols")


@require_POST
@writes
def take_back(request: Request, pk: int) -> HttpResponse:
    version = get_object_or_404(ProtocolVersion, pk=pk)
    _try(request, "已撤回，内容放回草稿。", actions.take_back, version=version)
    return redirect("duties:protocols")


def _try(request: Request, done: str, action: Any, **values: Any) -> None:
    try:
        action(by=request.reader, **values)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if done:
            messages.success(request, done)


@writes
def draft_file(request: Request, pk: int) -> HttpResponse:
    found = _draft(request, pk)
    return _file(found.definition, found.protocol.code, "draft")


@require(Permission.SEE_OVERDUE)
def version_file(request: Request, pk: int) -> HttpResponse:
    """The definition, as `judge` reads it. It is about no child."""
    found = get_object_or_404(ProtocolVersion.objects.select_related("protocol"), pk=pk)
    if found.region_id not in offices(request.reader):
        raise Http404
    return _file(found.definition, found.protocol.code, found.valid_from.isoformat())


def _file(content: dict[str, Any], code: str, what: str) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = f"{code}-{what}.json"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _day(on: dt.date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
