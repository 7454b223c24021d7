"""What was told by somebody who did not become a carer is erased: of an application its days and its
outcome stay, of what was sent from the open page its number (个人信息保护法 §19, §47).

Half a year is the product's own figure: so long she may ask why, or apply again without saying
everything anew; the link she was sent is over by then.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.carers.models import Application, ApplicationStep, Submission
from nuantong.carers.vocabulary import ASKS, DECIDED, TO_APPROVE, TO_CHECK
from nuantong.core.errors import Refusal
from nuantong.notices.actions import forget as forget_notices
from nuantong.tasks.actions import forget as forget_tasks

KEPT: Final = dt.timedelta(days=180)
GONE: Final = "个人信息已删除"
NOBODY: Final[dict[str, Any]] = {
    "name": "", "pinyin": "", "sex": "", "id_number": None, "id_index": None, "phone": None,
    "post": "", "skills": [], "languages": [], "availability": [], "hours": None, "why": None,
    "reason": GONE,
}  # fmt: skip
UNSENT: Final[dict[str, Any]] = {
    "name": "", "id_number": None, "phone": None, "sender": None
}  # fmt: skip
NOT_BECOME: Final = (Application.State.REFUSED, Application.State.WITHDRAWN)


def erasable() -> QuerySet[Application]:
    """Decided otherwise than by becoming a carer, and not erased yet."""
    return Application.objects.filter(state__in=NOT_BECOME, erased_on=None)


def answered() -> QuerySet[Submission]:
    """Sent by somebody who was known already, and told so."""
    return Submission.objects.filter(application=None, answered_on__isnull=False, erased_on=None)


def erased_from(day: dt.date | None) -> dt.date | None:
    """The day on which what was decided or answered on `day` is erased by itself."""
    return day + KEPT if day else None


@transaction.atomic
def erase_application(*, application: Application, by: Reader) -> Application:
    """Now, because she asks for it, by whoever keeps the register there. Twice equals once."""
    seen = Application.objects.visible_to(by, Permission.EDIT_CARERS).filter(pk=application.pk)
    found = seen.select_for_update(of=("self",)).first() if by.can(Permission.EDIT_CARERS) else None
    if found is None:
        raise Refusal("这份申请不由您办理。")
    if found.erased_on:
        return found
    if found.state not in NOT_BECOME:
        raise Refusal("在办的和已批准的申请不能删除个人信息。")
    _erase_application(found, by)
    return found


@transaction.atomic
def erase_submission(*, submission: Submission, by: Reader) -> Submission:
    """The same for what somebody sent who was known already."""
    seen = Submission.objects.visible_to(by, to=Permission.EDIT_CARERS).filter(pk=submission.pk)
    found = seen.select_for_update(of=("self",)).first() if by.can(Permission.EDIT_CARERS) else None
    if found is None:
        raise Refusal("这份申请不由您在这里办理。")
    if found.erased_on:
        return found
    if found.application_id or not found.answered_on:
        raise Refusal("答复了才能删除个人信息。")
    _erase_submission(found, by)
    return found


def erase_due(by: Reader) -> int:
    """Each by itself: what one of them is waited for holds no other up. How many."""
    last = by.on - KEPT
    refused = erasable().filter(decided_on__lte=last)
    known = answered().filter(answered_on__lte=last)
    return _each(refused, _erase_application, by) + _each(known, _erase_submission, by)


def _each(rows: QuerySet[Any], erase: Callable[[Any, Reader], None], by: Reader) -> int:
    done = 0
    for key in list(rows.values_list("pk", flat=True)):
        with transaction.atomic():
            for found in rows.select_for_update(of=("self",)).filter(pk=key):
                erase(found, by)
                done += 1
    return done


def _erase_application(found: Application, by: Reader) -> None:
    for name, value in {**NOBODY, "erased_on": by.on, "version": found.version + 1}.items():
        setattr(found, name, value)
    found.save(update_fields=[*NOBODY, "erased_on", "version"])
    ApplicationStep.objects.filter(application=found).update(words=None)
    for sent in Submission.objects.filter(application=found):
        _unsend(sent, by)
    forget_tasks(keys=[f"{kind}:{found.key}" for kind in (TO_CHECK, TO_APPROVE)], title=GONE)
    forget_notices(key=f"{DECIDED}:{found.key}", subject=GONE)
    _log(found, "application", by)


def _erase_submission(found: Submission, by: Reader) -> None:
    _unsend(found, by, answer=GONE)
    forget_tasks(keys=[f"{ASKS}:{found.key}"], title=GONE)
    _log(found, "submission", by)


def _unsend(found: Submission, by: Reader, **more: Any) -> None:
    for name, value in {**UNSENT, **more, "erased_on": by.on}.items():
        setattr(found, name, value)
    found.save(update_fields=[*UNSENT, *more, "erased_on"])


def _log(found: Application | Submission, kind: str, by: Reader) -> None:
    record(action="删除申请人的个人信息", by=by, object_type=kind, object_id=found.pk)
