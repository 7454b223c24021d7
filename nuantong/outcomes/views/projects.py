"""The outcome of a project: the page, its paper, its rows for research, a case's curve."""

import io
import secrets
import zipfile
from random import Random

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.counselling.effect import export as rows_out
from nuantong.counselling.effect.page import Maker
from nuantong.counselling.effect.report import Paper, official
from nuantong.counselling.effect.study import child_curves
from nuantong.documents.official import MEDIA, document
from nuantong.outcomes.queries import panels as of_panels
from nuantong.outcomes.queries import projects as queries


@require(P.SEE_OUTCOMES)
def projects(request: Request) -> HttpResponse:
    page = {"projects": queries.projects(request.reader)}
    return render(request, "outcomes/projects.html", page)


def loaded(request: Request) -> queries.Loaded:
    """The project asked for, or the newest the reader may see."""
    key = request.GET.get("project", "")
    known = [] if key else queries.projects(request.reader)
    found = queries.load(known[0].key if known else key, request.reader)
    if found is None:
        raise Http404
    return found


@require(P.SEE_OUTCOMES)
def project(request: Request) -> HttpResponse:
    """Every figure; `?open=` lists the cases behind one."""
    found = loaded(request)
    reader = request.reader
    here = f"{reverse('outcomes:project')}?project={found.project.key}"
    maker = Maker(found.study, found.mine, lambda figure: f"{here}&open={figure}")
    page = {
        "project": found.project, "page": maker.page(),
        "opened": queries.opened(found, request.GET.get("open", ""), maker.opens),
        "may_run_panels": reader.places(P.RUN_PANELS) is None, "may_export": reader.can(P.EXPORT_RESEARCH),
    }  # fmt: skip
    return render(request, "outcomes/project.html", page)


@require(P.SEE_OUTCOMES)
def report(request: Request) -> HttpResponse:
    """The Word paper; small numbers are hidden in it whoever asks for it."""
    found = loaded(request)
    study, about = found.study, found.project
    paper = Paper(
        about.title, about.office, request.reader.on, study.flow, study.outcomes, about.about,
        study.waiting, study.groups, of_panels.signed_sentences(about.key),
        [(one.measure.title, svg) for one in study.outcomes if (svg := study.curve(one))],
    )  # fmt: skip
    record(action="导出成效评估报告", by=request.reader, reason=about.title)
    return _download(document(official(paper)), MEDIA, f"{about.title}成效评估报告.docx")


@require_POST
@require(P.EXPORT_RESEARCH)
def export(request: Request) -> HttpResponse:
    """Rows without the children in them, and the dictionary, in one archive."""
    found = loaded(request)
    rows = found.study.rows()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        table = rows_out.table(rows, Random(secrets.randbits(64)))
        archive.writestr("data.csv", f"\ufeff{table}")
        archive.writestr("dictionary.csv", f"\ufeff{rows_out.dictionary()}")
    record(
        action="导出去标识研究数据", by=request.reader, reason=found.project.title,
        changes={"rows": len(rows)},
    )  # fmt: skip
    return _download(file.getvalue(), "application/zip", f"{found.project.title}去标识数据.zip")


def _download(body: bytes, media: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=media)
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["Cache-Control"] = "private, no-store"
    return response


@require(P.READ_ANSWERS)
def case(request: Request, case: str) -> HttpResponse:
    """The curves of one case, for whoever may read its answers; the look is on the log."""
    found = queries.load_case(case)
    line = queries.case_to_read(found, case, request.reader) if found else None
    if found is None or line is None:
        raise Http404
    record(action="查看测评曲线", by=request.reader, child_number=line.number)
    page = {
        "project": found.project,
        "line": line,
        "curves": child_curves(line.record, found.study),
    }
    return render(request, "outcomes/case.html", page)
