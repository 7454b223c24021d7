"""What every action on a task begins and ends with."""

from typing import Any

from nuantong.access.reader import Reader
from nuantong.audit.actions import record, record_all
from nuantong.core import clock
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.tasks.models import Task, TaskStep


def task_for_change(task: Task, by: Reader, version: int | None = None) -> Task:
    """The task as it stands, locked; refused when it is not the reader's or the form is stale."""
    rows = Task.objects.filter(pk__in=Task.objects.visible_to(by).filter(pk=task.pk).values("pk"))
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise Refusal("这件待办不由您办理，或已转到别处。")
    check_version(found, version)
    return found


def check_version(task: Task, version: int | None) -> None:
    if version is not None and task.version != version:
        raise StaleVersion("您打开以后，这件待办已有变化，请看清楚再办。")


def write(task: Task, **changes: Any) -> None:
    """Save the changed fields and the next version."""
    for name, value in changes.items():
        setattr(task, name, value)
    task.version += 1
    task.save(update_fields=[*changes, "version"])


def step(task: Task, kind: TaskStep.Kind, by: Reader, words: str = "") -> None:
    TaskStep.objects.create(task=task, kind=kind, at=clock.now(), by=by.actor_name, words=words)


def log(action: str, task: Task, by: Reader, **changes: Any) -> None:
    record(
        action=action, by=by, object_type="task", object_id=task.pk, child_number=_number(task),
        changes=_open_values(task, changes),
    )  # fmt: skip


def log_raised(tasks: list[Task], by: Reader) -> None:
    log_all("提出待办", [(task, {"due_on": task.due_on}) for task in tasks], by)


def log_all(action: str, changed: list[tuple[Task, dict[str, Any]]], by: Reader) -> None:
    """Many of one action, by COPY."""
    about = ((task.pk, _number(task), _open_values(task, changes)) for task, changes in changed)
    record_all(action=action, by=by, object_type="task", about=about)


def _number(task: Task) -> str:
    return task.child.number if task.child else ""


def _open_values(task: Task, changes: dict[str, Any]) -> dict[str, Any]:
    plain = {name: str(value) if value else None for name, value in changes.items()}
    return {"kind": task.kind, **plain}
