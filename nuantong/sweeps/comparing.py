"""A load's rows against the records its source has: set by set, in one transaction.

Nothing is written twice: a row whose record says the same already leaves the record alone, so the
next load of millions costs what has changed in it. Between two statements the work may be stopped;
nothing has happened then.

A row is a record seen before when all its cells are equal, else by the ID number and the name, by
the ID number, by name with birth date and place, by name and village. Of several equal ones the
first goes with the first.
"""

from collections.abc import Callable
from typing import Any, Final

from django.db import connection, transaction

from nuantong.core import clock
from nuantong.regions.tree import VILLAGE
from nuantong.sweeps.models import Load

PASSES: Final = (
    ("same", "fingerprint", "TRUE"),
    ("changed", "id_index, name", "id_index IS NOT NULL"),
    ("changed", "id_index", "id_index IS NOT NULL"),
    ("changed", "name, birth_date, region_id", "name <> '' AND birth_date IS NOT NULL"),
    (
        "changed", "name, region_id",
        "name <> '' AND region_id IN (SELECT id FROM regions_region WHERE level = %(village)s)",
    ),
)  # fmt: skip
MATCH: Final = """
WITH r AS (
  SELECT id, {key}, row_number() OVER (PARTITION BY {key} ORDER BY sheet, number) AS n
    FROM sweeps_loadrow WHERE load_id = %(load)s AND record_id IS NULL AND {where}),
k AS (
  SELECT id, {key}, row_number() OVER (PARTITION BY {key} ORDER BY id) AS n
    FROM sweeps_record
   WHERE source_id = %(source)s AND {where} AND NOT EXISTS (
     SELECT 1 FROM sweeps_loadrow s WHERE s.load_id = %(load)s AND s.record_id = sweeps_record.id))
UPDATE sweeps_loadrow AS l SET record_id = k.id, outcome = %(outcome)s,
       content = CASE %(outcome)s WHEN 'same' THEN NULL ELSE content END
  FROM r JOIN k USING ({key}, n) WHERE l.id = r.id
"""
ADDED: Final = """
CREATE TEMPORARY TABLE sweeps_added AS
SELECT id AS row_id, nextval(pg_get_serial_sequence('sweeps_record', 'id')) AS record_id
  FROM (SELECT id FROM sweeps_loadrow WHERE load_id = %(load)s AND record_id IS NULL
         ORDER BY sheet, number) AS r
"""
ADD: Final = """
INSERT INTO sweeps_record
  (id, source_id, region_id, name, sex, birth_date, id_index, fingerprint, flags, hint, hint_basis,
   content, first_load_id, last_load_id, standing, reason, since, by_name, rule, note, handed_to)
SELECT a.record_id, %(source)s, region_id, name, sex, birth_date, id_index, fingerprint, flags,
       hint, hint_basis, content, load_id, load_id, 'waiting', 'linking', %(now)s, %(by)s, '', NULL, ''
  FROM sweeps_added a JOIN sweeps_loadrow l ON l.id = a.row_id ORDER BY a.record_id
"""
TOLD: Final = """
UPDATE sweeps_loadrow AS l SET outcome = 'new', record_id = a.record_id, content = NULL
  FROM sweeps_added a WHERE l.id = a.row_id
"""
FORGET: Final = "DROP TABLE sweeps_added"
BEFORE: Final = """
UPDATE sweeps_loadrow AS l SET before = r.content FROM sweeps_record r
 WHERE l.load_id = %(load)s AND l.outcome = 'changed' AND r.id = l.record_id
"""
CHANGE: Final = """
UPDATE sweeps_record AS r
   SET region_id = l.region_id, name = l.name, sex = l.sex, birth_date = l.birth_date,
       id_index = l.id_index, fingerprint = l.fingerprint, flags = l.flags, hint = l.hint,
       hint_basis = l.hint_basis, content = l.content, last_load_id = l.load_id, gone_at = NULL
  FROM sweeps_loadrow l
 WHERE l.load_id = %(load)s AND l.outcome = 'changed' AND r.id = l.record_id
"""
SEEN: Final = """
UPDATE sweeps_record AS r
   SET gone_at = NULL, flags = l.flags, hint = l.hint, hint_basis = l.hint_basis
  FROM sweeps_loadrow l
 WHERE l.load_id = %(load)s AND l.outcome = 'same' AND r.id = l.record_id
   AND (r.gone_at IS NOT NULL OR (r.flags, r.hint) IS DISTINCT FROM (l.flags, l.hint))
"""
GONE: Final = """
UPDATE sweeps_record AS r SET gone_at = %(now)s
 WHERE source_id = %(source)s AND gone_at IS NULL AND NOT EXISTS (
   SELECT 1 FROM sweeps_loadrow l WHERE l.load_id = %(load)s AND l.record_id = r.id)
"""
REOPEN: Final = """
UPDATE sweeps_record AS r
   SET standing = 'waiting', reason = 'linking', rule = '', note = NULL, handed_to = '',
       handed_user_id = NULL, duplicate_of_id = NULL, by_name = %(by)s, since = %(now)s
  FROM sweeps_loadrow l
 WHERE l.load_id = %(load)s AND l.record_id = r.id AND (
   (r.standing = 'excluded' AND (
      (l.outcome = 'changed' AND r.rule <> '') OR (l.hint <> '' AND l.hint <> r.hint)))
   OR (r.reason = 'facts' AND l.hint <> r.hint)
   OR (r.standing = 'not_home' AND l.outcome = 'changed'))
"""
"""What a rule excluded is judged anew when its facts change; what a person decided, by new ones."""
FREE: Final = """
UPDATE sweeps_loadrow SET content = NULL WHERE load_id = %(load)s AND outcome = 'changed'
"""
KNOWN: Final = "SELECT EXISTS (SELECT 1 FROM sweeps_record WHERE source_id = %(source)s)"
COUNT: Final = "SELECT outcome, count(*) FROM sweeps_loadrow WHERE load_id = %(load)s GROUP BY 1"


@transaction.atomic
def compare(load: Load, check: Callable[[], None] = lambda: None) -> None:
    """Every row of the load belongs to a record afterwards; the load's counts close.

    `check` is called between the steps and stops the work by raising.
    """
    values: dict[str, Any] = {
        "load": load.pk, "source": load.source_id, "now": clock.now(), "village": VILLAGE,
        "by": load.by_name,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE sweeps_loadrow")
        cursor.execute(KNOWN, values)
        if cursor.fetchone()[0]:
            _match(cursor, values, check)
        for statement in (ADDED, ADD, TOLD, FORGET):
            check()
            cursor.execute(statement, values)
        check()
        cursor.execute("ANALYZE sweeps_record")
        cursor.execute(COUNT, values)
        counts: dict[str, Any] = dict(cursor.fetchall())
    for outcome in ("new", "changed", "same"):
        setattr(load, outcome, counts.get(outcome, 0))
    load.gone, load.stage = values.get("gone", 0), Load.Stage.LINKING
    load.rows = load.new + load.changed + load.same
    load.save(update_fields=["new", "changed", "same", "gone", "rows", "stage"])


def _match(cursor: Any, values: dict[str, Any], check: Callable[[], None]) -> None:
    """Rows whose record is known; what they say anew; which records are on the list no more."""
    for outcome, key, where in PASSES:
        check()
        cursor.execute(MATCH.format(key=key, where=where), values | {"outcome": outcome})
    for statement in (BEFORE, REOPEN, CHANGE, SEEN, FREE):
        check()
        cursor.execute(statement, values)
    cursor.execute(GONE, values)
    values["gone"] = cursor.rowcount
