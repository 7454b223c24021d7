"""What the ladder found in the last days, by the same code as every morning's."""

import datetime as dt
from typing import Final

from django.db import connection

from nuantong.access.reader import system_reader
from nuantong.demo.size import TODAY
from nuantong.duties.ladder import escalate
from nuantong.duties.models import Contact, Enrolment, Fulfilment, Heard, WindowOutcome
from nuantong.pairing.models import Pairing, StandIn
from nuantong.people.models import Child

DAYS_AGO: Final = (8, 4, 0)
"""Mornings on which it ran: what nobody answered has climbed."""
READ: Final = (Contact, Enrolment, Fulfilment, WindowOutcome, Pairing, StandIn, Child)
"""All in one transaction: the planner does not know yet how many rows there are."""
HEARD: Final = f"""
INSERT INTO {Heard._meta.db_table} (carer_id, at)
SELECT c.id, max(t.received_at) FROM duties_contact t
  JOIN people_carer c ON c.id = t.carer_id AND c.user_id = t.recorded_by_id GROUP BY c.id
"""


def write_ladder() -> None:
    with connection.cursor() as cursor:
        cursor.execute(HEARD)
        cursor.execute(f"ANALYZE {', '.join(one._meta.db_table for one in READ)}")
    for days in DAYS_AGO:
        escalate(system_reader().as_of(TODAY - dt.timedelta(days)))
