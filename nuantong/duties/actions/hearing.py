"""A carer's phone was heard: whatever it had to report has arrived (Outcome.UNREPORTED)."""

from typing import Final

from django.db import connection

from nuantong.access.reader import Reader
from nuantong.core import clock

HEARD: Final = """
INSERT INTO duties_heard (carer_id, at) SELECT id, %s FROM people_carer WHERE user_id = %s
ON CONFLICT (carer_id) DO UPDATE SET at = EXCLUDED.at WHERE duties_heard.at < %s
"""


def phone_heard(by: Reader) -> None:
    """Whoever is a carer opened her list or sent a record. Once a day: judging asks for the day."""
    if by.user is not None:
        now = clock.now()
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        with connection.cursor() as cursor:
            cursor.execute(HEARD, [now, by.user.pk, today])
