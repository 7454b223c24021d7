"""Boxes: what is in one and where it is, and labels to stick on them."""

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.goods import actions
from nuantong.goods.models import Box
from nuantong.goods.queries import papers

MOST_LABELS = 200


@require(P.SEE_STOCK)
def box(request: Request, key: Any) -> HttpResponse:
    """Where the code on a box leads."""
    reader = request.reader
    rows = Box.objects.visible_to(reader).select_related("store")
    found = get_object_or_404(rows.prefetch_related("lines__thing__item"), key=key)
    if request.method == "POST":
        try:
            actions.open_box(box=found, by=reader)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "已拆箱，里面的物资散放在库里。")
        return redirect("goods:box", key)
    place, way = papers.where(found)
    page = {
        "box": found, "lines": found.lines.all(), "place": place, "way": way,
        "past": found.transfers.select_related("source", "target"), "code": _code(request, found),
        "mine": not found.opened_on and not way
        and reader.covers(P.KEEP_STOCK, found.store.region_id),
    }  # fmt: skip
    return render(request, "goods/box.html", page)


@require(P.SEE_STOCK)
def labels(request: Request) -> HttpResponse:
    """A sheet to print: a label for each box asked for (?from=1&to=20), else for all that stand."""
    rows = Box.objects.visible_to(request.reader).filter(opened_on=None).order_by("number")
    first, last = (_number(request.GET.get(name, "")) for name in ("from", "to"))
    rows = rows.filter(number__gte=first) if first else rows
    rows = rows.filter(number__lte=last) if last else rows
    found = rows.select_related("store").prefetch_related("lines__thing__item")[:MOST_LABELS]
    page = {"labels": [(one, _code(request, one)) for one in found], "first": first, "last": last}
    return render(request, "goods/labels.html", page)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _code(request: Request, found: Box) -> SafeString:
    """The address of the box as a code to scan; a tenth of it may be torn off (level Q)."""
    url = request.build_absolute_uri(reverse("goods:box", args=[found.key]))
    drawn = segno.make_qr(url, error="q").svg_inline(
        border=4, omitsize=True, title=f"{found}的二维码"
    )
    return SafeString(drawn)
