"""日历订阅: the page on which a carer makes her address, and the address itself."""

from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import condition, require_safe

from nuantong.access.http import Request
from nuantong.access.reader import reader_of
from nuantong.access.roles import Permission
from nuantong.access.views import require
from nuantong.care import feeds, queries
from nuantong.care.calendar import calendar_of
from nuantong.care.models import CalendarFeed

KEPT_FOR = 3600
"""Seconds a phone need not ask again."""


@require(Permission.RECORD_CONTACT)
def feed(request: Request) -> HttpResponse:
    """Make an address, see it this once, stop it."""
    page: dict[str, object] = {}
    if request.method == "POST" and request.POST.get("do") == "stop":
        feeds.stop_feed(by=request.reader)
        messages.success(request, "已停用，原来的地址打不开了。")
        return redirect("care:feed")
    if request.method == "POST":
        page = _address(request, feeds.make_feed(by=request.reader))
    page["feed"] = CalendarFeed.objects.in_force().filter(user=request.user).first()
    response = render(request, "care/feed.html", page)
    response["Cache-Control"] = "private, no-store"
    return response


def _address(request: Request, token: str) -> dict[str, object]:
    import segno

    url = request.build_absolute_uri(reverse("care:calendar", args=[token]))
    drawn = segno.make(url, error="m").svg_inline(scale=5, border=2, title="日历地址的二维码")
    return {"url": url, "subscribe": "webcal" + url[url.index(":") :], "qr": drawn}


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar for whoever holds the address; no session, and the same 404 for every other."""
    found = CalendarFeed.objects.in_force().filter(token=feeds.digest_of(token))
    one = found.select_related("user").first()
    if one is None or not one.user.is_active:
        raise Http404
    if not feeds.count_request(one):
        return HttpResponse("请求太多，请一小时后再来。", status=429, headers={"Retry-After": "3600"},
                            content_type="text/plain; charset=utf-8")  # fmt: skip
    reader = reader_of(one.user)
    if not reader.can(Permission.RECORD_CONTACT):
        raise Http404
    home = request.build_absolute_uri("/")
    body = calendar_of(queries.owed_by_carer(reader), reader.on, one.pk, home)
    return _answer(request, body)


def _answer(request: HttpRequest, body: bytes) -> HttpResponse:
    """The body, or 304 for whoever has it already."""
    tag = f'"{sha256(body).hexdigest()[:32]}"'

    @condition(etag_func=lambda _: tag)
    def whole(_: HttpRequest) -> HttpResponse:
        return HttpResponse(body, content_type="text/calendar; charset=utf-8")

    response = whole(request)
    response["Cache-Control"] = f"private, max-age={KEPT_FOR}"
    response["Content-Disposition"] = 'inline; filename="nuantong.ics"'
    return response
