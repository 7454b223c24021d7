"""Where villages lie: which have coordinates, typing them, and loading a table of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.core.errors import Refusal
from nuantong.pairing.actions import pins as actions
from nuantong.pairing.forms import PinLoadForm
from nuantong.pairing.queries import pins as queries
from nuantong.regions.models import Pin, PinLoad, Region
from nuantong.regions.tree import DISTRICT, TOWNSHIP


@require(Permission.PIN_PLACES)
def pins(request: Request) -> HttpResponse:
    """Place by place down to the villages; posting a file reads it."""
    form = PinLoadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            load = actions.read_pins(by=request.reader, **form.read())
            return redirect("pairing:pin_load", load.key)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
    return render(request, "pairing/pins.html", _page(request, form))


def _page(request: Request, form: PinLoadForm) -> dict[str, Any]:
    reader = request.reader
    here = queries.top(reader, request.GET.get("in", "")[:12])
    page: dict[str, Any] = {
        "form": form, "here": here, "missing": "missing" in request.GET,
        "loads": PinLoad.objects.filter(actor_id=request.reader.actor_id).defer("rows")[:5],
    }  # fmt: skip
    if here is None:
        return page
    page["above"] = [
        place for one in here.ancestors[:-1]
        if (place := reader.tree.get(one)) and place.level >= DISTRICT
        and reader.covers(Permission.PIN_PLACES, one)
    ]  # fmt: skip
    if page["missing"]:
        return {**page, "spots": queries.missing(reader, here), "most": queries.SHOWN}
    if here.level == TOWNSHIP:
        return {**page, "spots": queries.spots(reader, here)}
    return {**page, "shares": queries.shares(reader, here)}


@require_POST
@require(Permission.PIN_PLACES)
def pin(request: Request, code: str) -> HttpResponse:
    """State where a place lies, or with `remove` take its pin out of force."""
    region = get_object_or_404(Region, code=code)
    post, seen = request.POST, _seen(request)
    try:
        if "remove" in post:
            actions.remove_pin(
                pin=get_object_or_404(Pin, pk=seen or 0, region=region), by=request.reader
            )
            messages.success(request, f"{request.reader.tree.name(region.pk)}的坐标已停用。")
        else:
            actions.set_pin(
                region=region, longitude=post.get("longitude", ""), by=request.reader, seen=seen,
                latitude=post.get("latitude", ""), source=post.get("source", ""),
            )  # fmt: skip
            messages.success(request, f"{request.reader.tree.name(region.pk)}的坐标已保存。")
    except Refusal as refusal:
        name = request.reader.tree.name(region.pk)
        messages.error(request, f"{name}：{refusal}")
    return redirect(_back(request, region))


def _seen(request: Request) -> int | None:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else None


def _back(request: Request, region: Region) -> str:
    township = request.reader.tree.township_of(region.pk)
    code = township.code if township else region.code
    return f"{reverse('pairing:pins')}?in={code}"


@require(Permission.PIN_PLACES)
def pin_load(request: Request, key: UUID) -> HttpResponse:
    """What a table says row by row, before it is written and after."""
    load = get_object_or_404(PinLoad, key=key, actor_id=request.reader.actor_id)
    if request.method == "POST":
        if "undo" in request.POST:
            count = actions.undo_pins(load=load, by=request.reader)
            messages.success(request, f"已撤销，{count} 个地方恢复原来的坐标。")
        else:
            count = actions.apply_pins(load=load, by=request.reader)
            messages.success(request, f"已写入 {count} 个地方的坐标。")
        return redirect("pairing:pin_load", key)
    bad = [row for row in load.rows if row["problem"]]
    good = [row for row in load.rows if not row["problem"]]
    page = {"load": load, "bad": bad[:500], "good": good[:200], "counts": (len(good), len(bad))}
    return render(request, "pairing/pin_load.html", page)
