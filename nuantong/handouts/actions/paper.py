"""A paper list that comes back: its photo kept, its ticks entered in one go."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.photos import Photo as Picture
from nuantong.handouts.actions.common import log_batch
from nuantong.handouts.actions.handing import Hand, hand_all
from nuantong.handouts.models import Batch, Receipt, Sheet


@transaction.atomic
def enter_sheet(
    *, batch: Batch, place: int | None, key: UUID, picture: Picture, slips: Sequence[int],
    by: Reader, on: dt.date | None = None,
) -> int:  # fmt: skip
    """Receipts of everybody ticked, resting on the photo; how many. Once for a key."""
    if Sheet.objects.filter(key=key).exists():
        return 0
    if not slips:
        raise Refusal("请在名单上勾出已经签字的孩子。")
    sheet = Sheet(key=key, batch=batch, place_id=place, at=clock.now(), by=by.user, by_name=by.actor_name)  # fmt: skip
    sheet.seal(picture)
    sheet.save(force_insert=True)
    hands = [Hand(slip=pk, how=Receipt.How.PAPER, sheet=sheet, on=on) for pk in slips]
    count = hand_all(batch=batch, hands=hands, by=by)
    log_batch("录入纸质签收名单", batch, by, place_id=place, rows=count)
    return count
