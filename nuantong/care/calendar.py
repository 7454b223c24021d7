"""A carer's windows as a calendar (RFC 5545): what is to be done by when, and of nobody whom.

Each window is a to-do (VTODO) and, while it is not done, a whole-day event (VEVENT) on its last day:
the calendars of most phones sold in China show events only, those of desks show both. Windows of
several children are one entry with a number, so that a lost phone tells nobody's name, place or
age. All days are dates without a time: no time zone can move them. Pure: the same windows on the
same day give the same bytes.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from nuantong.duties.queries import Owed

NAME: Final = "暖童：要做的关爱"
DAY: Final = dt.timedelta(days=1)
REFRESH: Final = dt.timedelta(hours=6)


@dataclass(frozen=True)
class Entry:
    """The windows of one duty and period: of `whole` children, `left` are still to be done."""

    key: str
    title: str
    start: dt.date
    last_day: dt.date
    late: bool
    left: int
    whole: int

    @property
    def summary(self) -> str:
        if not self.left:
            return f"{self.title}：都做了"
        return f"{self.title}：还有 {self.left} 个孩子{'，请补报' if self.late else ''}"


def entries(owed: Iterable[Owed]) -> list[Entry]:
    """What is owed, by duty and period, the earliest end first."""
    counted = [one for one in owed if one.is_due or one.is_done]
    rows = sorted(counted, key=_group)
    return sorted(
        (_entry(list(same)) for _, same in groupby(rows, _group)),
        key=lambda entry: (entry.last_day, entry.key),
    )


def _group(one: Owed) -> tuple[str, str, str, dt.date, dt.date]:
    return one.duty, one.title, one.period_key, one.start, one.last_day


def _entry(same: list[Owed]) -> Entry:
    first = same[0]
    due = [one for one in same if one.is_due]
    late = bool(due) and all(one.state != "open" for one in due)
    last_day = max(one.reportable_until for one in due) if late else first.last_day
    key = f"{first.duty}.{first.period_key}.{first.start:%Y%m%d}"
    return Entry(key, first.title, first.start, last_day, late, len(due), len(same))


def calendar_of(owed: Iterable[Owed], on: dt.date, feed: int, home: str) -> bytes:
    """The file a phone fetches; `home` is the address that an entry leads to."""
    from icalendar import Calendar

    calendar = Calendar()
    for name, value in (
        ("prodid", "-//Nuantong//Duties//ZH"), ("version", "2.0"), ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"), ("name", NAME), ("x-wr-calname", NAME),
        ("refresh-interval", REFRESH), ("x-published-ttl", "PT6H"),
    ):  # fmt: skip
        calendar.add(name, value)
    stamp = dt.datetime.combine(on, dt.time.min, tzinfo=dt.UTC)
    for entry in entries(owed):
        common = {"summary": entry.summary, "dtstamp": stamp, "url": home, "class": "PRIVATE"}
        calendar.add_component(_todo(entry, f"{entry.key}.{feed}", common))
        if entry.left:
            calendar.add_component(_event(entry, f"{entry.key}.{feed}", common))
    return bytes(calendar.to_ical())


def _todo(entry: Entry, uid: str, common: dict[str, Any]) -> Any:
    from icalendar import Todo

    todo = Todo()
    state = "NEEDS-ACTION" if entry.left else "COMPLETED"
    done = 100 * (entry.whole - entry.left) // entry.whole
    own: dict[str, Any] = {
        "uid": f"todo.{uid}@nuantong", "due": entry.last_day, "status": state, "percent-complete": done,
    }  # fmt: skip
    if entry.start < entry.last_day:
        own["dtstart"] = entry.start
    for name, value in (common | own).items():
        todo.add(name, value)
    return todo


def _event(entry: Entry, uid: str, common: dict[str, Any]) -> Any:
    from icalendar import Event

    event = Event()
    own = {"uid": f"event.{uid}@nuantong", "dtstart": entry.last_day, "dtend": entry.last_day + DAY,
           "transp": "TRANSPARENT"}  # fmt: skip
    for name, value in (common | own).items():
        event.add(name, value)
    return event
