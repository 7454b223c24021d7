"""What the register does each night: twice equals once."""

import datetime as dt
from typing import NamedTuple

from nuantong.access.reader import Reader
from nuantong.core.retrying import retried
from nuantong.people import hooks
from nuantong.people.actions import end_labels_by_age
from nuantong.people.models import Move
from nuantong.people.queries.ageing import children_of
from nuantong.people.values import MOVE_WAITS


class Kept(NamedTuple):
    """How many labels ended, children are due or soon grown up, moves wait too long."""

    ended: int
    due: int
    soon: int
    late: int


def keep_register(by: Reader) -> Kept:
    """Ends what ends with a birthday, tells of those who grow up, and of moves that wait."""
    ended = end_labels_by_age(by)
    due, soon = (list(children_of(by, which)) for which in ("due", "soon"))
    retried(hooks.growing_up)(due, soon, by)
    late = list(Move.objects.open().filter(proposed_on__lt=by.on - dt.timedelta(MOVE_WAITS)))
    retried(hooks.moves_wait)(late, by)
    return Kept(ended, len(due), len(soon), len({move.together for move in late}))
