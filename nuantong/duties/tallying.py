"""Keeping the month tallies in step with the outcomes, in the same transaction."""

from collections.abc import Collection

from django.db import connection

from nuantong.duties.models import MonthTally, WindowOutcome
from nuantong.duties.vocabulary import RUNNING, Outcome

COUNTED = [outcome.value for outcome in Outcome if outcome not in RUNNING]
STATEMENT = f"""
INSERT INTO {MonthTally._meta.db_table} (enrolment_id, month, {", ".join(COUNTED)})
SELECT enrolment_id, date_trunc('month', ends - 1)::date,
       {", ".join(f"count(*) FILTER (WHERE outcome = '{name}')" for name in COUNTED)}
FROM {WindowOutcome._meta.db_table} WHERE enrolment_id = ANY(%s) GROUP BY 1, 2
ON CONFLICT (enrolment_id, month) DO UPDATE
SET {", ".join(f"{name} = EXCLUDED.{name}" for name in COUNTED)}
"""


def tally_again(enrolments: Collection[int]) -> None:
    """Count the windows of these enrolments anew. Outcomes are never removed, so neither is a row."""
    if enrolments:
        with connection.cursor() as cursor:
            cursor.execute(STATEMENT, [list(enrolments)])
