"""The rules judge the city; the last time they did is three weeks ago, so that time has changed
something."""

import datetime as dt
from typing import Final

from nuantong.access.reader import system_reader
from nuantong.demo.size import TODAY
from nuantong.demo.writing.people import People
from nuantong.demo.writing.tables import write
from nuantong.eligibility.actions import assess, assess_everybody
from nuantong.eligibility.book import shipped
from nuantong.eligibility.models import Assessment, Hint
from nuantong.people.models import ParentSituation

BEFORE: Final = dt.date(2018, 8, 3)
FOUND: Final = dt.date(2018, 7, 2)
"""When most of what still stands was first said."""


def write_hints(people: People) -> None:
    last = {"on": BEFORE, "rules": shipped().version, "stale": False, "problem": ""}
    write(Assessment, ({"child": key, **last} for key, _, _ in people.each()))
    then = system_reader()
    then.on = BEFORE
    ended = ParentSituation.objects.filter(until__gt=BEFORE, until__lte=TODAY)
    assess(list(ended.values_list("child", flat=True)), then)
    assess_everybody(system_reader())
    standing = Hint.objects.filter(ended_on=None).exclude(holds_since__gt=BEFORE)
    standing.update(found_on=FOUND)
