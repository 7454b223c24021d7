"""Red signs as lists show them."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.screening import watchlist
from nuantong.screening.models import Alert, Observation


class State(NamedTuple):
    text: str
    tone: str
    icon: str = ""


@dataclass(frozen=True)
class Line:
    alert: Alert
    state: State
    place: str
    waits: str


def line_of(alert: Alert, reader: Reader) -> Line:
    now = clock.now()
    place = reader.tree.full_name(alert.child.place_id)
    return Line(alert, state_of(alert, now), place, left(alert, now))


def state_of(alert: Alert, now: dt.datetime) -> State:
    if not alert.is_open:
        return State("已办结", "good")
    if alert.is_late(now):
        return State("超过时限", "late")
    return State("已认领", "info") if alert.taken_at else State("等待认领", "danger", "alert")


def left(alert: Alert, now: dt.datetime) -> str:
    """How long there is still, in words."""
    if not alert.is_open:
        return ""
    minutes = int((alert.due_at - now).total_seconds() // 60)
    if minutes < 0:
        return f"已超过{_words(-minutes)}"
    return f"还有{_words(minutes)}"


def _words(minutes: int) -> str:
    return f"{minutes // 60}小时{minutes % 60}分" if minutes >= 60 else f"{minutes}分钟"


def signs_of(alert: Alert) -> list[str]:
    """The red signs of an observation list, for whoever answers; of a scale's answers nothing."""
    if alert.source != Alert.Source.LIST:
        return []
    kept = Observation.objects.filter(key=alert.key.partition(":")[2], child=alert.child).first()
    return watchlist.words_of(kept.signs, red_only=True) if kept else []
