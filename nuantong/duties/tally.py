"""Sums of outcomes by place, duty and period, and who is overdue: counted again each night.

The database keeps them with every statement upon outcomes (models.OutcomeTally, models.Overdue), so
that a figure or a list of the city reads thousands of rows instead of millions.
"""

from django.db import connection, transaction

from nuantong.core import clock

KEY = "place_id, protocol_id, duty, period_key, ends, outcome, reason"
GATHER = f"""
WITH crumbs AS (
  SELECT {KEY} FROM duties_outcometally GROUP BY {KEY} HAVING count(*) > 1 OR sum(count) = 0),
gone AS (
  DELETE FROM duties_outcometally AS tally USING crumbs
   WHERE (tally.protocol_id, tally.duty, tally.period_key, tally.ends, tally.outcome, tally.reason)
       = (crumbs.protocol_id, crumbs.duty, crumbs.period_key, crumbs.ends, crumbs.outcome,
          crumbs.reason)
     AND coalesce(tally.place_id, 0) = coalesce(crumbs.place_id, 0) RETURNING tally.*)
INSERT INTO duties_outcometally ({KEY}, count)
SELECT {KEY}, sum(count) FROM gone GROUP BY {KEY} HAVING sum(count) <> 0
"""
RECOUNT = f"""
WITH counted AS (
  SELECT {KEY}, count(*) AS n FROM duties_windowoutcome AS outcome_
    JOIN duties_enrolment AS enrolled ON enrolled.id = enrolment_id GROUP BY {KEY}),
kept AS (SELECT {KEY}, sum(count) AS n FROM duties_outcometally GROUP BY {KEY}),
found AS (
  SELECT {KEY}, sum(kept) AS kept, sum(counted) AS counted FROM (
    SELECT {KEY}, n AS kept, 0 AS counted FROM kept
    UNION ALL SELECT {KEY}, 0, n FROM counted) AS both_ GROUP BY {KEY}
  HAVING sum(kept) <> sum(counted)),
righted AS (
  INSERT INTO duties_outcometally ({KEY}, count) SELECT {KEY}, counted - kept FROM found)
INSERT INTO duties_tallydifference ({KEY}, kept, counted, found_at)
SELECT {KEY}, kept, counted, %s FROM found
"""
OVERDUE = """
WITH counted AS (
  SELECT * FROM duties_overdue_of((SELECT array_agg(DISTINCT child_id) FROM duties_enrolment))),
wrong AS (
  SELECT coalesce(counted.child_id, kept.child_id) AS child_id
    FROM counted FULL JOIN duties_overdue AS kept ON kept.child_id = counted.child_id
   WHERE (counted.place_id, counted.missed, counted.duties, counted.oldest, counted.since)
         IS DISTINCT FROM (kept.place_id, kept.missed, kept.duties, kept.oldest, kept.since))
SELECT array_agg(child_id ORDER BY child_id) FROM wrong
"""


def gather() -> None:
    """One row for each sum. Whoever reads meanwhile sees the same sums, before or after."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(GATHER)


def recount() -> int:
    """Count all outcomes anew; what was kept otherwise is set right and noted. How many sums."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(RECOUNT, [clock.now()])
        return int(cursor.rowcount)


def recount_overdue() -> int:
    """Look at every child's overdue windows anew; set right what was kept otherwise. How many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(OVERDUE)
        [wrong] = cursor.fetchone()
        cursor.execute("SELECT duties_keep_overdue(%s)", [wrong])
        return len(wrong or ())
