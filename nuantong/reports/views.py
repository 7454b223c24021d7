"""Figures: on a page, on paper, in a sheet."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from nuantong.access.http import Request
from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.core.xlsx import Column, workbook_response
from nuantong.reports import queries
from nuantong.reports.changes import month_of
from nuantong.reports.dashboard import Dashboard, build
from nuantong.reports.monthly import COLUMNS as COLUMNS_OF_MONTH
from nuantong.reports.monthly_page import Report, typed_day, typed_month
from nuantong.reports.scopes import Scope, chosen, scopes

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
    """Of a past day when one is asked for; a place that was not there yet is shown as of today."""
    asked, day = request.GET.get("region", ""), typed_day(request.GET.get("as_of", ""))
    readers = [request.reader]
    if day and day < request.reader.on:
        readers.insert(0, request.reader.as_of(day))
    for reader in readers:
        scope = chosen(reader, asked)
        if scope is not None:
            return build(reader, scope)
    raise Http404


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
            "period": queries.period(page.reader.on),
            "as_of": page.as_of,
            "choices": scopes(page.reader),
            "crumbs": _crumbs(page.reader, page.scope),
        },
    )


def _crumbs(reader: Reader, scope: Scope) -> list[tuple[str, str]]:
    """The regions above the scope that the reader may see figures of."""
    tree, region = reader.tree, scope.region
    above = tree.ancestors(region.id)[:-1] if region else ()
    covered = (p for p in above if reader.covers(Permission.SEE_FIGURES, p))
    return [(tree.name(place), tree.places[place].code) for place in covered]


@require(Permission.SEE_FIGURES)
def dashboard_sheet(request: Request) -> HttpResponseBase:
    """The table as a sheet; figures only, no names."""
    page = _dashboard(request)
    record(action="导出数据总览", by=request.reader, reason=page.scope.title)
    rows = [*page.rows(), {"name": "合计", **page.total}]
    on, period = page.reader.on, queries.period(page.reader.on)
    return workbook_response(
        f"{page.scope.title}困境儿童关爱数据总览_{on:%Y%m%d}",
        f"{page.scope.title}困境儿童关爱数据总览",
        [Column(label, width) for label, _, width in COLUMNS],
        ([_cell(row[key]) for _, key, _ in COLUMNS] for row in rows),
        note=f"截至 {on:%Y年%m月%d日}；职责履行统计期：{period.title}",
    )


def _cell(value: object) -> object:
    return round(value, 1) if isinstance(value, float) else value


def _report(request: Request) -> Report:
    asked = request.GET.get("region", "")
    scope = chosen(request.reader, asked)
    if scope is None:
        raise Http404
    today = request.reader.on
    first = typed_month(request.GET.get("month", ""), today)
    month = month_of(first, today, typed_day(request.GET.get("known", "")))
    return Report(request.reader, scope, month, asked)


@require(Permission.SEE_FIGURES)
def monthly_report(request: Request) -> HttpResponse:
    report = _report(request)
    cells = [(column, report.total.get(column.key, 0)) for column in report.columns]
    page = {
        "report": report, "rows": report.rows(), "total": cells,
        "choices": scopes(request.reader), "crumbs": _crumbs(request.reader, report.scope),
        "moved": report.total.get("in_within", 0),
    }  # fmt: skip
    return render(request, "reports/monthly.html", page)


@require(Permission.SEE_FIGURES)
def monthly_sheet(request: Request) -> HttpResponseBase:
    """The report as an office sends it on: figures only, no names."""
    report = _report(request)
    title, month = report.scope.title, report.month
    record(action="导出动态更新月报", by=request.reader, reason=f"{title} {month.name}")
    rows = [[row["name"], *row["counts"]] for row in report.rows()]
    whole = ["合计", *(report.total.get(column.key, 0) for column in COLUMNS_OF_MONTH)]
    signs = ["填表人：", "", "审核人：", "", "单位负责人："]
    return workbook_response(
        f"{title}困境儿童动态更新月报_{month.first:%Y%m}",
        f"{title}困境儿童动态更新月报表（{month.name}）",
        [Column("地区", 22), *(Column(column.title, 11) for column in COLUMNS_OF_MONTH)],
        [*rows, whole, signs],
        note=f"填报单位：{title}妇联　　掌握情况截至：{month.known:%Y年%m月%d日}　　单位：人",
    )
