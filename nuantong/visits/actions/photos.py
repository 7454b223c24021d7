"""Keeping the photos of a visit, for as long as they are needed."""

import base64
import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.db import connection

from nuantong.access.reader import Reader
from nuantong.audit.actions import event
from nuantong.audit.models import Event
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.photos import Photo
from nuantong.core.retrying import retried
from nuantong.visits.models import RemovedPhotos, Visit, VisitPhoto

MOST_PHOTOS: Final = 3
BATCH: Final = 500
REMOVED: Final = "删除到期照片"


def keep_photos(visit: Visit, photos: Sequence[Photo]) -> None:
    """Store pictures that read_photo() has taken the metadata off."""
    if len(photos) > MOST_PHOTOS:
        raise Refusal(f"一次走访最多放{MOST_PHOTOS}张照片。")
    VisitPhoto.objects.bulk_create(
        VisitPhoto(visit=visit, kind=one.kind, content=base64.b64encode(one.data).decode())
        for one in photos
    )


def remove_old_photos(by: Reader) -> int:
    """Photos whose visit came longer ago than PHOTO_DAYS go for good; how many went.

    A picture of a child's home is kept no longer than it serves (个人信息保护法 §19); the visit and
    its words stay. Each batch is a transaction of its own; run again it finds nothing.
    """
    before = clock.now() - dt.timedelta(days=settings.PHOTO_DAYS)
    count = 0
    while removed := _remove(before, by):
        count += removed
    return count


@retried
def _remove(before: dt.datetime, by: Reader) -> int:
    old = VisitPhoto.objects.filter(visit__received_at__lt=before).order_by("pk")
    rows = list(old.values_list("pk", "visit", "visit__key")[:BATCH])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL nuantong.removes = 'old photos'")
        VisitPhoto.objects.filter(pk__in=[row[0] for row in rows]).delete()
        cursor.execute("SET LOCAL nuantong.removes = ''")
    counts = Counter((visit, key) for _, visit, key in rows)
    RemovedPhotos.objects.bulk_create(
        RemovedPhotos(visit_id=visit, count=photos, on=by.on)
        for (visit, _), photos in counts.items()
    )
    Event.objects.bulk_create(
        event(
            action=REMOVED, by=by, object_type="visit", object_id=key.hex,
            changes={"photos": photos},
        )
        for (_, key), photos in counts.items()
    )  # fmt: skip
    return len(rows)
