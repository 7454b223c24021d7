"""Two who read the same card and differ: the card is open again, for somebody who is neither."""

from typing import Final

from nuantong.access.reader import Reader, reader_of
from nuantong.core.errors import Refusal
from nuantong.sweeps.actions.common import set_standing
from nuantong.sweeps.actions.standings import end_link, let_go
from nuantong.sweeps.models import Card, Link, Reading, Record, Standing
from nuantong.sweeps.settling import verdict_of

DIFFER: Final = "两人核对结论不同，等第三人核对"
LATER: Final = "这一行后来另有处理，不能撤回。"


def put_apart(card: Card, record: Record, by: Reader) -> None:
    """What the first answer led to is taken back, and the record waits for a third person.

    A child registered from the row stays registered: whether she is another's double is asked.
    """
    since, card.state, card.decided_at = card.decided_at, Card.State.APART, None
    let_go(card, "state", "decided_at")
    if record.standing == Standing.FOUND:
        return
    others = Card.objects.filter(record=record).exclude(pk=card.pk)
    others.filter(state=Card.State.SAME).update(state=Card.State.APART, decided_at=None)
    dropped = others.filter(state=Card.State.DROPPED, decided_at__gte=since)
    dropped.update(state=Card.State.OPEN, decided_at=None)
    live = Link.objects.filter(record=record, undone_at=None).first()
    if live is not None:
        end_link(live, DIFFER, by)
    set_standing(record, verdict_of(record), by, note=DIFFER)


def as_before(last: Reading, card: Card, record: Record, by: Reader) -> tuple[str, Reader]:
    """The first answer and its reader, for a blind reading that is taken back; the card stands as the first reader found it."""
    readings = Reading.objects.filter(card=card, undone_at=None).exclude(pk=last.pk)
    first = readings.filter(at__lte=last.at).order_by("-at", "-pk").first()
    others = Card.objects.filter(record=record, state=Card.State.APART).exclude(pk=card.pk)
    if first is None or others.exists():
        raise Refusal(LATER)
    card.state = Card.State.OPEN
    card.save(update_fields=["state"])
    return first.answer, reader_of(first.by, by.on)
