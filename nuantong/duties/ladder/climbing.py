"""One run of the ladder over everybody: ends, raises, climbs, tells. Twice equals once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.core.retrying import retried
from nuantong.duties.ladder import statements as sql
from nuantong.duties.ladder.editions import columns, editions
from nuantong.duties.ladder.reminding import remind
from nuantong.duties.ladder.telling import Asked, tell
from nuantong.duties.models import EscalationStep

Kind = EscalationStep.Kind
BATCH = 5000


@dataclass(frozen=True)
class Climbed:
    """What a run did: how many steps began, climbed, ended, and how many people were told."""

    raised: int
    climbed: int
    ended: int
    told: int
    reminded: int

    def __str__(self) -> str:
        return (
            f"新提出 {self.raised} 件，上报 {self.climbed} 件，结束 {self.ended} 件；"
            f"通知 {self.told} 条，提醒爱心妈妈 {self.reminded} 条。"
        )


class Happened(NamedTuple):
    """A row of a statement: which step of whom, where it is now, and how it came about."""

    pk: int
    child: int
    rule: str
    step: int
    level: int
    how: bool = False


@retried
def escalate(by: Reader) -> Climbed:
    """Bring every step in line with the facts of the reader's day, and tell whom it concerns.

    Whoever runs it at the same moment waits for the other's rows and then finds nothing to do: a
    step is unique in the database, and only who wrote it tells.
    """
    found = editions(by)
    given = columns(found, by.on)
    ended = _run(sql.GONE, sql.WANTED, sql.ENDED, given=given)
    raised = _run(sql.RAISED, given=given)
    climbed = _run(sql.CLIMBED, given=given)
    lapsed = _run(sql.LAPSED, given=given)
    _keep(ended, by, Kind.ENDED)
    _keep((one for one in raised if not one.how), by, Kind.RAISED)
    _keep((one for one in raised if one.how), by, Kind.REOPENED)
    _keep((one for one in climbed if not one.how), by, Kind.CLIMBED)
    _keep([*(one for one in climbed if one.how), *lapsed], by, Kind.LAPSED)
    _run(sql.GONE, given={})
    told = tell([_asked(one) for one in (*raised, *climbed, *lapsed)], by)
    reminded = remind(found, by)
    return Climbed(len(raised), len(climbed), len(ended), told, reminded)


def _run(*statements: str, given: dict[str, Any]) -> list[Happened]:
    """The rows of the last statement."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, given or None)
        return [Happened(*row) for row in cursor.fetchall()] if cursor.description else []


def _asked(one: Happened) -> Asked:
    return Asked(one.pk, one.child, one.rule, one.step, one.level)


def _keep(rows: Iterable[Happened], by: Reader, kind: Kind) -> None:
    """With the time of the reader's own day: the demo tells of mornings gone by."""
    at = clock.now() - (clock.today() - by.on)
    EscalationStep.objects.bulk_create(
        (
            EscalationStep(
                escalation_id=one.pk, kind=kind, level=one.level, at=at, by=by.actor_name
            )
            for one in rows
        ),
        batch_size=BATCH,
    )
