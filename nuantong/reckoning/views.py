"""Accounts of campaigns: the page, the trail of a yuan, the paper, the sheet, what may be published."""

from typing import Any
from uuid import UUID

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.audit.actions import record
from nuantong.campaigns.models import Campaign
from nuantong.core.listing import Listing, Sort
from nuantong.core.text import clean
from nuantong.core.xlsx import workbook_response
from nuantong.documents.official import MEDIA, document
from nuantong.reckoning import paper
from nuantong.reckoning.queries import accounts as queries
from nuantong.reckoning.queries import slips
from nuantong.reckoning.queries.trail import trail as trail_of

SORTS = {"on": Sort("开始", "start", "pk"), "title": Sort("微爱行动", "title")}


class CampaignFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="名称", method="called")

    class Meta:
        model = Campaign
        fields: list[str] = []

    def called(self, rows: QuerySet[Campaign], name: str, value: str) -> QuerySet[Campaign]:
        return rows.filter(title__contains=clean(value))


def found(request: Request, key: UUID) -> Campaign:
    rows = Campaign.objects.visible_to(request.reader).select_related("region")
    return get_object_or_404(rows, key=key)


@require(P.SEE_CAMPAIGNS)
def accounts(request: Request) -> HttpResponse:
    rows = Campaign.objects.visible_to(request.reader)
    listing = Listing(request, rows, filterset=CampaignFilter, sorts=SORTS, default_sort="-on")
    page = {"listing": listing, "lines": queries.lines(list(listing.rows))}
    return render(request, "reckoning/accounts.html", page)


@require(P.SEE_CAMPAIGNS)
def account(request: Request, key: UUID) -> HttpResponse:
    """Every figure, and each opens: by fund, gift, purchase, item and batch."""
    campaign = found(request, key)
    page = {
        "account": queries.account(campaign), "campaign": campaign, "paths": paths(request),
        "exact": request.reader.can(P.SEE_HAND_OUTS),
    }  # fmt: skip
    return render(request, "reckoning/account.html", page)


def paths(request: Request) -> dict[str, bool]:
    """Which of the rooms behind a figure the reader may enter."""
    reader = request.reader
    return {"goods": reader.can(P.SEE_STOCK), "handouts": reader.can(P.SEE_HAND_OUTS)}


@require(P.SEE_CAMPAIGNS)
def trail(request: Request, key: UUID, start: UUID) -> HttpResponse:
    """One yuan, from the gift to the children; names only for who may see them."""
    campaign = found(request, key)
    way = trail_of(campaign, start, request.reader)
    if way is None:
        raise Http404
    for stop in way.stops:
        if stop.end.slip is not None and way.start == "receipt":
            record(action="查看一元钱的去向", by=request.reader, reason=campaign.title,
                   child_number=stop.end.slip.child.number)  # fmt: skip
    page = {
        "trail": way, "campaign": campaign, "paths": paths(request),
        "exact": request.reader.can(P.SEE_HAND_OUTS),
    }  # fmt: skip
    return render(request, "reckoning/trail.html", page)


def paper_of(request: Request, key: UUID) -> paper.Paper:
    campaign = found(request, key)
    parts = slips.by_district(campaign.pk, request.reader.tree)
    office = f"{request.reader.tree.full_name(campaign.region_id)}妇女联合会"
    return paper.Paper(
        queries.account(campaign), office, request.reader.on, slips.to_publish(parts)
    )


@require(P.SEE_CAMPAIGNS)
def report(request: Request, key: UUID) -> HttpResponse:
    """The Word paper; small numbers are hidden in it whoever asks for it."""
    made = paper_of(request, key)
    record(action="导出收支报告", by=request.reader, reason=made.account.campaign.title)
    response = HttpResponse(document(paper.official(made)), content_type=MEDIA)
    name = f"{made.account.campaign.title}收支报告.docx"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["Cache-Control"] = "private, no-store"
    return response


@require(P.SEE_CAMPAIGNS)
def sheet(request: Request, key: UUID) -> Any:
    """The same figures as a sheet."""
    made = paper_of(request, key)
    title = made.account.campaign.title
    record(action="导出收支表", by=request.reader, reason=title)
    return workbook_response(
        f"{title}收支表", f"{title}收支表", ["类别", "项目", "数量", "单位"], paper.rows(made),
        note=f"截至{made.day:%Y-%m-%d}　{made.office}",
    )  # fmt: skip


@require(P.SEE_CAMPAIGNS)
def published(request: Request, key: UUID) -> HttpResponse:
    """What may be told in public: sums, and districts without small numbers."""
    made = paper_of(request, key)
    page = {"paper": made, "account": made.account, "campaign": made.account.campaign,
            "sentences": paper.sentences(made)}  # fmt: skip
    return render(request, "reckoning/published.html", page)
