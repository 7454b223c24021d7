"""What supervisors did about missed windows: older ones are acted upon, recent ones wait."""

import datetime as dt
from collections import defaultdict
from typing import Final, NamedTuple

from django.db import connection

from nuantong.core.copying import reserve_ids
from nuantong.demo.habits import DAY
from nuantong.demo.offices import township_chair
from nuantong.demo.size import SEED, TODAY, chance, pick
from nuantong.demo.writing.pairings import at
from nuantong.demo.writing.tables import write
from nuantong.duties.models import OverdueAction, WindowOutcome

Kind = OverdueAction.Kind
KINDS: Final = {Kind.CALLED: 46, Kind.REMINDED: 34, Kind.VISIT: 12, Kind.EXCUSED: 7}
NOTES: Final = ("已电话了解，爱心妈妈农忙", "孩子暑期在亲戚家", "爱心妈妈生病，已好转", "", "", "")
FRESH: Final = TODAY - 11 * DAY
"""Of the windows that ended later, some chairs have gone through already."""
ACTED, ACTED_ON_FRESH = 0.98, 0.4
NOW: Final = "now"
ACT: Final = f"""
UPDATE {WindowOutcome._meta.db_table} w SET acted_id = a.action
FROM unnest(%s::bigint[], %s::bigint[]) AS a(window_id, action) WHERE w.id = a.window_id
"""


class Missed(NamedTuple):
    """What a chair finds for one child at the end of a month, or now."""

    child: int
    place: str
    month: str


def act_on_older_misses(users: dict[str, int], seed: int = SEED) -> int:
    """One action for each child and month upon all windows that ended in it."""
    rng = chance("overdue", seed)
    found = {
        one: windows
        for one, windows in _missed().items()
        if rng.random() < (ACTED_ON_FRESH if one.month == NOW else ACTED)
    }
    ids = reserve_ids(OverdueAction, len(found))
    write(
        OverdueAction,
        (
            {
                "id": key, "child": one.child, "kind": pick(rng, KINDS),
                "note": rng.choice(NOTES), "by": users[township_chair(one.place)],
                "at": at(_acted_on(windows[-1][1]), rng.randint(9, 16)),
            }
            for key, (one, windows) in zip(ids, found.items(), strict=True)
        ),
    )  # fmt: skip
    links = [
        (window, key)
        for key, windows in zip(ids, found.values(), strict=True)
        for window, _ in windows
    ]
    if links:
        with connection.cursor() as cursor:
            cursor.execute(ACT, [list(column) for column in zip(*links, strict=True)])
    return len(found)


def _missed() -> dict[Missed, list[tuple[int, dt.date]]]:
    """Windows and their ends by child and month, in the order of their ends."""
    found: dict[Missed, list[tuple[int, dt.date]]] = defaultdict(list)
    rows = WindowOutcome.objects.overdue()
    for child, place, key, ends in rows.order_by("ends", "enrolment", "duty").values_list(
        "enrolment__child", "enrolment__child__place__code", "pk", "ends"
    ):
        month = NOW if ends > FRESH else f"{ends:%Y-%m}"
        found[Missed(child, place, month)].append((key, ends))
    return found


def _acted_on(last_end: dt.date) -> dt.date:
    """Some days after the last of them closed, at the latest yesterday."""
    return min(last_end + 10 * DAY, TODAY - DAY)
