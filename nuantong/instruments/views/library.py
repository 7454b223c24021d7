"""The library: what each instrument measures and how it is worked out; adding a definition."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.core.xlsx import CONTENT_TYPE
from nuantong.instruments.actions.library import ONCE, add_version
from nuantong.instruments.asking import rules_of
from nuantong.instruments.definition import Contradiction, Definition
from nuantong.instruments.exchange.fhir import questionnaire
from nuantong.instruments.exchange.files import read_file
from nuantong.instruments.exchange.xlsform import write_form
from nuantong.instruments.forms import UploadForm
from nuantong.instruments.library import shown
from nuantong.instruments.models import Instrument, InstrumentVersion
from nuantong.instruments.reading import data_of


@require(P.SEE_SCREENING, P.GIVE_SCALES)
def instruments(request: Request) -> HttpResponse:
    rows = Instrument.objects.prefetch_related("versions")
    lines = [(row, len(versions), rules_of(versions[0]))
             for row in rows if (versions := list(row.versions.all()))]  # fmt: skip
    page = {"lines": lines, "may_add": request.reader.can(P.EDIT_INSTRUMENTS)}
    return render(request, "instruments/library.html", page)


@require(P.SEE_SCREENING, P.GIVE_SCALES)
def instrument(request: Request, code: str) -> HttpResponse:
    """The newest version, or the one asked for by ?version=."""
    found = get_object_or_404(Instrument, code=code)
    versions = list(found.versions.all())
    wanted = request.GET.get("version")
    version = next((one for one in versions if wanted in (None, one.version)), None)
    if version is None:
        raise Http404
    page = {
        "instrument": found, "versions": versions, "version": version,
        **shown(rules_of(version)),
    }  # fmt: skip
    return render(request, "instruments/instrument.html", page)


@require(P.SEE_SCREENING, P.GIVE_SCALES)
def download(request: Request, pk: int, form: str) -> HttpResponse:
    """The definition as ours (json), as FHIR, or as XLSForm."""
    version = get_object_or_404(InstrumentVersion.objects.select_related("instrument"), pk=pk)
    rules = rules_of(version)
    name = f"{rules.code}-{rules.version}"
    if form == "xlsform":
        return file_of(write_form(rules), f"{name}.xlsx", CONTENT_TYPE)
    written = {"json": data_of, "fhir": questionnaire}.get(form)
    if written is None:
        raise Http404
    return file_of(json.dumps(written(rules), ensure_ascii=False, indent=1), f"{name}-{form}.json")


def file_of(content: str | bytes, name: str, kind: str = "application/json") -> HttpResponse:
    """A small file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


@require(P.EDIT_INSTRUMENTS)
def upload(request: Request) -> HttpResponse:
    """A file is read and shown as it was understood; added when that is confirmed."""
    if "definition" in request.POST:
        return _add(request)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        return _preview(request, form.found)
    return render(
        request, "instruments/upload.html", {"form": form}, status=422 if form.errors else 200
    )


def _preview(request: Request, found: Definition) -> HttpResponse:
    known = InstrumentVersion.objects.filter(instrument__code=found.code)
    page: dict[str, Any] = {
        "known": [one.version for one in known], "definition": json.dumps(data_of(found)),
        "refusal": ONCE if known.filter(version=found.version).exists() else "", **shown(found),
    }  # fmt: skip
    return render(
        request, "instruments/understood.html", page, status=422 if page["refusal"] else 200
    )


def _add(request: Request) -> HttpResponse:
    try:
        found = read_file(request.POST["definition"].encode())
        version = add_version(definition=found, by=request.reader)
    except (Refusal, Contradiction) as error:
        messages.error(request, str(error))
        return redirect("instruments:upload")
    messages.success(request, f"已加入{version}，现在可以用了。")
    address = reverse("instruments:instrument", args=[found.code])
    return redirect(f"{address}?version={found.version}")
