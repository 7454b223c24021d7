"""Handing out: one child at a door, a village's paper list, or thousands at once. One machinery."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record_all
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.copying import insert_new
from nuantong.core.crypto import encrypt_bytes
from nuantong.core.errors import Refusal
from nuantong.goods import stock
from nuantong.handouts import paying, states
from nuantong.handouts.actions.common import REFUSALS, check_not_at_the_bank
from nuantong.handouts.actions.unclaimed import moved_key, settle_for
from nuantong.handouts.allocating import Choice, Shelves
from nuantong.handouts.keeping import RECEIPT, held, open_stores, parts_of, stores_near, things_of
from nuantong.handouts.models import BankRow, Batch, Receipt, Sheet, Slip
from nuantong.handouts.signing import Signature
from nuantong.tasks.actions import retract_all

COLUMNS: Final = (
    "key", "slip", "how", "on", "size", "fen", "signer", "witness", "sealed", "sheet", "row", "at",
    "by", "by_name",
)  # fmt: skip
How = Receipt.How
REASON_WITNESS: Final = "见证人要写另一个人的姓名，不能写登记人自己。"


@dataclass(frozen=True, kw_only=True)
class Hand:
    """One receipt to be: whose slip, and how it is proved. `key` None: the slip's own, so that the
    same list sent twice counts once."""

    slip: int
    how: str
    key: UUID | None = None
    on: dt.date | None = None
    signer: str = ""
    witness: str = ""
    signature: Signature | None = None
    sheet: Sheet | None = None
    row: BankRow | None = None


@transaction.atomic
def hand(*, slip: Slip, given: Hand, by: Reader) -> Receipt:
    """One child's, at the door. The same key again gives the same receipt."""
    known = Receipt.objects.filter(key=given.key, slip=slip).first() if given.key else None
    if known is None:
        hand_all(batch=slip.batch, hands=[given], by=by)
    found: Receipt = Receipt.objects.get(slip=slip, ended_on=None)
    return found


@transaction.atomic
def hand_all(*, batch: Batch, hands: Sequence[Hand], by: Reader) -> int:
    """Receipts for many slips of a batch, all or none; how many are new. Goods leave the stores they
    are kept in, money the books."""
    for one in hands:
        _check(one, by)
    slips = _locked(batch, hands, by)
    new = _fresh(hands, slips)
    if not new:
        return 0
    if batch.is_money and any(one.how != How.BANK for one in new):
        check_not_at_the_bank([slips[one.slip] for one in new])
    rows = [(one, slips[one.slip], one.key or own_key(slips[one.slip])) for one in new]
    _hand_goods(batch, rows, by)
    _write(batch, rows, by)
    _pay(batch, rows, by)
    record_all(action="登记签收", by=by, object_type="slip",
               about=((slip.pk, slip.child.number, {"how": one.how}) for one, slip, _ in rows))  # fmt: skip
    moved = [slip for _, slip, _ in rows if slip.state == states.MOVED]
    retract_all(keys=map(moved_key, moved), reason="后来找到了孩子。", by=by)
    settle_for(batch, {slip.place_id for _, slip, _ in rows}, by)
    return len(rows)


Row = tuple[Hand, Slip, UUID]


def own_key(slip: Slip) -> UUID:
    """Of a receipt that nobody gave a key: a slip that was taken back and is handed out again has
    another version, and so another key."""
    return uuid5(slip.key, f"receipt:{slip.version}")


def _check(one: Hand, by: Reader) -> None:
    if one.on and one.on > by.on:
        raise Refusal("签收日期不能晚于今天。")
    if one.how == How.WITNESSED and (
        not one.witness.strip() or one.witness.strip() == by.actor_name
    ):
        raise Refusal(REASON_WITNESS if one.witness.strip() else "请写下见证人的姓名。")
    if one.how == How.SIGNED and (one.signature is None or not one.signer.strip()):
        raise Refusal("请监护人签名，并写下签收人的姓名。")


def _locked(batch: Batch, hands: Sequence[Hand], by: Reader) -> dict[int, Slip]:
    wanted = [one.slip for one in hands]
    rows = Slip.objects.filter(batch=batch, id__any_of=wanted)
    visible = rows if by.system else rows.visible_to(by, to=Permission.HAND_OUT)
    found = visible.select_for_update(of=("self",)).select_related("child").order_by("pk")
    slips = {slip.pk: slip for slip in found.defer("account")}
    if set(wanted) - set(slips):
        raise Refusal("名单里有孩子不由您发放，或刚迁到别处，没有登记任何一个。请刷新后再做。")
    return slips


def _fresh(hands: Sequence[Hand], slips: dict[int, Slip]) -> list[Hand]:
    """Those not there yet under their key. A slip that is closed otherwise is refused by name."""
    standing = Receipt.objects.filter(slip__id__any_of=list(slips), ended_on=None)
    there = dict(standing.values_list("slip", "key"))
    new = {one.slip: one for one in hands if not _same(one, slips[one.slip], there)}
    for pk in new:
        if slips[pk].state not in states.OPEN:
            word = states.TITLES[slips[pk].state]
            raise Refusal(
                f"{slips[pk].child.name}{word}（{slips[pk].state_on:%-m月%-d日}），没有重复登记。"
            )
    return list(new.values())


def _same(one: Hand, slip: Slip, there: dict[int, UUID]) -> bool:
    """Whether this very receipt stands: under its key, or without one under any."""
    return slip.pk in there and one.key in (None, there[slip.pk])


def _hand_goods(batch: Batch, rows: Iterable[Row], by: Reader) -> None:
    parts = parts_of(batch)
    if not parts:
        return
    stores, kept = open_stores(), held(batch)
    stock.lock([store for store, _, _ in kept])
    shelves = Shelves(held(batch), stock.free(stores, {item for item, _, _ in parts}))
    near = cache(lambda place: stores_near(place, batch, stores, by))
    lines: dict[bool, list[stock.Line]] = defaultdict(list)
    days = set[dt.date]()
    for one, slip, key in rows:
        things = things_of(parts, slip.size)
        chosen = _chosen(shelves, near(slip.place_id), slip, things)
        days.add(one.on or by.on)
        lines[chosen.kept] += [
            stock.Line(store=chosen.store, item=item, size=size, count=count,
                       key=piece_key(key, item), document=key)
            for (item, size), count in things
        ]  # fmt: skip
    for is_kept, some in lines.items():
        stock.hand(lines=some, document=stock.Document(RECEIPT, batch.key), by=by, on=max(days),
                   holder=batch.key if is_kept else None)  # fmt: skip


def piece_key(receipt: UUID, item: int) -> UUID:
    """Of the movement by which this receipt's piece of an item left the store."""
    return uuid5(receipt, str(item))


def _chosen(shelves: Shelves, stores: Sequence[int], slip: Slip, things: Any) -> Choice:
    found = shelves.choose(stores, things)
    if found is not None:
        return found
    if slip.size == "" and not all(size == "" for (_, size), _ in things):
        raise Refusal(f"{slip.child.name}还没有定尺码，请先选尺码。")
    what = f"{slip.size}码的" if slip.size else ""
    raise Refusal(
        f"{what}没有了：最后一件可能刚被别人发出。{slip.child.name}的没有登记，请换个尺码，或等到货再发。"
    )


def _write(batch: Batch, rows: Sequence[Row], by: Reader) -> None:
    now = clock.now()
    whole = [
        (key, slip.pk, str(one.how), one.on or by.on, slip.size, batch.fen, one.signer.strip()[:40],
         one.witness.strip()[:40], _sealed(one, key), one.sheet and one.sheet.pk,
         one.row and one.row.pk, now, by.actor_id, by.actor_name)
        for one, slip, key in rows
    ]  # fmt: skip
    with refusing(REFUSALS):
        new = insert_new(Receipt, COLUMNS, whole, ["id"])
    if len(new) != len(whole):
        raise Refusal(REFUSALS["receipt_once_a_slip"])


def _sealed(one: Hand, key: UUID) -> bytes | None:
    if one.signature is None:
        return None
    return encrypt_bytes(one.signature.text.encode(), Receipt(key=key).about)


def _pay(batch: Batch, rows: Sequence[Row], by: Reader) -> None:
    days: dict[dt.date, int] = defaultdict(int)
    for one, _, _ in rows:
        if one.how != How.BANK:
            days[one.on or by.on] += 1
    for day, count in sorted(days.items()):
        paying.paid_in_cash(batch, uuid4(), count, day, by)
