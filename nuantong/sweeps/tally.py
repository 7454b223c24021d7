"""Adding up what the database noted of changes, so that the sums of a page stay few rows."""

from typing import Final

from django.db import connection

TABLES: Final = {
    "sweeps_tally": "source_id, region_id, standing, reason, handed, gone",
    "sweeps_childtally": "place_id, sources",
}
GATHER: Final = """
WITH gone AS (DELETE FROM {table} RETURNING *)
INSERT INTO {table} ({key}, count)
SELECT {key}, sum(count) FROM gone GROUP BY {key} HAVING sum(count) <> 0
"""
BALANCE: Final = """
WITH gone AS (DELETE FROM sweeps_balance RETURNING *)
INSERT INTO sweeps_balance (count, mark)
SELECT sum(count), sum(mark) FROM gone HAVING sum(count) <> 0 OR sum(mark) <> 0
"""


def gather() -> None:
    """One row for each sum. Whoever reads meanwhile sees the same sums, before or after."""
    with connection.cursor() as cursor:
        for table, key in TABLES.items():
            cursor.execute(GATHER.format(table=table, key=key))
        cursor.execute(BALANCE)
