"""Many tasks ended at once, for the app that raised them: a few statements, however many."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.core.copying import copy_rows
from nuantong.core.fields import EncryptedTextField
from nuantong.core.text.narratives import narrative
from nuantong.tasks.actions.common import log_all
from nuantong.tasks.models import Task, TaskStep


@transaction.atomic
def settle_all(*, keys: Iterable[str], how: str, by: Reader) -> int:
    """What these asked for has been done elsewhere; how many were open."""
    words = narrative(how, 1000) or "已办理"
    done = {"done_on": Greatest("raised_on", Value(by.on)), "done_by": by.actor_name,
            "done_how": words}  # fmt: skip
    return _end_all(keys, done, TaskStep.Kind.FINISHED, words, "办结待办", by)


@transaction.atomic
def retract_all(*, keys: Iterable[str], reason: str, by: Reader) -> int:
    """The reason for these is gone; how many were open."""
    words = reason.strip()[:200]
    gone = {"withdrawn_on": by.on, "withdrawn_reason": words}
    return _end_all(keys, gone, TaskStep.Kind.WITHDRAWN, words, "撤销待办", by)


def _end_all(
    keys: Iterable[str], changes: dict[str, Any], kind: TaskStep.Kind, words: str, action: str,
    by: Reader,
) -> int:  # fmt: skip
    wanted = list(keys)
    if not wanted:
        return 0
    rows = Task.objects.open().filter(key__any_of=wanted).select_related("child")
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    ours = Task.objects.filter(pk__in=[task.pk for task in found])
    ours.update(**changes, version=F("version") + 1)
    at = clock.now()
    sealed = TaskStep._meta.get_field("words")
    assert isinstance(sealed, EncryptedTextField)
    said = sealed.seal(words)
    copy_rows(
        TaskStep, ["task", "kind", "at", "by", "words"],
        ((task.pk, kind.value, at, by.actor_name, said) for task in found),
    )  # fmt: skip
    field = next(iter(changes))
    log_all(action, [(task, {field: by.on}) for task in found], by)
    return len(found)
