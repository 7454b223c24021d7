"""Bringing stored rows in line with what was judged, in sets: a few statements for any number.

Whatever is written is compared in the database first, so that the same verdicts twice write nothing
the second time.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.db import connection

from nuantong.core import clock
from nuantong.core.prepared import numbers, prepared

Column = list[Any]


class Verdicts(NamedTuple):
    """Windows as columns. `closes`: its grace has ended, and it may not be stored yet. `outcome` may be one of a running window:
    then whatever is stored stays."""

    enrolment: Column
    duty: Column
    period_key: Column
    starts: Column
    ends: Column
    outcome: Column
    reason: Column
    contact: Column
    handover: Column
    closes: Column


class Links(NamedTuple):
    """Which contact counts for which window, and how."""

    enrolment: Column
    duty: Column
    period_key: Column
    contact: Column
    kind: Column


class Newest(NamedTuple):
    """The last contact of each enrolment's child."""

    enrolment: Column
    day: Column


@dataclass
class Written:
    """How many rows a run wrote."""

    closed: int = 0
    corrected: int = 0
    fulfilments: int = 0

    def add(self, other: "Written") -> None:
        self.closed += other.closed
        self.corrected += other.corrected
        self.fulfilments += other.fulfilments


@dataclass
class Judgement:
    """All windows of the enrolments when `whole`, else some. With `newest` the links of the windows
    are all of them: others are taken away."""

    enrolments: Sequence[int]
    verdicts: Verdicts
    links: Links
    newest: Newest = field(default_factory=lambda: Newest([], []))
    whole: bool = True


TYPES = {
    "enrolment": "bigint", "duty": "text", "period_key": "text", "starts": "date", "ends": "date",
    "outcome": "text", "reason": "text", "contact": "bigint", "handover": "boolean",
    "closes": "boolean", "kind": "text", "day": "date",
}  # fmt: skip


MANY: Final = 1000
"""More rows than these are copied to the database once instead of written into each statement."""


class _Given:
    """Columns as a statement reads them: its first words, and what is sent along with it."""

    def __init__(self, columns: Any) -> None:
        names = ", ".join(columns._fields)
        if len(columns[0]) > MANY:
            self.words = f"given AS NOT MATERIALIZED (SELECT * FROM {_copied(columns)})"
            self.values: list[Any] = []
        else:
            arrays = ", ".join(f"%s::{TYPES[name]}[]" for name in columns._fields)
            self.words = f"given ({names}) AS MATERIALIZED (SELECT * FROM unnest({arrays}))"
            self.values = [
                numbers(column) if TYPES[name] == "bigint" else column
                for name, column in zip(columns._fields, columns, strict=True)
            ]

    def rows(self, statement: str, *values: Any) -> int:
        """How many rows the statement wrote."""
        with self._executed(statement, values) as cursor:
            return int(cursor.rowcount)

    def number(self, statement: str, *values: Any) -> int:
        """The number it selects."""
        with self._executed(statement, values) as cursor:
            return int(cursor.fetchone()[0])

    def _executed(self, statement: str, values: Iterable[Any]) -> Any:
        """The cursor after it. For a few rows the statement is the same each time."""
        cursor = prepared(connection) if self.values else connection.cursor()
        cursor.execute(statement.replace("{given}", self.words), [*self.values, *values])
        return cursor


def _copied(columns: Any) -> str:
    """The temporary table that holds them until the transaction ends."""
    import polars as pl

    table = f"duties_given_{type(columns).__name__.lower()}"
    described = ", ".join(f"{name} {TYPES[name]}" for name in columns._fields)
    text = pl.DataFrame(columns._asdict()).write_csv(include_header=False)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(f"CREATE TEMPORARY TABLE {table} ({described}) ON COMMIT DROP")
        with cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
            copy.write(text)
        cursor.execute(f"ANALYZE {table}")
    return table


CLOSE = """
WITH {given}
INSERT INTO duties_windowoutcome (enrolment_id, duty, period_key, starts, ends, outcome, reason,
  contact_id, credit_carer_id, handover, place_id, closed_at)
SELECT enrolment, duty, period_key, starts, ends, outcome, reason, contact, contact_.carer_id,
       handover, child.place_id, %s
  FROM given JOIN duties_enrolment AS enrolled ON enrolled.id = enrolment
  JOIN people_child AS child ON child.id = enrolled.child_id
  LEFT JOIN duties_contact AS contact_ ON contact_.id = contact
 WHERE closes AND NOT EXISTS (
   SELECT FROM duties_windowoutcome AS stored WHERE stored.enrolment_id = given.enrolment
      AND stored.duty = given.duty AND stored.period_key = given.period_key)
 ORDER BY enrolment, duty, starts
ON CONFLICT (enrolment_id, duty, period_key) DO NOTHING
"""
THEIRS = """
given JOIN duties_windowoutcome AS stored ON stored.enrolment_id = enrolment
   AND stored.duty = given.duty AND stored.period_key = given.period_key
"""
ALL = """
duties_windowoutcome AS stored LEFT JOIN given ON stored.enrolment_id = enrolment
   AND stored.duty = given.duty AND stored.period_key = given.period_key
"""
CORRECT = """
WITH {given},
now AS (
  SELECT stored.id, stored.outcome AS before, coalesce(given.outcome, 'void') AS outcome,
         coalesce(given.reason, '') AS reason, contact, contact_.carer_id,
         coalesce(given.handover, false) AS handover
    FROM {rows} LEFT JOIN duties_contact AS contact_ ON contact_.id = contact
   WHERE stored.enrolment_id = ANY(%s::bigint[])
     AND coalesce(given.outcome, 'void') NOT IN ('open', 'in_grace', 'unreported')
     AND (stored.outcome, stored.reason, stored.contact_id, stored.credit_carer_id, stored.handover)
         IS DISTINCT FROM (coalesce(given.outcome, 'void'), coalesce(given.reason, ''), contact,
                           contact_.carer_id, coalesce(given.handover, false))),
changed AS (
  UPDATE duties_windowoutcome AS stored SET outcome = now.outcome, reason = now.reason,
         contact_id = now.contact, credit_carer_id = now.carer_id, handover = now.handover
    FROM now WHERE stored.id = now.id RETURNING stored.id, now.before, now.outcome),
noted AS (
  INSERT INTO duties_outcomecorrection (window_id, at, before, after, why)
  SELECT id, %s, before, outcome, %s FROM changed WHERE before <> outcome ORDER BY id)
SELECT count(*) FROM changed
"""
CORRECT_ALL, CORRECT_THEIRS = (CORRECT.replace("{rows}", rows) for rows in (ALL, THEIRS))
"""What is owed no longer is void."""
SAME_LINK = """
stored.enrolment_id = given.enrolment AND stored.duty = given.duty
   AND stored.period_key = given.period_key AND stored.contact_id = given.contact
"""
UNLINK = f"""
WITH {{given}}
DELETE FROM duties_fulfilment AS stored WHERE enrolment_id = ANY(%s::bigint[])
   AND NOT EXISTS (SELECT FROM given WHERE {SAME_LINK} AND stored.kind = given.kind)
"""
UNLINK_THEIRS = f"""
WITH {{given}},
windows AS (SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[])
              AS windows (enrolment, duty, period_key))
DELETE FROM duties_fulfilment AS stored USING windows
 WHERE stored.enrolment_id = windows.enrolment AND stored.duty = windows.duty
   AND stored.period_key = windows.period_key
   AND NOT EXISTS (SELECT FROM given WHERE {SAME_LINK} AND stored.kind = given.kind)
"""
LINK = f"""
WITH {{given}}
INSERT INTO duties_fulfilment (enrolment_id, duty, period_key, contact_id, kind)
SELECT enrolment, duty, period_key, contact, kind FROM given
 WHERE NOT EXISTS (SELECT FROM duties_fulfilment AS stored WHERE {SAME_LINK})
 ORDER BY enrolment, duty, period_key, contact
ON CONFLICT (enrolment_id, duty, period_key, contact_id) DO NOTHING
"""
SETTLED = """
UPDATE duties_enrolment SET settled_until = %s
 WHERE id = ANY(%s::bigint[]) AND settled_until IS DISTINCT FROM %s
"""
SETTLED_WITH_NEWEST = """
WITH {given}
UPDATE duties_enrolment SET settled_until = %s, last_contact = given.day FROM given
 WHERE id = enrolment AND (settled_until, last_contact) IS DISTINCT FROM (%s, given.day)
"""


def close(judgement: Judgement) -> Written:
    """Store outcomes of windows that have none yet; nothing else changes."""
    return _close(judgement, _Given(judgement.verdicts))


def _close(judgement: Judgement, given: _Given) -> Written:
    any_closes = any(judgement.verdicts.closes)
    return Written(given.rows(CLOSE, clock.now()) if any_closes else 0)


def bring_in_line(judgement: Judgement, as_of: dt.date, why: str) -> Written:
    """Close, correct with a trace, link and unlink. The enrolments are settled until the day."""
    verdicts, links = _Given(judgement.verdicts), _Given(judgement.links)
    newest, ids = _Given(judgement.newest), list(judgement.enrolments)
    correct = CORRECT_ALL if judgement.whole else CORRECT_THEIRS
    corrected = verdicts.number(correct, numbers(ids), clock.now(), why)
    written = _close(judgement, verdicts)
    written.corrected = corrected
    if judgement.whole:
        links.rows(UNLINK, numbers(ids))
    elif judgement.newest.enrolment:
        links.rows(UNLINK_THEIRS, numbers(judgement.verdicts.enrolment), *judgement.verdicts[1:3])
    written.fulfilments = links.rows(LINK)
    if judgement.newest.enrolment:
        newest.rows(SETTLED_WITH_NEWEST, as_of, as_of)
    else:
        with connection.cursor() as cursor:
            cursor.execute(SETTLED, [as_of, numbers(ids), as_of])
    return written
