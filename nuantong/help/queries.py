"""Read models of the complaints pages."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.help.models import Complaint


class State(NamedTuple):
    """A state in words, with the tone of its badge."""

    text: str
    tone: str


@dataclass(frozen=True)
class Row:
    """A complaint in a list."""

    complaint: Complaint
    state: State
    place: str


def row_of(complaint: Complaint, reader: Reader) -> Row:
    """A complaint of with_state() as a list shows it."""
    known = vars(complaint)
    state = state_of(complaint.due_on, known["received"], known["answered"])
    return Row(complaint, state, reader.tree.full_name(complaint.place_id) or "全市")


def state_of(due_on: dt.date, received: bool, answered: bool) -> State:
    if answered:
        return State("已答复", "good")
    if clock.today() > due_on:
        return State("超过期限", "late")
    return State("已收到，办理中", "info") if received else State("等待查看", "due")


def my_complaints(reader: Reader) -> list[Row]:
    """What the reader wrote, newest first."""
    mine = Complaint.objects.filter(writer=reader.actor_id or 0).with_state()
    return [row_of(one, reader) for one in mine.select_related("handler").order_by("-at")[:100]]
