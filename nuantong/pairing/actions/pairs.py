"""Pairing by hand, and ending a pairing."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db import transaction
from django.http import Http404

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.notices.actions import notify
from nuantong.pairing.actions.common import REFUSALS, NewPair, log_pairs, write_pairs
from nuantong.pairing.actions.freed import (
    ask_whether_to_change,
    nothing_to_take,
    siblings_wait_on,
    tell_of_the_end,
    wait_for_another,
)
from nuantong.pairing.actions.handovers import hand_over
from nuantong.pairing.actions.reviews import nothing_to_review
from nuantong.pairing.actions.stand_ins import end_stand_ins, see_to_covers
from nuantong.pairing.actions.telling import PAIRED
from nuantong.pairing.inputs import tier_between, where
from nuantong.pairing.ledger import OF_PAIRS, Ledger, lock
from nuantong.pairing.matching import tier_of
from nuantong.pairing.models import Pairing, StandIn
from nuantong.pairing.models.pairing import PairingQuerySet
from nuantong.pairing.models.words import BY_ROUNDS, EndReason, Tier
from nuantong.people.models import Carer, Child

DAY = dt.timedelta(days=1)
ORDER = {tier: rank for rank, tier in enumerate(Tier)}
GONE = (EndReason.CHILD_LEFT, EndReason.INTO_INSTITUTION)
"""Whoever parts for these reasons does not wait for another carer."""


@transaction.atomic
def pair(*, child: Child, carer: Carer, by: Reader) -> list[Pairing]:
    """Give the child, with everybody of the household who waits, to a carer from today."""
    _must_answer_for(child, by)
    if not Carer.objects.visible_to(by, Permission.RUN_ROUNDS).filter(pk=carer.pk).exists():
        raise Http404
    ledger = Ledger([child.household_id], [carer.pk], by.on)
    refused = ledger.why_not(child.household_id, carer.pk)
    if refused:
        raise Refusal(refused)
    unit = ledger.take(child.household_id, carer.pk)
    found = ledger.carers[carer.pk]
    assert found.background_checked_on is not None
    tier = tier_of(where(by.tree, unit.place()), where(by.tree, found.place_id))
    pairs = [NewPair(c, carer.pk, tier.value, found.background_checked_on) for c in unit.children]
    with refusing(REFUSALS):
        write_pairs(pairs, start=by.on, by=by)
    made = Pairing.objects.current(by.on).filter(child__in=unit.children).select_related("child")
    _tell(list(made), carer, by)
    return list(made)


def _tell(made: list[Pairing], carer: Carer, by: Reader) -> None:
    """Whoever had them before hands them over; where nobody did, the new carer is told of them."""
    children = [one.child for one in made]
    before = Pairing.objects.filter(child__in=children, end__lte=by.on).exclude(carer=carer)
    if before.exists():
        hand_over(children=children, carer=carer, on=by.on, by=by)
    else:
        notify(
            to=carer, kind=PAIRED, key=f"paired:{made[0].pk}", by=by, url_name="care:my_children",
            subject=f"您有 {len(made)} 名新结对的孩子，请先去认识一下",
            text="打开“我的孩子”可以看到孩子的情况和监护人电话。见面后请记一次关爱。",
        )  # fmt: skip


def _must_answer_for(child: Child, by: Reader) -> None:
    children = Child.objects.visible_to(by, to=Permission.RUN_ROUNDS)
    if not by.can(Permission.RUN_ROUNDS) or not children.filter(pk=child.pk).exists():
        raise Http404


@transaction.atomic
def end_pairing(
    *, pairing: Pairing, by: Reader, reason: EndReason, note: str = "", siblings: bool = True
) -> int:
    """End a pairing as of today, with the same carer's other children of the household.

    A pairing made today ends tomorrow: it was in force for a day. Returns how many ended.
    """
    _must_answer_for(pairing.child, by)
    if reason == EndReason.OTHER and len(note.strip()) < 2:
        raise Refusal("请写明解除原因。")
    household = pairing.child.household_id
    together = Pairing.objects.filter(child__household=household, carer=pairing.carer_id)
    if not siblings:
        together = together.filter(pk=pairing.pk)
    ended = end_open(together, on=by.on, by=by, reason=reason, note=note.strip()[:200])
    if not ended:
        raise Refusal("这个结对已经解除。")
    tell_of_the_end(pairing, by)
    return ended


def end_open(
    pairings: PairingQuerySet, *, on: dt.date, by: Reader, reason: EndReason, note: str
) -> int:
    """End those still open. Their carers are locked first: nobody is asked meanwhile to stand in for
    children who are theirs no longer."""
    theirs = set(pairings.filter(end=None).values_list("carer", flat=True))
    lock(Carer.objects.filter(id__any_of=sorted(theirs)))
    open_ones = list(
        pairings.filter(end=None)
        .select_related("child")
        .only(*OF_PAIRS)
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    days: dict[dt.date, list[int]] = defaultdict(list)
    for one in open_ones:
        one.end = _last_day(one, on, reason)
        days[one.end].append(one.pk)
    why = {"ended_reason": reason, "ended_note": note, "ended_by": by.user}
    for day, keys in days.items():
        Pairing.objects.filter(id__any_of=keys).update(end=day, **why)
    rows = [(one.child.number, one.carer_id, one.tier) for one in open_ones]
    log_pairs("解除结对", rows, by, f"{reason.label} {note}".strip())
    nothing_to_take(open_ones, by)
    nothing_to_review(open_ones, by)
    _nobody_stands_in(open_ones)
    see_to_covers({one.carer_id for one in open_ones}, by)
    if reason not in GONE and reason not in BY_ROUNDS:
        wait_for_another(open_ones, reason, by)
    return len(open_ones)


def _nobody_stands_in(ended: Collection[Pairing]) -> None:
    """From the day on which the pairing is over."""
    over = {(one.child_id, one.carer_id): one.end for one in ended}
    rows = StandIn.objects.filter(child__id__any_of=list({one.child_id for one in ended}))
    days: dict[dt.date, list[int]] = defaultdict(list)
    for pk, child, carer in rows.values_list("pk", "child", "leave__carer"):
        if day := over.get((child, carer)):
            days[day].append(pk)
    for day, keys in days.items():
        end_stand_ins(StandIn.objects.filter(id__any_of=keys), day)


def _last_day(one: Pairing, on: dt.date, reason: EndReason) -> dt.date:
    """What is taken back on its first day was never in force."""
    return max(on, one.start if reason == EndReason.UNDONE else one.start + DAY)


def end_rows(
    rows: Collection[Pairing], *, on: dt.date, by: Reader, reason: EndReason, note: str
) -> int:
    """End these, as far as nobody else has."""
    if not rows:
        return 0
    found = Pairing.objects.filter(id__any_of=[row.pk for row in rows])
    return end_open(found, on=on, by=by, reason=reason, note=note)


def end_when_carer_left(carer: Carer, on: dt.date, by: Reader) -> None:
    """Children of a carer who left wait for another one from that day (people.hooks)."""
    own = Pairing.objects.filter(carer=carer)
    end_open(own, on=on, by=by, reason=EndReason.CARER_LEFT, note="")


def end_when_child_left(child: Child, on: dt.date, reason: str, by: Reader) -> None:
    """A child who left the register has no carer any more (people.hooks)."""
    end_open(
        Pairing.objects.filter(child=child),
        on=on,
        by=by,
        reason=EndReason.CHILD_LEFT,
        note=reason[:200],
    )
    siblings_wait_on(child, by)


def end_when_child_moved(
    child: Child, source: int | None, target: int, on: dt.date, by: Reader
) -> None:
    """A carer of another district, or one whom the parted household would overburden, cannot go on:
    the child waits for a carer where she lives now. One who is farther away than she was goes on,
    and somebody is asked whether she should (people.hooks)."""
    open_ones = Pairing.objects.filter(child=child).standing(on).select_related("carer", "child")
    for pairing in open_ones:
        now = tier_between(target, pairing.carer.place_id, by.tree)
        if now == Tier.BEYOND or not _has_room(pairing.carer, on):
            end_open(
                Pairing.objects.filter(pk=pairing.pk),
                on=on, by=by, reason=EndReason.CHILD_MOVED, note=by.tree.full_name(target)[:200],
            )  # fmt: skip
        elif ORDER[now] > ORDER[tier_between(source, pairing.carer.place_id, by.tree)]:
            ask_whether_to_change(pairing, target, now, by)


def _has_room(carer: Carer, on: dt.date) -> bool:
    """Whether her households are no more than her places."""
    homes = Pairing.objects.filter(carer=carer).standing(on).order_by()
    return homes.values("child__household").distinct().count() <= carer.capacity
