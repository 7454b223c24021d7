"""Photos in and out."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.consents.models import Consent
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.photos import Photo as Picture
from nuantong.growth.models import Photo, PhotoQuerySet
from nuantong.people.actions.common import child_for_change, log_look
from nuantong.people.models import Child

A_YEAR: Final = 24
"""Photos of a child taken in one year: an album, not a watch kept over a family."""
ADDED, REMOVED = "添加成长照片", "删除成长照片"


@transaction.atomic
def add_photos(*, child: Child, key: UUID, pictures: Sequence[Picture], **about: Any) -> None:
    """All pictures of one form, or none."""
    for number, picture in enumerate(pictures):
        add_photo(child=child, key=uuid5(key, str(number)), picture=picture, **about)


@transaction.atomic
def add_photo(
    *, child: Child, key: UUID, picture: Picture, taken_on: dt.date, by: Reader, caption: str = ""
) -> Photo:
    """Keep a picture that read_photo() has taken the metadata off; once for a key."""
    found = child_for_change(child, by, Permission.KEEP_PHOTOS)
    known = Photo.objects.filter(key=key, child=found).first()
    if known is not None:
        return known
    consent = _standing(found)
    _check_day(found, taken_on, by.on)
    taken = Photo.objects.shown().filter(child=found, taken_on__year=taken_on.year).count()
    if taken >= A_YEAR:
        raise Refusal(f"{taken_on.year}年已经有{taken}张照片，最多{A_YEAR}张，可以先删掉几张。")
    photo = Photo(
        child=found, consent=consent, key=key, taken_on=taken_on, caption=caption.strip(),
        added_at=clock.now(), adder=by.user, added_by=by.actor_name,
    )  # fmt: skip
    photo.seal(picture)
    photo.save(force_insert=True)
    log_look(ADDED, found, by, taken_on=taken_on)
    return photo


def _standing(child: Child) -> Consent:
    """Locked, so that it cannot be taken back meanwhile."""
    rows = Consent.objects.in_force().filter(child=child, purpose=Consent.Purpose.PHOTOS)
    consent: Consent | None = rows.select_for_update().first()
    if consent is None:
        raise Refusal("还没有同意拍照的记录，请先问过监护人再登记同意。")
    return consent


def _check_day(child: Child, taken_on: dt.date, today: dt.date) -> None:
    if taken_on > today:
        raise Refusal("拍摄日期不能晚于今天。")
    if child.birth_date and taken_on < child.birth_date:
        raise Refusal("拍摄日期早于孩子的出生日期，请核对。")


@transaction.atomic
def remove_photo(*, photo: Photo, by: Reader) -> None:
    """The picture is erased; that it was there stays known. Twice is once."""
    child = child_for_change(photo.child, by, Permission.KEEP_PHOTOS)
    there = Photo.objects.filter(pk=photo.pk, sealed__isnull=False)
    if _erase(there, by.actor_name):
        log_look(REMOVED, child, by, taken_on=photo.taken_on)


def erase_with(consent: Consent) -> None:
    """What was agreed to no longer is erased at once (个人信息保护法 §47)."""
    there = Photo.objects.filter(consent=consent, sealed__isnull=False)
    _erase(there, consent.withdrawn_by)


def _erase(photos: PhotoQuerySet, name: str) -> int:
    return photos.update(sealed=None, caption="", removed_at=clock.now(), removed_by=name)
