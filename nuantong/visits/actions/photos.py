"""Keeping the photos of a visit."""

import base64
from collections.abc import Sequence

from nuantong.core.errors import Refusal
from nuantong.visits.models import Visit, VisitPhoto
from nuantong.visits.photos import Photo

MOST_PHOTOS = 3


def keep_photos(visit: Visit, photos: Sequence[Photo]) -> None:
    """Store pictures that read_photo() has taken the metadata off."""
    if len(photos) > MOST_PHOTOS:
        raise Refusal(f"一次走访最多放{MOST_PHOTOS}张照片。")
    VisitPhoto.objects.bulk_create(
        VisitPhoto(visit=visit, kind=one.kind, content=base64.b64encode(one.data).decode())
        for one in photos
    )
