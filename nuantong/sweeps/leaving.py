"""The rows of a child who leaves the register, comes again, or was merged into another."""

import datetime as dt
from typing import Final

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.core.retrying import retried
from nuantong.people.models import Child, Exit, ExitReason
from nuantong.sweeps.actions.common import set_standing
from nuantong.sweeps.actions.standings import end_link
from nuantong.sweeps.models import LEFT, Link, Reason, Record, Standing
from nuantong.sweeps.rules import Verdict

REASONS: Final[dict[str, Reason]] = {
    ExitReason.ADULT: Reason.ADULT, ExitReason.DIED: Reason.DEAD,
    ExitReason.LEFT_CITY: Reason.MOVED,
}  # fmt: skip


def left(child: Child, on: dt.date, reason: str, by: Reader) -> None:
    """A hook of people: a row that spoke of her is excluded with the reason of her leaving.

    Where she was on the register twice, the row is compared again: the other record stays.
    """
    gone = Exit.objects.filter(child=child, undone_on=None).order_by("-on", "-pk").first()
    why = gone.reason if gone else ExitReason.OTHER
    words = f"{LEFT}{ExitReason(why).label}"
    for link in _live(child):
        end_link(link, words, by)
        set_standing(link.record, _verdict(why, words), by)


def _live(child: Child) -> list[Link]:
    """Records are held before their links, as whoever else decides on them does."""
    links = Link.objects.filter(child=child, undone_at=None).select_related("record__source")
    held = Record.objects.filter(pk__in=links.order_by().values("record")).order_by("pk")
    list(held.select_for_update(of=("self",)).values_list("pk"))
    return list(links.order_by("record").select_for_update(of=("self",)))


def _verdict(why: str, words: str) -> Verdict:
    if why == ExitReason.DUPLICATE:
        return Verdict(Standing.WAITING, Reason.LINKING)
    return Verdict(Standing.EXCLUDED, REASONS.get(why, Reason.LEFT), words)


def returned(child: Child, on: dt.date, by: Reader) -> None:
    """A hook of people: she is on the register again, so her rows are hers again."""
    records = Record.objects.filter(
        child=None, standing=Standing.EXCLUDED, rule__startswith=LEFT, links__child=child
    )
    for record in records.distinct().order_by("pk"):
        last = record.links.order_by("-undone_at", "-pk").first()
        if last is None or last.child_id != child.pk or not last.undone_why.startswith(LEFT):
            continue
        Link.objects.create(
            record=record, child=child, model=last.model, weight=last.weight, levels=last.levels,
            guard=last.guard, decider=last.decider, by=last.by, by_name=last.by_name,
            at=clock.now(),
        )  # fmt: skip
        set_standing(record, Verdict(Standing.ON_REGISTER), by, child=child)


def catch_up(by: Reader) -> int:
    """Links of children who left or came again without the hooks (an import); how many rows."""
    gone = Link.objects.filter(undone_at=None).exclude(child__status=Child.Status.ON_REGISTER)
    children = Child.objects.filter(pk__in=gone.values("child")).order_by("pk")
    back = Child.objects.on_register().filter(
        roster_links__undone_at__isnull=False, roster_links__record__child=None,
        roster_links__record__rule__startswith=LEFT,
    )  # fmt: skip
    gone_by, back_by = list(children), list(back.distinct().order_by("pk"))
    for child in gone_by:
        retried(left)(child, by.on, "", by)
    for child in back_by:
        retried(returned)(child, by.on, by)
    return len(gone_by) + len(back_by)
