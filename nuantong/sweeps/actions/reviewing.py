"""Cards: taken by one person at a time, answered by three keys, the last answer taken back.

A card asked about goes to a second person. A sample is read again by somebody who is not told what
the first one answered; where the two differ, a third decides (`apart`). Agreement is Cohen's kappa
(Educ. Psychol. Meas. 20, 1960, 37–46).
"""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.sweeps.actions import apart
from nuantong.sweeps.actions.common import log, set_standing
from nuantong.sweeps.actions.standings import (
    drop_cards,
    end_link,
    let_go,
    make_link,
    settle_card,
)
from nuantong.sweeps.models import (
    OPEN_CARDS,
    Answer,
    Card,
    Link,
    Reading,
    Reason,
    Record,
    Standing,
)
from nuantong.sweeps.rules import Verdict
from nuantong.sweeps.settling import verdict_of

CLAIM: Final = dt.timedelta(minutes=10)
"""So long a card stays with whoever opened it."""
TWICE: Final = {
    "reading_once_each": "您已经核对过这张卡片。",
    "reading_blind_once": "这张卡片已由第二人核对。",
}
LATER: Final = "这一行后来另有处理，不能撤回。"
UNSURE: Final = {
    Card.State.ASKED: "两人都拿不准，请入户核实",
    Card.State.APART: "两人结论不同，第三人也拿不准，请入户核实",
}


def for_reading(
    by: Reader, places: list[int] | None = None, record: int | None = None
) -> QuerySet[Card]:
    """Cards this person may be given: open, asked by others, or to be read again blind.

    Nobody gets a card twice: so the third is neither of the two who differ.
    """
    mine = Reading.objects.filter(card=OuterRef("pk"), by=by.actor_id, undone_at=None)
    blind = Reading.objects.filter(card=OuterRef("pk"), blind=True, undone_at=None)
    again = Q(sampled=True, state__in=[Card.State.SAME, Card.State.DIFFERENT]) & ~Exists(blind)
    cards = Card.objects.visible_to(by).filter(Q(state__in=OPEN_CARDS) | again)
    if places is not None:
        cards = cards.filter(record__region__id__any_of=places)
    if record is not None:
        cards = cards.filter(record=record)
    hers = Q(record__handed_user=None) | Q(record__handed_user=by.actor_id)
    return cards.filter(hers).exclude(Exists(mine))


@transaction.atomic
def take(*, by: Reader, places: list[int] | None = None, record: int | None = None) -> Card | None:
    """The next card, held for this person; nobody else gets it meanwhile."""
    now = clock.now()
    free = Q(claimed_by=None) | Q(claimed_until__lt=now) | Q(claimed_by=by.actor_id)
    waiting = for_reading(by, places, record).filter(free)
    row = (
        waiting.select_for_update(of=("self",), skip_locked=True)
        .annotate(mine=Case(When(claimed_by=by.actor_id, then=0), default=1))
        .order_by("mine", "-sampled", "record__region", "record", "rank")
        .first()
    )
    if row is None:
        return None
    row.claimed_by_id, row.claimed_until = by.actor_id, now + CLAIM
    row.save(update_fields=["claimed_by", "claimed_until"])
    return row


@transaction.atomic
def answer(*, card: Card, answer: str, by: Reader) -> Card:
    """One of the three keys. Refused when the card is with somebody else by now."""
    record = Record.objects.select_for_update(of=("self",)).get(pk=card.record_id)
    found = Card.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=card.pk).first()
    if found is None or by.user is None or not by.can(Permission.REVIEW_SWEEPS):
        raise Refusal("这张卡片不由您核对。")
    if (
        found.claimed_by_id != by.actor_id
        and found.claimed_until
        and found.claimed_until >= clock.now()
    ):
        raise Refusal("这张卡片正由他人核对。")
    blind = not found.is_open
    if blind and (not found.sampled or found.state == Card.State.DROPPED):
        raise Refusal("这张卡片已经核对过。")
    with refusing(TWICE):
        Reading.objects.create(card=found, by=by.user, by_name=by.actor_name, answer=Answer(answer),
                               blind=blind, at=clock.now())  # fmt: skip
    if blind and answer == found.state:
        let_go(found)
    elif blind:
        apart.put_apart(found, record, by)
    else:
        _decide(found, record, answer, by)
    log("核对名册记录", record, by, card=found.pk, answer=answer, blind=blind)
    return found


def _decide(card: Card, record: Record, said: str, by: Reader) -> None:
    if said == Answer.SAME:
        _same(card, record, by)
    elif said == Answer.DIFFERENT:
        settle_card(card, Card.State.DIFFERENT)
        _look_again(record, by)
    elif card.state in UNSURE:
        _send_visitor(card, record, by)
    else:
        card.state = Card.State.ASKED
        let_go(card, "state")
        _look_again(record, by)


def _send_visitor(card: Card, record: Record, by: Reader) -> None:
    """Whoever knows no better by the papers is asked at the door."""
    note = UNSURE[Card.State(card.state)]
    settle_card(card, Card.State.DROPPED)
    if not record.child_id:
        drop_cards(record)
        set_standing(record, Verdict(Standing.WAITING, Reason.VISIT), by, note=note)


def _same(card: Card, record: Record, by: Reader) -> None:
    if card.child:
        make_link(record, card.child, by, Link.Decider.PERSON, card)
        set_standing(record, Verdict(Standing.ON_REGISTER), by, child=card.child)
    else:
        verdict = Verdict(Standing.EXCLUDED, Reason.DUPLICATE)
        set_standing(record, verdict, by, duplicate_of=card.other)
    settle_card(card, Card.State.SAME)
    drop_cards(record)


def _look_again(record: Record, by: Reader) -> None:
    """Other cards of the record, else what the rules say of it without a link."""
    if record.child_id:
        return
    verdict = verdict_of(record)
    if (record.standing, record.reason) != (verdict.standing, verdict.reason):
        set_standing(record, verdict, by)


@transaction.atomic
def undo_last(*, by: Reader) -> Card:
    """Takes back this person's last answer of today, unless somebody went on from it."""
    last = (
        Reading.objects.select_for_update(of=("self",))
        .filter(by=by.actor_id, undone_at=None, at__date=by.on)
        .order_by("-at", "-pk").first()
    )  # fmt: skip
    if last is None:
        raise Refusal("今天还没有可以撤回的核对。")
    record = Record.objects.select_for_update(of=("self",)).get(pk=last.card.record_id)
    card = Card.objects.select_for_update(of=("self",)).get(pk=last.card_id)
    if not last.blind:
        _take_back(last, card, record, by)
    elif card.readings.filter(at__gt=last.at, undone_at=None).exists():
        raise Refusal(LATER)
    elif card.state == Card.State.APART:
        said, first = apart.as_before(last, card, record, by)
        _decide(card, record, said, first)
    last.undone_at = clock.now()
    last.save(update_fields=["undone_at"])
    card.claimed_by, card.claimed_until = by.user, clock.now() + CLAIM
    card.save(update_fields=["claimed_by", "claimed_until"])
    log("撤回核对", record, by, card=card.pk)
    return card


def _take_back(last: Reading, card: Card, record: Record, by: Reader) -> None:
    others = Reading.objects.filter(card=card, undone_at=None).exclude(pk=last.pk)
    if others.filter(at__gt=last.at).exists():
        raise Refusal("第二人已经接着核对了，不能撤回。")
    if record.by_name != by.actor_name and record.since > last.at:
        raise Refusal(LATER)
    live = Link.objects.filter(record=record, undone_at=None).first()
    if live is not None:
        if card.state != Card.State.SAME or live.child_id != card.child_id:
            raise Refusal(LATER)
        end_link(live, "撤回刚才的核对", by)
    dropped = Card.objects.filter(record=record, state=Card.State.DROPPED)
    if card.decided_at:
        dropped.filter(decided_at__gte=card.decided_at).update(
            state=Card.State.OPEN, decided_at=None
        )
    card.state, card.decided_at = _state_before(others), None
    card.save(update_fields=["state", "decided_at"])
    set_standing(record, verdict_of(record), by)


def _state_before(others: QuerySet[Reading]) -> str:
    """Of a card whose last answer is taken back, by what others answered before."""
    if others.filter(blind=True).exists():
        return Card.State.APART
    return Card.State.ASKED if others.filter(answer=Answer.ASK).exists() else Card.State.OPEN
