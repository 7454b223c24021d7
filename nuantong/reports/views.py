"""Figures: on a page, on paper, in a sheet."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.xlsx import Column, workbook_response
from nuantong.reports import queries
from nuantong.reports.dashboard import Dashboard, build
from nuantong.reports.scopes import chosen, scopes

LEGEND = [
    {"level": 5, "text": "97% 及以上"},
    {"level": 4, "text": "90%–97%"},
    {"level": 3, "text": "75%–90%"},
    {"level": 2, "text": "50%–75%"},
    {"level": 1, "text": "50% 以下"},
    {"level": 0, "text": "本期无应履行"},
]
COLUMNS = [
    ("地区", "name", 22), ("在册儿童", "children", 10), ("散居", "scattered", 9),
    ("机构", "institution", 9), ("女童", "girls", 9), ("已结对", "paired", 9),
    ("未结对", "unpaired", 9), ("结对率%", "paired_share", 10), ("应履行职责", "owed", 12),
    ("已履行", "met", 9), ("履行率%", "met_share", 10), ("逾期儿童", "overdue", 10),
]  # fmt: skip


def _dashboard(request: Request) -> Dashboard:
    scope = chosen(request.reader, request.GET.get("region", ""))
    if scope is None:
        raise Http404
    return build(request.reader, scope)


@require(Permission.SEE_FIGURES)
def dashboard(request: Request) -> HttpResponse:
    page = _dashboard(request)
    return render(
        request,
        "reports/dashboard.html",
        {
            "page": page,
            "rows": page.rows(),
            "total": page.total,
            "groups": page.groups(),
            "links": page.links(),
            "hints": page.hints(),
            "overdue_tone": "late" if page.number("overdue") else "good",
            "tiles": page.tiles(),
            "legend": LEGEND,
            "zones": page.survey.zones,
            "period": queries.period(request.reader.on),
            "choices": scopes(request.reader),
            "crumbs": _crumbs(request, page),
        },
    )


def _crumbs(request: Request, page: Dashboard) -> list[tuple[str, str]]:
    """The regions above the scope that the reader may see figures of."""
    tree, region = request.reader.tree, page.scope.region
    above = tree.ancestors(region.id)[:-1] if region else ()
    covered = (p for p in above if request.reader.covers(Permission.SEE_FIGURES, p))
    return [(tree.name(place), tree.places[place].code) for place in covered]


@require(Permission.SEE_FIGURES)
def dashboard_sheet(request: Request) -> HttpResponseBase:
    """The table as a sheet; figures only, no names."""
    page = _dashboard(request)
    record(action="导出数据总览", by=request.reader, reason=page.scope.title)
    rows = [*page.rows(), {"name": "合计", **page.total}]
    on, period = request.reader.on, queries.period(request.reader.on)
    return workbook_response(
        f"{page.scope.title}困境儿童关爱数据总览_{on:%Y%m%d}",
        f"{page.scope.title}困境儿童关爱数据总览",
        [Column(label, width) for label, _, width in COLUMNS],
        ([_cell(row[key]) for _, key, _ in COLUMNS] for row in rows),
        note=f"截至 {on:%Y年%m月%d日}；职责履行统计期：{period.title}",
    )


def _cell(value: object) -> object:
    return round(value, 1) if isinstance(value, float) else value
