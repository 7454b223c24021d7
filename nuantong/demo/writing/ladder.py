"""What the ladder found in the last days, by the same code as every morning's."""

import datetime as dt
from typing import Final

from django.db import connection

from nuantong.access.reader import system_reader
from nuantong.demo.size import TODAY
from nuantong.duties.ladder import escalate
from nuantong.duties.models import Heard

DAYS_AGO: Final = (8, 4, 0)
"""Mornings on which it ran: what nobody answered has climbed."""
HEARD: Final = f"""
INSERT INTO {Heard._meta.db_table} (carer_id, at)
SELECT c.id, max(t.received_at) FROM duties_contact t
  JOIN people_carer c ON c.id = t.carer_id AND c.user_id = t.recorded_by_id GROUP BY c.id
"""


def write_ladder() -> None:
    with connection.cursor() as cursor:
        cursor.execute(HEARD)
    for days in DAYS_AGO:
        escalate(system_reader().as_of(TODAY - dt.timedelta(days)))
