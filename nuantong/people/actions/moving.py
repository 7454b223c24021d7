"""Moving: inside a township at once, anywhere else when the receiver has accepted."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text import parse_phone
from nuantong.people import hooks
from nuantong.people.actions import book
from nuantong.people.actions.common import child_for_change, log, log_look, write
from nuantong.people.actions.family import change_phone
from nuantong.people.models import Child, Household, Move, Residence

MOVE_REFUSALS: Final = {
    "move_one_open": "这名儿童已有一次搬迁在等对方接收，不必重复提出；要改就先撤回。",
    "move_has_a_reason": "请写明搬迁的原因。",
    "move_goes_elsewhere": "新住地与现居住地相同。",
}


@transaction.atomic
def move_child(
    *,
    child: Child,
    place: int,
    on: dt.date,
    by: Reader,
    version: int | None = None,
    reason: str = "",
    together: bool = False,
    address: str | None = None,
    phone: str = "",
) -> Child:
    """The child lives elsewhere in the township from `on`; `together` takes the household along."""
    found = child_for_change(child, by, version=version)
    if not is_direct(by, found.place_id, place):
        raise Refusal("迁到别的乡镇（街道）要由对方接收，请提出搬迁。")
    children = _movers(found, together)
    _check_day(children, place, on, by)
    _settle(children, place, on, reason, by)
    _renew(children, address, phone, by)
    return children[0]


def is_direct(by: Reader, source: int | None, target: int) -> bool:
    """Whether the move needs no acceptance: within one township, by whoever keeps its register."""
    if source is None:
        return by.covers(Permission.EDIT_CHILDREN, target)
    here, there = by.tree.township_of(source), by.tree.township_of(target)
    same = here is not None and there is not None and here.id == there.id
    return same and by.covers(Permission.EDIT_CHILDREN, target)


@transaction.atomic
def propose_move(
    *,
    child: Child,
    place: int,
    on: dt.date,
    reason: str,
    by: Reader,
    together: bool = True,
    address: str = "",
    phone: str = "",
    key: UUID | None = None,
) -> list[Move]:
    """Ask whoever keeps the register there to take the child over. The same key asks once."""
    found = child_for_change(child, by, Permission.MOVE_CHILDREN)
    known = list(Move.objects.filter(together=key)) if key else []
    if known:
        return _same(known, found, place)
    children = _movers(found, together)
    _check_day(children, place, on, by)
    number, shared = _phone(phone), key or uuid4()
    with refusing(MOVE_REFUSALS):
        moves = Move.objects.bulk_create(
            Move(
                child=one, together=shared, source_id=one.place_id, target_id=place, on=on,
                reason=reason.strip(), address=address, phone=number, proposed_on=by.on,
                proposed_by=by.user, proposer=by.actor_name,
            )
            for one in children
        )  # fmt: skip
    for one in children:
        log("提出搬迁", one, by, reason, place_id=[one.place_id, place], on=on)
    return moves


@transaction.atomic
def look_at_move(*, moves: Sequence[Move], by: Reader) -> None:
    """Whoever reads of a move is on the log of every child in it."""
    for move in moves:
        log_look("查看搬迁", move.child, by)


@transaction.atomic
def accept_move(*, key: UUID, by: Reader) -> list[Child]:
    """The receiver takes the children over: from the day of the move they are hers."""
    moves = _open(key, by, Permission.EDIT_CHILDREN)
    children = [move.child for move in moves]
    first = moves[0]
    if any(move.child.place_id != move.source_id for move in moves):
        raise Refusal("提出以后孩子的居住地又有变动，请对方撤回后重新提出。")
    _settle(children, first.target_id, first.on, first.reason, by)
    _renew(children, str(first.address), str(first.phone), by)
    _decide(moves, Move.State.ACCEPTED, "", by)
    return children


@transaction.atomic
def refuse_move(*, key: UUID, why: str, by: Reader) -> None:
    """The receiver does not take them: they stay where they are, and the sender reads why."""
    moves = _open(key, by, Permission.EDIT_CHILDREN)
    _decide(moves, Move.State.REFUSED, _stated(why), by)
    for move in moves:
        log("不接收搬迁", move.child, by, why)


@transaction.atomic
def withdraw_move(*, key: UUID, why: str, by: Reader) -> None:
    """The sender takes the proposal back."""
    children = Child.objects.filter(moves__together=key).order_by("pk")
    found = [child_for_change(child, by, Permission.MOVE_CHILDREN) for child in children]
    moves = list(Move.objects.open().filter(together=key).select_for_update())
    if not moves:
        raise Refusal(_gone(key))
    _decide(moves, Move.State.WITHDRAWN, _stated(why), by)
    for child in found:
        log("撤回搬迁", child, by, why)


def _open(key: UUID, by: Reader, permission: Permission) -> list[Move]:
    """What still waits, locked, the children first as every other action does; a Refusal that says
    what became of it otherwise."""
    rows = Move.objects.open().filter(together=key)
    list(Child.objects.select_for_update().filter(moves__in=rows).order_by("pk"))
    moves = list(rows.select_for_update(of=("self",)).select_related("child").order_by("pk"))
    if not moves:
        raise Refusal(_gone(key))
    if not by.covers(permission, moves[0].target_id):
        raise Refusal("这次搬迁的目的地不在您的工作范围内。")
    return moves


def _same(known: list[Move], child: Child, place: int) -> list[Move]:
    """What the key has asked for already; a Refusal when it is asked for something else now."""
    if any(move.child_id == child.pk and move.target_id == place for move in known):
        return known
    raise Refusal("这张表已经提出过另一次搬迁，请从儿童档案重新打开“登记迁居”。")


def _gone(key: UUID) -> str:
    move = Move.objects.filter(together=key).exclude(state=Move.State.PROPOSED).first()
    if move is None:
        return "没有找到这次搬迁。"
    said = f"：{move.decision}" if move.decision else ""
    return f"这次搬迁已于{move.decided_on:%Y年%m月%d日}由{move.decider}办结（{move.get_state_display()}{said}）。"


def _decide(moves: Sequence[Move], state: str, why: str, by: Reader) -> None:
    Move.objects.filter(pk__in=[move.pk for move in moves]).update(
        state=state, decided_on=by.on, decider=by.actor_name, decision=why
    )
    hooks.move_decided(moves[0].together, Move.State(state).label, by)


def _stated(why: str) -> str:
    if len(why.strip()) < 2:
        raise Refusal("请写明原因，对方会看到。")
    return why.strip()[:200]


def _phone(text: str) -> str:
    phone = parse_phone(text)
    if phone.problem:
        raise Refusal(phone.problem)
    return phone.text


def _movers(child: Child, together: bool) -> list[Child]:
    """The child, and all of the household on the register when they go together; locked."""
    if not together:
        return [child]
    others = Child.objects.on_register().filter(household=child.household_id)
    return [child, *others.exclude(pk=child.pk).select_for_update().order_by("pk")]


def _check_day(children: Sequence[Child], place: int, on: dt.date, by: Reader) -> None:
    if on > by.on:
        raise Refusal("迁居日期在今天之后，请核对。")
    for child in children:
        if child.status != Child.Status.ON_REGISTER:
            raise Refusal(f"{child.name}已退出台账，不能搬迁；请先恢复在册。")
        here = by.tree.get(child.place_id)
        if here is not None and place in here.ancestors:
            raise Refusal("新住地与现居住地相同，或还没有选到村（社区）。")
        row = book.standing(child)
        days = [day for day in (child.place_since, row.since if row else None) if day]
        since = max(days, default=on)
        if on < since:
            raise Refusal(f"迁居日期早于{child.name}登记或迁入现居住地的日期（{since}），请核对。")


def _part(children: Sequence[Child], place: int) -> None:
    """Who stays behind keeps the household; who goes alone has one of her own."""
    home = children[0].household_id
    staying = Child.objects.filter(household=home).exclude(pk__in=[one.pk for one in children])
    if not staying.exists():
        Household.objects.filter(pk=home).update(place_id=place)
        return
    new = Household.objects.create(place_id=place)
    for child in children:
        child.household_id = new.pk


def _settle(children: Sequence[Child], place: int, on: dt.date, reason: str, by: Reader) -> None:
    """Write where the children live from `on`, where they lived, and tell upper apps."""
    home = children[0].household_id
    _part(children, place)
    left = [child.place_id for child in children]
    for child, source in zip(children, left, strict=True):
        if source and child.place_since != on:
            Residence.objects.create(
                child=child, place_id=source, since=child.place_since, until=on, reason=reason,
                by=by.actor_name,
            )  # fmt: skip
        log("迁居", child, by, reason, place_id=[source, place], on=on)
        book.change(child, on, by, place=place, setting=child.setting)
        write(child, {"place_id": place, "place_since": on, "household_id": child.household_id})
    for child, source in zip(children, left, strict=True):
        hooks.child_moved(child, source, place, on, by)
    if children[0].household_id != home:
        parted = Child.objects.on_register().filter(household__in=[home, children[0].household_id])
        for child in parted.order_by("pk"):
            hooks.child_settled(child, by.on, by)


def _renew(children: Sequence[Child], address: str | None, phone: str, by: Reader) -> None:
    """The address no longer holds after a move; the guardian's phone does unless told otherwise."""
    for child in children:
        if address is not None:
            write(child, {"address": address})
        if phone:
            change_phone(child, phone, by)
