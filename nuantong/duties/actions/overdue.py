"""A supervisor takes what is overdue in hand."""

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.duties.models import Enrolment, OverdueAction, WindowOutcome
from nuantong.people.actions.common import child_for_change, log
from nuantong.people.models import Child


@transaction.atomic
def act_on_overdue(*, child: Child, kind: str, by: Reader, note: str = "") -> OverdueAction:
    """Say what was done about the child's missed windows; they are overdue no longer.

    The outcomes stay `missed`. Refused when nothing is overdue any more (somebody was faster).
    """
    found = child_for_change(child, by, Permission.ACT_ON_OVERDUE)
    if kind not in OverdueAction.Kind.values:
        raise Refusal("请选择处理方式。")
    # In the order of whoever judges: enrolments, then windows.
    list(Enrolment.objects.filter(child=found).order_by("pk").select_for_update(no_key=True))
    overdue = WindowOutcome.objects.overdue().filter(enrolment__child=found)
    windows = list(overdue.select_for_update(of=("self",)).values_list("pk", flat=True))
    if not windows:
        raise Refusal("这名儿童没有待处理的逾期职责，可能已由他人处理。")
    action = OverdueAction.objects.create(
        child=found, kind=kind, note=note.strip(), by=by.user, at=clock.now()
    )
    WindowOutcome.objects.filter(pk__in=windows).update(acted=action)
    log("处理逾期", found, by, kind=kind, windows=len(windows))
    return action
