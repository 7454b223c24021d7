"""成长照片: what was agreed to, the photos, adding and taking out."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from nuantong.access.http import Request
from nuantong.access.roles import Permission as P
from nuantong.access.views import require
from nuantong.consents.actions import give, take_back
from nuantong.consents.models import Consent
from nuantong.core.errors import Refusal
from nuantong.growth import actions
from nuantong.growth.forms import ConsentForm, PhotosForm, WithdrawForm
from nuantong.growth.models import Photo
from nuantong.people.actions import openable
from nuantong.people.actions.common import log_look
from nuantong.people.models import Child
from nuantong.people.views.common import act_page, asks_reason, child_for
from nuantong.people.visibility import permissions_on

LOOK = "查看成长照片"
Purpose = Consent.Purpose


@require(P.SEE_PHOTOS)
@asks_reason
def album(request: Request, number: str) -> HttpResponse:
    """All photos that may be shown, and the form for more where there is a consent."""
    child = child_for(request, number, P.SEE_PHOTOS)
    consents = list(Consent.objects.filter(child=child, purpose=Purpose.PHOTOS))
    may_keep = P.KEEP_PHOTOS in permissions_on(child, request.reader)
    form = PhotosForm(
        request.POST or None, request.FILES or None, initial={"taken_on": request.reader.on}
    )
    if request.method == "POST" and form.is_valid() and _added(request, child, form):
        return redirect("growth:album", number)
    photos = Photo.objects.shown().filter(child=child).without_pictures()
    page = {
        "child": child, "form": form, "photos": photos, "may_keep": may_keep,
        "consent": next((one for one in consents if one.stands), None),
        "former": [one for one in consents if not one.stands], "most": actions.A_YEAR,
        "year": request.reader.on.year,
    }  # fmt: skip
    return render(request, "growth/album.html", page, status=422 if form.errors else 200)


def _added(request: Request, child: Child, form: PhotosForm) -> bool:
    filled = form.cleaned_data
    about = {"taken_on": filled["taken_on"], "caption": filled["caption"], "by": request.reader}
    try:
        actions.add_photos(child=child, key=filled["key"], pictures=filled["photos"], **about)
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"已添加{len(filled['photos'])}张照片。")
    return True


@require(P.SEE_PHOTOS)
@asks_reason
def photo(request: Request, number: str, key: UUID) -> HttpResponse:
    """One picture, on the log; nothing keeps it."""
    child = openable(number=number, by=request.reader)
    rows = Photo.objects.shown().visible_to(request.reader, to=P.SEE_PHOTOS)
    found = get_object_or_404(rows, child=child, key=key)
    log_look(LOOK, child, request.reader)
    picture = found.picture
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
    return HttpResponse(picture.data, content_type=picture.kind, headers=headers)


@require_POST
@require(P.KEEP_PHOTOS)
@asks_reason
def remove(request: Request, number: str, key: UUID) -> HttpResponse:
    child = child_for(request, number, P.KEEP_PHOTOS)
    found = get_object_or_404(Photo.objects.without_pictures(), child=child, key=key)
    actions.remove_photo(photo=found, by=request.reader)
    messages.success(request, "照片已删除。")
    return redirect("growth:album", number)


@require(P.KEEP_PHOTOS)
@asks_reason
def consent(request: Request, number: str) -> HttpResponse:
    """Write down who agreed that photos are taken and kept."""
    child = child_for(request, number, P.KEEP_PHOTOS)
    form = ConsentForm(request.POST or None, initial={"given_on": request.reader.on})

    def act(filled: dict[str, Any]) -> str:
        give(child=child, purpose=Purpose.PHOTOS, by=request.reader, **filled)
        return "已登记同意，可以添加照片了。"

    lead = "先向监护人（孩子满14周岁的，向孩子本人）说明：照片只存进成长记录档案，印成纪念册送给孩子，随时可以撤回。"
    return act_page(request, child, form, act, title="登记同意拍照", button="登记", lead=lead,
                    back=reverse("growth:album", args=[number]))  # fmt: skip


@require(P.KEEP_PHOTOS)
@asks_reason
def withdraw(request: Request, number: str) -> HttpResponse:
    """Take the consent back: its photos are gone at once."""
    child = child_for(request, number, P.KEEP_PHOTOS)
    rows = Consent.objects.filter(child=child, purpose=Purpose.PHOTOS)
    found = get_object_or_404(rows.order_by("withdrawn_on", "-pk")[:1])
    form = WithdrawForm(request.POST or None)

    def act(filled: dict[str, Any]) -> str:
        take_back(consent=found, by=request.reader, **filled)
        return "已撤回同意，照片都删除了。"

    lead = "撤回后，这个孩子的照片马上看不到，并且删除，不能恢复。"
    return act_page(request, child, form, act, title="撤回同意", button="撤回并删除照片", lead=lead,
                    back=reverse("growth:album", args=[number]))  # fmt: skip
