"""Counting a store and writing off losses: the ledger follows, with reasons."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.goods import stock
from nuantong.goods.actions.common import TAKING, Some, entered, keeps, log
from nuantong.goods.models import ItemSize, Stock, Store, Taking, TakingLine
from nuantong.goods.walls import REFUSALS


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the page said when it was opened, what there is, and why they differ."""

    thing: ItemSize
    expires_on: dt.date | None
    before: int
    after: int
    why: str = ""


@transaction.atomic
def take(
    *, store: Store, kind: str, found: Sequence[Found], key: UUID, by: Reader,
    on: dt.date | None = None,
) -> Taking:  # fmt: skip
    """A count of what there is, or a loss; the ledger is put right by the differences. What was
    moved since the page was opened has to be counted anew."""
    known: Taking | None = Taking.objects.filter(key=key).first()
    if known:
        return known
    keeps(store, by)
    if not found or any(not 0 <= one.after <= stock.MOST for one in found):
        raise Refusal("请填写实有数量，没有的填0。")
    stock.lock([store.pk])
    _still_so(store, found)
    for one in found:
        if one.after != one.before and len(narrative(one.why)) < 2:
            raise Refusal(f"{one.thing}：账面{one.before}，实有{one.after}，请写明原因。")
    with refusing(REFUSALS):
        taking: Taking = Taking.objects.create(
            key=key, store=store, kind=kind, on=on or by.on, **entered(by)
        )
        TakingLine.objects.bulk_create(
            TakingLine(
                taking=taking, thing=one.thing, expires_on=one.expires_on, before=one.before,
                after=one.after, why=narrative(one.why, 400) if one.after != one.before else "",
            )
            for one in found
        )  # fmt: skip
    _put_right(taking, found, by)
    changed = sum(abs(one.after - one.before) for one in found)
    log(
        "盘点" if kind == Taking.Kind.COUNT else "登记损失",
        taking,
        by,
        rows=len(found),
        total=changed,
    )
    return taking


def _still_so(store: Store, found: Sequence[Found]) -> None:
    rows = Stock.objects.filter(store=store).values_list("thing", "expires_on", "on_hand")
    there = {(thing, day): count for thing, day, count in rows}
    for one in found:
        now = there.get((one.thing.pk, one.expires_on), 0)
        if now != one.before:
            raise Refusal(
                f"{one.thing}在您填表时有进出：账面原来{one.before}，现在{now}。请核对后再提交。"
            )


def _put_right(taking: Taking, found: Sequence[Found], by: Reader) -> None:
    """A count corrects; a loss loses what nobody was promised."""
    document = stock.Document(TAKING, taking.key)
    changed = [one for one in found if one.after != one.before]
    if taking.kind == Taking.Kind.COUNT:
        lines = [_line(taking, one, one.after - one.before) for one in changed]
        stock.correct(lines=lines, document=document, by=by, on=taking.on)
    else:
        lines = [_line(taking, one, one.before - one.after) for one in changed]
        stock.lose(lines=lines, document=document, by=by, on=taking.on)


def _line(taking: Taking, one: Found, count: int) -> stock.Line:
    some = Some(one.thing, count, one.expires_on)
    return some.line(taking.store, taking.key, "taken")
