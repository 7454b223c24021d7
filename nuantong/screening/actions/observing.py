"""Writing down what was seen of a child; a red sign is somebody's the same moment."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.people.actions.common import child_for_change, log_look
from nuantong.people.models import Child
from nuantong.screening import watchlist
from nuantong.screening.actions.alerts import raise_alert
from nuantong.screening.models import Alert, Observation

OLDEST = 31


@transaction.atomic
def observe(
    *, key: UUID, child: Child, on: dt.date, signs: list[str], note: str, by: Reader
) -> Observation:
    """Keep the list as ticked, once for a key. Other content under a key is refused."""
    found = child_for_change(child, by, Permission.OBSERVE)
    chosen, words = watchlist.known(signs), narrative(note, 1000)
    known = Observation.objects.filter(key=key).first()
    if known is not None:
        return _same(known, found, chosen, by)
    if on > by.on:
        raise Refusal("观察日期在今天之后，请核对。")
    if (by.on - on).days > OLDEST:
        raise Refusal("只能补填一个月以内看到的情况。")
    kept = Observation.objects.create(
        key=key, child=found, on=on, at=clock.now(), writer=by.user, written_by=by.actor_name,
        signs=chosen, note=words, red=watchlist.is_red(chosen),
    )  # fmt: skip
    log_look("填写日常观察清单", found, by, on=on, red=kept.red)
    if kept.red:
        raise_alert(
            child=found, source=Alert.Source.LIST, key=f"list:{key.hex}", what="观察清单有红色项"
        )
    return kept


def _same(known: Observation, child: Child, chosen: list[str], by: Reader) -> Observation:
    if (known.child_id, known.writer_id, known.signs) != (child.pk, by.actor_id, chosen):
        raise Refusal("没有存下来，请重新打开本页再填一次。")
    return known
