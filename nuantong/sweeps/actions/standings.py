"""A person decides what becomes of a row; each decision may be followed by another."""

import datetime as dt

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.accounts.models import User
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.people.models import Child
from nuantong.sweeps import handing
from nuantong.sweeps.actions.common import log, record_for_change, set_standing
from nuantong.sweeps.models import BY_HAND, OPEN_CARDS, Card, Link, Reason, Record, Standing
from nuantong.sweeps.rules import Verdict
from nuantong.sweeps.settling import verdict_of

AT_THE_DOOR = (P.REVIEW_SWEEPS, P.CLOSE_VILLAGES)
"""What is found out at the door may be written by the village's chair too."""


@transaction.atomic
def exclude(
    *, record: Record, reason: str, note: str, by: Reader, since: dt.datetime | None = None
) -> Record:
    """The child need not come on the register, for a reason in words."""
    found = record_for_change(record, by, *AT_THE_DOOR, since=since)
    if reason not in BY_HAND or len(note.strip()) < 2:
        raise Refusal("请选择排除的原因，并写明依据（例如：走访时间、谁说的）。")
    _refuse_linked(found)
    drop_cards(found)
    set_standing(found, Verdict(Standing.EXCLUDED, reason), by, note=note.strip()[:200])
    log("排除名册记录", found, by, note, reason_code=reason)
    return found


@transaction.atomic
def send_visitor(
    *, record: Record, reason: str, by: Reader, note: str = "", since: dt.datetime | None = None
) -> Record:
    """Waits for a home visit, for registration or for more facts; or is looked at again."""
    found = record_for_change(record, by, *AT_THE_DOOR, since=since)
    if reason not in (Reason.VISIT, Reason.REGISTER, Reason.FACTS):
        raise Refusal("请选择下一步做什么。")
    _refuse_linked(found)
    set_standing(found, Verdict(Standing.WAITING, reason), by, note=note.strip()[:200])
    log("安排下一步", found, by, note, next=reason)
    return found


@transaction.atomic
def not_at_home(
    *, record: Record, note: str, by: Reader, since: dt.datetime | None = None
) -> Record:
    """Visited and not found: nobody home again and again, or nobody knows them."""
    found = record_for_change(record, by, *AT_THE_DOOR, since=since)
    if len(note.strip()) < 2:
        raise Refusal("请写明走访的时间和问过谁。")
    _refuse_linked(found)
    drop_cards(found)
    set_standing(found, Verdict(Standing.NOT_HOME), by, note=note.strip()[:200])
    log("走访未找到", found, by, note)
    return found


@transaction.atomic
def hand_over(
    *,
    record: Record,
    note: str,
    by: Reader,
    to: str = "",
    user: User | None = None,
    since: dt.datetime | None = None,
) -> Record:
    """It still waits, but with a named person elsewhere: the village may be closed meanwhile.

    `user` has an account and gets a task; `to` names somebody who has none; neither takes it back.
    """
    found = record_for_change(record, by, *AT_THE_DOOR, since=since)
    name = to.strip()[:80] if user is None else user.name
    if found.standing != Standing.WAITING or (name and len(name) < 2):
        raise Refusal("请写明转给哪个单位的哪一位；只有待办的记录可以转出。")
    if user is not None and user not in handing.takers(found, by):
        raise Refusal(f"{user.name}不能办理这一行，请另选一位。")
    verdict = Verdict(Standing.WAITING, found.reason)
    set_standing(found, verdict, by, handed_to=name, handed_user=user, note=note.strip()[:200])
    log("转由他人办理" if name else "收回转出的记录", found, by, note, to=found.handed_to)
    return found


@transaction.atomic
def link_to(
    *,
    record: Record,
    child: Child,
    by: Reader,
    decider: str = Link.Decider.PERSON,
    since: dt.datetime | None = None,
) -> Record:
    """A person says whose row it is."""
    found = record_for_change(record, by, P.REVIEW_SWEEPS, P.EDIT_CHILDREN, since=since)
    _refuse_linked(found)
    card = Card.objects.filter(record=found, child=child).first()
    make_link(found, child, by, decider, card)
    if card:
        settle_card(card, Card.State.SAME)
    drop_cards(found)
    standing = Standing.FOUND if decider == Link.Decider.REGISTERED else Standing.ON_REGISTER
    set_standing(found, Verdict(standing), by, child=child)
    log("对应到在册儿童", found, by, decider=decider)
    return found


@transaction.atomic
def undo_link(*, link: Link, why: str, by: Reader) -> Record:
    """It is another child after all: the link stays as a row, the pair is not proposed again."""
    record = record_for_change(link.record, by)
    if len(why.strip()) < 2:
        raise Refusal("请写明为什么撤销，例如：身份证号是姐姐的。")
    live = Link.objects.select_for_update().filter(pk=link.pk, undone_at=None).first()
    if live is None:
        raise Refusal("这条对应已经撤销。")
    end_link(live, why, by)
    keep_apart(record, live)
    set_standing(record, verdict_of(record), by)
    log("撤销名册对应", record, by, why, child=live.child_id)
    return record


def make_link(record: Record, child: Child, by: Reader, decider: str, card: Card | None) -> Link:
    about = (
        {"model": card.model, "weight": card.weight, "levels": card.levels, "guard": card.guard}
        if card
        else {"model": "", "weight": None, "levels": {}, "guard": ""}
    )
    with refusing({"link_one_at_a_time": "这一行已经对应到一名儿童，请先撤销。"}):
        return Link.objects.create(
            record=record, child=child, decider=decider, by=by.user, by_name=by.actor_name,
            at=clock.now(), **about,
        )  # fmt: skip


def end_link(link: Link, why: str, by: Reader) -> None:
    link.undone_at, link.undone_by_name = clock.now(), by.actor_name
    link.undone_why = why.strip()[:200]
    link.save(update_fields=["undone_at", "undone_by_name", "undone_why"])


def keep_apart(record: Record, link: Link) -> None:
    """The pair is on a card, found different."""
    card, _ = Card.objects.get_or_create(
        record=record, child_id=link.child_id,
        defaults={"model": link.model, "weight": link.weight, "levels": link.levels,
                  "guard": link.guard},
    )  # fmt: skip
    settle_card(card, Card.State.DIFFERENT)


def settle_card(card: Card, state: str) -> None:
    card.state, card.decided_at = state, clock.now()
    card.claimed_by = card.claimed_until = None
    card.save(update_fields=["state", "decided_at", "claimed_by", "claimed_until"])


def let_go(card: Card, *fields: str) -> None:
    """Nobody holds the card any more; `fields` are saved along."""
    card.claimed_by = card.claimed_until = None
    card.save(update_fields=["claimed_by", "claimed_until", *fields])


def drop_cards(record: Record) -> None:
    """Nobody needs to answer the record's other cards."""
    open_ones = Card.objects.filter(record=record, state__in=OPEN_CARDS)
    open_ones.update(
        state=Card.State.DROPPED, decided_at=clock.now(), claimed_by=None, claimed_until=None
    )


def _refuse_linked(record: Record) -> None:
    if record.child_id:
        raise Refusal("这一行已经对应到在册儿童；弄错了请先撤销对应。")
