"""What is promised, and what of it will not come."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.books import posting
from nuantong.books.models import Fund
from nuantong.books.posting import Document
from nuantong.books.purposes import ANY
from nuantong.campaigns.actions.common import (
    PLEDGE,
    REFUSALS,
    check_fit,
    check_run,
    log,
    reason,
    recorded,
    voucher,
)
from nuantong.campaigns.models import Campaign, Donor, Pledge
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal


@transaction.atomic
def pledge(
    *, campaign: Campaign, donor: Donor, fund: Fund, fen: int, on: dt.date, key: UUID, by: Reader,
    restriction: str = ANY,
) -> Pledge:  # fmt: skip
    """A pledge with its entry in the books; the same key again is the same one."""
    check_run(campaign, by)
    known: Pledge | None = Pledge.objects.filter(key=key).first()
    if known:
        return known
    check_fit(campaign, restriction)
    about = voucher(campaign, fund, on, f"{donor.shown}认捐", Document(PLEDGE, key), "pledge")
    posting.pledge(about=about, fen=fen, by=by)
    with refusing(REFUSALS):
        made: Pledge = Pledge.objects.create(
            key=key, campaign=campaign, donor=donor, fund=fund, fen=fen, open_fen=fen, on=on,
            restriction=restriction, **recorded(by),
        )  # fmt: skip
    log("登记认捐", made, by, fen=fen)
    return made


@transaction.atomic
def forgo(*, pledge: Pledge, on: dt.date, why: str, by: Reader) -> Pledge:
    """What of a pledge is still open will not come. Twice is once."""
    check_run(pledge.campaign, by)
    said = reason(why, "请写明为什么核销认捐。")
    found: Pledge = Pledge.objects.select_for_update().get(pk=pledge.pk)
    if found.open_fen:
        head = voucher(found.campaign, found.fund, on, f"{found.donor.shown}认捐核销",
                       Document(PLEDGE, found.key), f"forgo-{found.version}")  # fmt: skip
        posting.forgo(about=head, fen=found.open_fen, by=by)
        log("核销认捐", found, by, said, fen=found.open_fen)
        settle(found, found.open_fen)
    return found


def settle(found: Pledge, fen: int) -> None:
    """So much of a pledge, locked by the caller, is no longer open; negative: open again."""
    found.open_fen -= fen
    found.version += 1
    if not 0 <= found.open_fen <= found.fen:
        raise Refusal(REFUSALS["pledge_open_within"])
    found.save(update_fields=["open_fen", "version"])
