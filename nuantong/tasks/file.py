"""What is still to be done for a child, on her page."""

from typing import Any

from nuantong.access.reader import Reader
from nuantong.people.models import Child
from nuantong.people.visibility import permissions_on
from nuantong.tasks.models import Task
from nuantong.tasks.queries import state_of


def section(child: Child, reader: Reader) -> dict[str, Any] | None:
    """Her open tasks that are the reader's too; the section is absent when there are none."""
    may = permissions_on(child, reader)
    open_ones = [
        (task, *state_of(task, reader))
        for task in child.tasks.all()
        if task.is_open and _is_hers(task, may, reader)
    ]
    return {"tasks": open_ones} if open_ones else None


def _is_hers(task: Task, may: frozenset[Any], reader: Reader) -> bool:
    return task.permission in may or task.owner_id == reader.actor_id
