"""Raising tasks: the same key twice is one task."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.core.copying import insert_new
from nuantong.core.errors import Refusal
from nuantong.core.fields import EncryptedTextField
from nuantong.core.text.narratives import narrative
from nuantong.people.models import Child
from nuantong.tasks.actions.common import log, log_raised, step, write
from nuantong.tasks.kinds import KINDS
from nuantong.tasks.models import Task, TaskStep

COLUMNS: Final = (
    "key", "kind", "child", "region", "permission", "owner", "title", "url_name", "raised_on",
    "raised_by", "due_on", "done_by", "version", "note", "url_args",
)  # fmt: skip
ATTRIBUTES: Final = [
    f"{name}_id" if name in ("child", "region", "owner") else name for name in COLUMNS[:-2]
]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A task to be raised: about `child`, or, without one, for the office of `region`."""

    key: str
    kind: str
    title: str
    permission: Permission = Permission.EDIT_CHILDREN
    child: Child | None = None
    region: int | None = None
    owner: User | None = None
    note: str = ""
    url_name: str = ""
    url_args: dict[str, Any] = field(default_factory=dict)
    due_on: dt.date | None = None

    def task(self, by: Reader) -> Task:
        if self.kind not in KINDS:
            raise ValueError(f"nobody registered the kind {self.kind!r}")
        region = None if self.child else self.region or by.tree.root.id
        return Task(
            key=self.key, kind=self.kind, title=self.title[:120], permission=self.permission,
            child=self.child, region_id=region, owner=self.owner, note=narrative(self.note),
            url_name=self.url_name, url_args=self.url_args, due_on=self.due_on,
            raised_on=by.on, raised_by=by.actor_name,
        )  # fmt: skip


@transaction.atomic
def raise_task(*, by: Reader, wanted: Wanted, again: bool = False) -> Task:
    """The task of this key. One that is finished or withdrawn stays so, unless `again`.

    Whoever raises it need not hold its permission: a village asks its township. She must see the
    child.
    """
    child = wanted.child
    if child and not by.system and not Child.objects.visible_to(by).filter(pk=child.pk).exists():
        raise Refusal("这名儿童不在您的工作范围内。")
    raise_tasks(by=by, wanted=[wanted])
    task = Task.objects.select_for_update(of=("self",)).get(key=wanted.key)
    if again and not task.is_open:
        _reopen(task, wanted, by)
    return task


@transaction.atomic
def raise_tasks(*, by: Reader, wanted: Iterable[Wanted]) -> list[Task]:
    """Many at once, for commands and jobs; gives those that are new."""
    tasks = {one.key: one.task(by) for one in wanted}
    seal = cache(_sealer("note"))
    rows = insert_new(Task, COLUMNS, (_row(one, seal) for one in tasks.values()), ["id", "key"])
    for pk, key in rows:
        tasks[key].pk = pk
    new = [tasks[key] for _, key in sorted(rows)]
    log_raised(new, by)
    return new


def _sealer(name: str) -> Callable[[str], bytes | None]:
    field = Task._meta.get_field(name)
    assert isinstance(field, EncryptedTextField)
    return field.sealer()


def _row(task: Task, seal: Callable[[str], bytes | None]) -> tuple[Any, ...]:
    values = [getattr(task, name) for name in ATTRIBUTES]
    return (*values, seal(task.note or ""), json.dumps(task.url_args))


def _reopen(task: Task, wanted: Wanted, by: Reader) -> None:
    """Open once more as it is wanted now; who had done it stays in its history."""
    fresh = wanted.task(by)
    names = ("title", "note", "due_on", "owner", "permission", "raised_on", "raised_by",
             "url_name", "url_args")  # fmt: skip
    ended = {"done_on": None, "done_by": "", "done_how": "",
             "withdrawn_on": None, "withdrawn_reason": ""}  # fmt: skip
    write(task, **ended, **{name: getattr(fresh, name) for name in names})
    step(task, TaskStep.Kind.REOPENED, by)
    log("重新提出待办", task, by, due_on=task.due_on)
