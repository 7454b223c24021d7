"""Handing a task to a named person, or back to the office."""

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.accounts.models import User
from nuantong.core.errors import Refusal
from nuantong.tasks.actions.common import log, step, task_for_change, write
from nuantong.tasks.models import Task, TaskStep
from nuantong.tasks.persons import persons_for


@transaction.atomic
def assign(*, task: Task, to: User | None, by: Reader, version: int | None = None) -> Task:
    """The task is hers now (None: the office's again). She must be one who may do it."""
    found = task_for_change(task, by, version)
    if not found.is_open:
        raise Refusal("已办结或撤销的待办不能再交办。")
    if found.what.elsewhere:
        raise Refusal("这类待办请打开办理的页面，在那里转交。")
    if to is not None and to not in persons_for(found, by):
        raise Refusal(f"{to.name}不负责这个地方的这类事项，不能交办给她。")
    if found.owner == to:
        return found
    write(found, owner=to)
    step(found, TaskStep.Kind.ASSIGNED, by, to.name if to else "不再指定专人")
    log("交办待办", found, by, owner=to.pk if to else None)
    return found
