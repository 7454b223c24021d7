"""Read models of the tasks' pages: lines, counts, and the number in the menu."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Count, Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.listing import Sort
from nuantong.people.actions.looking import reason_given
from nuantong.people.queries.names import place_namer, shown_name, shows_names
from nuantong.people.visibility import permissions_on
from nuantong.tasks.filters import LATE, NEAR, due
from nuantong.tasks.models import Task, TaskQuerySet

SORTS: Final = {
    "due": Sort("期限", "due_on"),
    "kind": Sort("事项", "kind", "due_on"),
    "raised": Sort("提出日期", "raised_on"),
    "place": Sort("地区", "child__place__code", "region__code"),
}
FRESH: Final = 60
"""Seconds that the number in the menu may be old; one's own actions renew it at once."""


@dataclass(frozen=True)
class Line:
    """One task as this reader sees it."""

    task: Task
    child: str
    place: str
    state: str
    tone: str


def listed(reader: Reader) -> TaskQuerySet:
    """The reader's tasks with what a line needs."""
    rows = Task.objects.visible_to(reader).select_related("child", "owner")
    return rows.only(
        "key", "kind", "title", "due_on", "raised_on", "raised_by", "done_on", "done_by",
        "withdrawn_on", "withdrawn_reason", "region", "permission", "url_name", "url_args",
        "child__number", "child__name", "child__place", "owner__name",
    )  # fmt: skip


def lines(tasks: Iterable[Task], reader: Reader) -> list[Line]:
    where, full = place_namer(reader), shows_names(reader)
    return [_line(task, reader, full, where) for task in tasks]


def line(task: Task, reader: Reader) -> Line:
    return lines([task], reader)[0]


def _line(task: Task, reader: Reader, full: bool, where: Any) -> Line:
    name = shown_name(task.child.name, full) if task.child else ""
    return Line(task, name, where(task.place_id_of()) or "全市", *state_of(task, reader))


def state_of(task: Task, reader: Reader) -> tuple[str, str]:
    """A task's state in words and the tone of its badge."""
    if task.done_on:
        return "已办结", "good"
    if task.withdrawn_on:
        return "已撤销", "plain"
    left = task.days_left(reader.on)
    if left is None:
        return "待办", "info"
    if left < 0:
        return f"已过期 {-left} 天", "late"
    return ("今天到期" if left == 0 else f"还有 {left} 天"), "due" if left <= 7 else "info"


def counts(reader: Reader) -> dict[str, int]:
    """How many are open, overdue, near and the reader's own: one query."""
    found = Task.objects.visible_to(reader).open().order_by()
    return found.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=due(LATE, reader.on)),
        near=Count("pk", filter=due(NEAR, reader.on)),
        mine=Count("pk", filter=Q(owner=reader.actor_id or 0)),
    )


def may_read_note(task: Task, reader: Reader) -> bool:
    """The words of a task belong to the child's file: they open to whom the file is open."""
    if task.child is None or reader.system:
        return True
    may = permissions_on(task.child, reader)
    if Permission.OPEN_FILE in may:
        return True
    return Permission.OPEN_FILE_WITH_REASON in may and reason_given(task.child, reader)


def number_known(reader: Reader) -> int | None:
    """The number in the menu, without asking the database: None when it is not at hand."""
    return cache.get(_at(reader))


def number(reader: Reader) -> int:
    """The number in the menu: open tasks of the reader's own and of her office."""
    known = number_known(reader)
    if known is None:
        known = Task.objects.visible_to(reader).open().order_by().count()
        cache.set(_at(reader), known, FRESH)
    return known


def forget_number(reader: Reader) -> None:
    cache.delete(_at(reader))


def _at(reader: Reader) -> str:
    return f"tasks-number-{reader.actor_id}-{reader.on}"
