"""A child lives elsewhere: her open slips go along, and both places see where they went."""

import datetime as dt
from uuid import uuid4

from nuantong.access.reader import Reader
from nuantong.handouts import states
from nuantong.handouts.actions.common import log
from nuantong.handouts.actions.trying import step
from nuantong.handouts.models import Slip, SlipStep
from nuantong.people.models import Child


def follow(child: Child, source: int | None, target: int, on: dt.date, by: Reader) -> None:
    """For people.hooks: within the transaction of the move."""
    rows = Slip.objects.filter(child=child, state__in=states.OPEN).exclude(place=target)
    for slip in rows.select_for_update(of=("self",)).select_related("child", "batch"):
        before = slip.place_id or source
        slip.place_id = target
        slip.version += 1
        slip.save(update_fields=["place", "version"])
        if before:
            step(slip, SlipStep.Kind.REROUTED, uuid4(), by, place=before)
        log("发放单转到现居住地", slip, by, place_id=[before, target])
