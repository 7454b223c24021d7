"""What has changed since a round was worked out: counted a few times an hour, with its moment."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.pairing.models import LeftOver, Pairing, PairingRound, Proposal
from nuantong.pairing.queries.counting import key_of
from nuantong.people.models import Carer, Child
from nuantong.people.models.carer import check_began

KEPT_FOR: Final = 300
"""Seconds; a decision on the round makes it new at once."""
OPEN: Final = (Proposal.State.PROPOSED, Proposal.State.ACCEPTED)


@dataclass(frozen=True)
class Since:
    """Households that wait and are not in the round, and proposals whose carer cannot any more, as
    of a moment."""

    fresh: int
    barred: int
    at: dt.datetime


def since_run(round: PairingRound, reader: Reader) -> Since:
    """Two queries over the reader's part of the scope, or what they have found just now."""
    key = key_of("since", round, reader)
    found: Since | None = cache.get(key)
    if found is None:
        found = Since(_fresh(round, reader), _barred(round, reader), clock.now())
        cache.set(key, found, KEPT_FOR)
    return found


def _fresh(round: PairingRound, reader: Reader) -> int:
    waiting = Child.objects.visible_to(reader, to=Permission.RUN_ROUNDS).on_register()
    waiting = waiting.filter(setting=Child.Setting.SCATTERED)
    if round.region_id != reader.tree.root.id:
        waiting = waiting.filter(place__id__any_of=reader.tree.below(round.region_id))
    paired = Pairing.objects.standing(reader.on).filter(child=OuterRef("pk"))
    here = {"round": round, "household": OuterRef("household")}
    proposed = Proposal.objects.filter(**here, state__in=Proposal.LIVE)
    known = (paired, proposed, LeftOver.objects.filter(**here))
    fresh = waiting.filter(*(~Exists(rows.order_by()) for rows in known))
    return fresh.order_by().values("household").distinct().count()


def _barred(round: PairingRound, reader: Reader) -> int:
    unable = ~Q(status=Carer.Status.ACTIVE) | Q(background_checked_on=None)
    unable |= Q(background_checked_on__lte=check_began(reader.on))
    unable |= Q(background_checked_on__gt=reader.on)
    rows = Proposal.objects.visible_to(reader).filter(round=round, state__in=OPEN)
    return rows.filter(carer__in=Carer.objects.filter(unable).order_by().values("pk")).count()
