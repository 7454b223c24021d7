"""What group programmes add to a child's file: the sessions she came to."""

import datetime as dt
from collections.abc import Iterator

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from nuantong.access.reader import Reader
from nuantong.people.file import Entry
from nuantong.people.models import Child
from nuantong.programmes.models import Participant


def along() -> ArraySubquery:
    """A column of the child whose page is opened: day and place of each session she came to."""
    rows = Participant.objects.filter(child=OuterRef("pk"), came=True).order_by("-session__on")
    shown = {"on": F("session__on"), "venue": F("session__venue")}
    return ArraySubquery(rows.values(json=JSONObject(**shown)))


def timeline(child: Child, reader: Reader) -> Iterator[Entry]:
    for one in getattr(child, "group_sessions_along", ()):
        yield Entry(
            dt.date.fromisoformat(one["on"]), "meet", "参加团体辅导", one["venue"], seen=True
        )
