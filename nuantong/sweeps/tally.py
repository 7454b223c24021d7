"""Adding up what the database noted of changes, so that the sums of a page stay few rows."""

from typing import Final

from django.db import connection

GATHER: Final = """
WITH gone AS (DELETE FROM sweeps_tally RETURNING *)
INSERT INTO sweeps_tally (source_id, region_id, standing, reason, handed, gone, count)
SELECT source_id, region_id, standing, reason, handed, gone, sum(count) FROM gone
 GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(count) <> 0
"""


def gather() -> None:
    """One row for each sum. Whoever reads meanwhile sees the same sums, before or after."""
    with connection.cursor() as cursor:
        cursor.execute(GATHER)
