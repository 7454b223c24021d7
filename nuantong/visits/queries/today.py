"""What the phone's first screen says of home visits."""

from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.first_screen import Line
from nuantong.visits.queries.plan import due, plan


def first_line(reader: Reader) -> Line | None:
    """How many homes the reader is to visit; nothing when there are none."""
    if not reader.can(Permission.SURVEY_HOMES):
        return None
    count = len(due(plan(reader, to=Permission.SURVEY_HOMES)))
    return Line("要走访的家庭", reverse("visits:homes"), "home", count) if count else None
