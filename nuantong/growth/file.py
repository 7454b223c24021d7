"""What the growth file adds to a child's page: her newest photos, her keepsake, the closing sheet.

A part the reader may not see is absent: load() gives None.
"""

from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.consents.models import Consent
from nuantong.growth.models import Photo
from nuantong.pairing.file import pairings_of
from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on
from nuantong.people.visibility import permissions_on

NEWEST: Final = 3
GROWN_UP: Final = 18


def album_along() -> Subquery:
    """A column of the child whose page is opened: the consent that stands, the newest photos."""
    photos = Photo.objects.shown().filter(consent=OuterRef("pk")).values_list("key", flat=True)
    rows = Consent.objects.in_force().filter(
        child=OuterRef("pk"), purpose=Consent.Purpose.PHOTOS
    )  # fmt: skip
    return Subquery(
        rows.values(json=JSONObject(given_by="given_by", keys=ArraySubquery(photos[:NEWEST])))[:1]
    )


def album(child: Child, reader: Reader) -> dict[str, Any] | None:
    may = permissions_on(child, reader)
    if Permission.SEE_PHOTOS not in may:
        return None
    known = getattr(child, "album_along", None)
    return {
        "photos": known["keys"] if known else [], "agreed": bool(known),
        "may_keep": Permission.KEEP_PHOTOS in may, "year": reader.on.year,
    }  # fmt: skip


def closing(child: Child, reader: Reader) -> dict[str, Any] | None:
    """The closing sheet, when there is something to close and the reader may."""
    may = Permission.EDIT_CHILDREN in permissions_on(child, reader)
    return {} if may and why_closed(child, reader) else None


def why_closed(child: Child, reader: Reader) -> str:
    """Why the file can be closed: off the register, of age, or the pairing is over. "" while not."""
    if child.status == Child.Status.LEFT:
        return f"已退出台账：{child.left_reason or '原因未记'}"
    age = age_on(child.birth_date, reader.on)
    if age is not None and age >= GROWN_UP:
        return f"已满{GROWN_UP}周岁"
    pairings = pairings_of(child, reader)
    ended = [one for one in pairings if one.end is not None and one.end <= reader.on]
    return "结对已结束" if ended and len(ended) == len(pairings) else ""
