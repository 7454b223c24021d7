"""Money and goods that came, one or many at once; a mistake is undone in the books too."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.books import moves, posting
from nuantong.books.accounts import Kind
from nuantong.books.models import Entry, Fund
from nuantong.books.posting import Document, Posting
from nuantong.books.purposes import ANY
from nuantong.campaigns.actions.common import (
    ARRIVAL,
    REFUSALS,
    check_fit,
    check_run,
    log,
    reason,
    recorded,
    step_key,
    voucher,
)
from nuantong.campaigns.actions.pledging import settle
from nuantong.campaigns.models import Arrival, Campaign, Donor, Pledge
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text import clean

STEP: Final = "receive"


@dataclass(frozen=True, kw_only=True)
class Coming:
    """Something that came for a campaign, perhaps for a pledge."""

    donor: Donor
    fund: Fund
    fen: int
    on: dt.date
    key: UUID
    pledge: Pledge | None = None
    restriction: str = ANY
    in_kind: bool = False
    voucher: str = ""


def receive(*, campaign: Campaign, coming: Coming, by: Reader) -> Arrival:
    """An arrival with its entry; the same key again is the same one."""
    return receive_all(campaign=campaign, comings=[coming], by=by)[0]


@transaction.atomic
def receive_all(*, campaign: Campaign, comings: Sequence[Coming], by: Reader) -> list[Arrival]:
    """Many at once, all or none; those whose key is known stay as they are."""
    check_run(campaign, by)
    keys = [one.key for one in comings]
    known = {one.key: one for one in Arrival.objects.filter(key__any_of=keys)}
    fresh = [(one, _settles(campaign, one)) for one in comings if one.key not in known]
    posting.post_all([_posting(campaign, one, settles) for one, settles in fresh], by=by)
    with refusing(REFUSALS):
        made: list[Arrival] = Arrival.objects.bulk_create(
            _row(campaign, one, settles, by) for one, settles in fresh
        )
    for arrival in made:
        log("登记到账", arrival, by, fen=arrival.fen)
    known |= {one.key: one for one in made}
    return [known[key] for key in keys]


def _settles(campaign: Campaign, coming: Coming) -> int:
    """How much of its pledge it settles; what comes beyond it is welcome too."""
    if coming.fen <= 0:
        raise Refusal("金额应大于0。")
    if coming.on > clock.today():
        raise Refusal("到账日期在今天之后，请核对。")
    check_fit(campaign, coming.restriction)
    if coming.pledge is None:
        return 0
    found = Pledge.objects.select_for_update().get(pk=coming.pledge.pk)
    if (found.campaign_id, found.donor_id, found.fund_id) != (
        campaign.pk, coming.donor.pk, coming.fund.pk,
    ):  # fmt: skip
        raise Refusal("这笔认捐是别的捐赠人、行动或资金的，请核对。")
    fen = min(found.open_fen, coming.fen)
    if fen == 0:
        raise Refusal("这笔认捐已经全部到账或核销。再来的钱请登记为没有认捐的到账。")
    settle(found, fen)
    return fen


def _posting(campaign: Campaign, one: Coming, settles: int) -> Posting:
    words = f"{one.donor.shown}{'捐物' if one.in_kind else '捐款'}到账"
    head = voucher(campaign, one.fund, one.on, words, Document(ARRIVAL, one.key), STEP)
    changes = moves.receive(one.fen, pledged=settles, in_kind=one.in_kind)
    return Posting(head, Kind.RECEIVE, changes)


def _row(campaign: Campaign, one: Coming, settles: int, by: Reader) -> Arrival:
    return Arrival(
        key=one.key, campaign=campaign, donor=one.donor, fund=one.fund, fen=one.fen, on=one.on,
        restriction=one.restriction, in_kind=one.in_kind, voucher=clean(one.voucher)[:40],
        pledge=one.pledge if settles else None, settles=settles, **recorded(by),
    )  # fmt: skip


@transaction.atomic
def undo_arrival(*, arrival: Arrival, on: dt.date, why: str, by: Reader) -> Arrival:
    """It never came (a bounced transfer, a slip): reversed in the books, its pledge open again.
    Refused by the books while the money is used: first its spending is undone. Twice is once."""
    check_run(arrival.campaign, by)
    said = reason(why, "请写明为什么撤销这笔到账。")
    found: Arrival = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if found.undone_at:
        return found
    if found.given_back.exists():
        raise Refusal("这笔到账已有退回，不能撤销；余下的也要退的，请再登记退回。")
    entry = Entry.objects.get(key=step_key(found.key, STEP))
    posting.reverse(
        entry, on=on, why=said, document=Document(ARRIVAL, found.key),
        key=step_key(found.key, "undo"), by=by,
    )  # fmt: skip
    if found.pledge_id:
        settle(Pledge.objects.select_for_update().get(pk=found.pledge_id), -found.settles)
    found.undone_at, found.undone_by, found.undone_why = clock.now(), by.actor_name, said
    found.save(update_fields=["undone_at", "undone_by", "undone_why"])
    log("撤销到账", found, by, said, fen=found.fen)
    return found
