"""The two ways a task ends: it was done, or it need not be done any more."""

import datetime as dt
from collections.abc import Collection
from typing import Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.people.models import Child
from nuantong.tasks.actions.common import check_version, log, step, task_for_change, write
from nuantong.tasks.kinds import KINDS
from nuantong.tasks.models import Task, TaskStep

LEFT: Final = "儿童已退出台账："
"""How the reason begins with which a child's leaving withdraws what was to be done for her."""


@transaction.atomic
def finish(*, task: Task, how: str, by: Reader, version: int | None = None) -> Task:
    """It is done, in words. The same person saying the same twice says it once."""
    found = task_for_change(task, by)
    words = narrative(how, 1000)
    if not words:
        raise Refusal("请写明办理情况。")
    if found.done_by == by.actor_name and found.done_how == words:
        return found
    check_version(found, version)
    _check_open(found)
    _finish(found, words, by)
    return found


@transaction.atomic
def settle(*, key: str, how: str, by: Reader) -> Task | None:
    """For the app that raised it: what was asked has been done elsewhere, so its task is done.

    Whether `by` might do that is for the app's own action to judge. None when nothing is open.
    """
    found = _open_of(key)
    if found:
        _finish(found, narrative(how, 1000) or "已办理", by)
    return found


@transaction.atomic
def withdraw(*, task: Task, reason: str, by: Reader, version: int | None = None) -> Task:
    """It need not be done, for a reason."""
    found = task_for_change(task, by, version)
    if len(reason.strip()) < 2:
        raise Refusal("请写明为什么不需要办理。")
    _check_open(found)
    _withdraw(found, reason, by)
    return found


@transaction.atomic
def retract(*, key: str, reason: str, by: Reader) -> Task | None:
    """For the app that raised it: the reason for the task is gone. None when nothing is open."""
    found = _open_of(key)
    if found:
        _withdraw(found, reason, by)
    return found


def withdraw_of_child(child: Child, on: dt.date, reason: str, by: Reader) -> None:
    """A child has left the register: what was to be done for her there need not be done."""
    lasting = [kind.code for kind in KINDS.values() if kind.outlives]
    rows = Task.objects.open().filter(child=child).exclude(kind__in=lasting)
    for task in rows.select_for_update(of=("self",)):
        _withdraw(task, f"{LEFT}{reason}", by)


def forget(*, keys: Collection[str], title: str) -> None:
    """For the app that raised them: whom these tasks were about is to be known no longer. That there
    was one, of which kind, by whom and when it ended, stays."""
    found = Task.objects.filter(key__in=keys)
    found.update(title=title, note=None)
    found.filter(done_on__isnull=False).update(done_how=title)
    found.filter(withdrawn_on__isnull=False).update(withdrawn_reason=title)
    TaskStep.objects.filter(task__in=found).update(words=None)


def _open_of(key: str) -> Task | None:
    return Task.objects.open().select_for_update(of=("self",)).filter(key=key).first()


def _check_open(task: Task) -> None:
    if task.done_on:
        raise Refusal(f"这件待办已由{task.done_by}于{task.done_on:%Y年%m月%d日}办结。")
    if task.withdrawn_on:
        raise Refusal(f"这件待办已撤销：{task.withdrawn_reason}。")


def _finish(task: Task, words: str, by: Reader) -> None:
    write(task, done_on=max(by.on, task.raised_on), done_by=by.actor_name, done_how=words)
    step(task, TaskStep.Kind.FINISHED, by, words)
    log("办结待办", task, by, done_on=task.done_on)


def _withdraw(task: Task, reason: str, by: Reader) -> None:
    words = reason.strip()[:200]
    write(task, withdrawn_on=by.on, withdrawn_reason=words)
    step(task, TaskStep.Kind.WITHDRAWN, by, words)
    log("撤销待办", task, by, withdrawn_on=by.on)
