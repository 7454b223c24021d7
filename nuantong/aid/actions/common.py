"""What every action begins and ends with: the lock, the step, the next task, the log."""

import datetime as dt
from typing import Any, Final
from uuid import UUID, uuid4

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.aid.clocks import due_day
from nuantong.aid.kinds import TOLD, TURNS
from nuantong.aid.models import Application, Step
from nuantong.aid.models.application import State
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.notices.actions import notify
from nuantong.tasks.actions import Wanted, raise_tasks, retract, settle

REFUSALS: Final = {
    "application_once_a_year": "这个孩子今年已经申请过这个项目，不能再申请。",
    "application_rests_on_consent": "还没有监护人的同意，先登记同意再申请。",
    "step_in_its_turn": "这件申请已经到了下一步，请刷新页面再看。",
    "step_not_by_whoever_applied": "申请是您提出的，要由别人核实、签意见和审定。",
    "step_opinions_of_two_people": "乡镇（街道）意见是您签的，区县意见要由另一个人签。",
    "step_agrees_after_a_visit": "还没有入户核实，先登记入户情况再签同意。",
    "decision_needs_both_opinions": "乡镇（街道）和区县的意见还没有齐。",
    "decision_within_the_scheme": "金额超过了这个项目的标准。",
    "appeal_not_by_whoever_refused": "原来的决定是您作出的，复核要由另一个人办理。",
    "payment_within_the_decision": "拨付的金额超过了审定的金额。",
    "withdrawn_before_money": "钱已经拨付，不能再撤回。",
}


def entered(by: Reader) -> dict[str, Any]:
    return {"entered_at": moment(by), "entered_by": by.user, "entered_by_name": by.actor_name}


def moment(by: Reader) -> dt.datetime:
    """Now, on the reader's own day: the demo writes days gone by."""
    return clock.now() - (clock.today() - by.on)


def said(text: str, missing: str) -> str:
    words = narrative(text, 4000)
    if len(words) < 2:
        raise Refusal(missing)
    return words


def locked(application: Application, by: Reader, *permissions: Permission) -> Application:
    """The application as it stands, for whoever holds one of the permissions on its child."""
    for permission in permissions:
        rows = Application.objects.visible_to(by, to=permission).filter(pk=application.pk)
        found = rows.select_for_update(of=("self",)).select_related("child", "scheme").first()
        if found is not None:
            return found
    raise Refusal("这件申请不由您办理。")


def known_step(application: Application, key: UUID) -> bool:
    """Whether this very form was sent before."""
    return Step.objects.filter(key=key, application=application).exists()


def write_step(
    application: Application, kind: str, by: Reader, key: UUID | None = None, **values: Any
) -> Step:
    """One more step; the state follows, and with it whose turn it is."""
    before = application.state
    with refusing(REFUSALS):
        step = Step.objects.create(
            application=application, kind=kind, key=key or uuid4(),
            **{"on": by.on, **values}, at=moment(by), by=by.user, by_name=by.actor_name,
        )  # fmt: skip
    application.refresh_from_db(fields=["state"])
    if application.state != before:
        _pass_on(application, before, step, by)
    log(step.get_kind_display(), application, by, fen=step.fen)
    return step


def _pass_on(application: Application, before: str, step: Step, by: Reader) -> None:
    if before in TURNS:
        _end_task(application, before, step, by)
    application.due_on = due_day(application.state, application.scheme, by.on)
    application.save(update_fields=["due_on"])
    if application.state in TURNS:
        raise_tasks(by=by, wanted=[task_of(application)])
    if step.kind in ("granted", "refused", "regranted", "upheld", "paid"):
        _tell(application, step, by)


def _end_task(application: Application, state: str, step: Step, by: Reader) -> None:
    if application.state == State.WITHDRAWN:
        retract(key=task_key(application, state), reason="申请已撤回", by=by)
    else:
        settle(key=task_key(application, state), how=step.get_kind_display(), by=by)


def task_key(application: Application, state: str) -> str:
    return f"{TURNS[state].kind}:{application.key}"


def task_of(application: Application) -> Wanted:
    """Whose turn it is. The accountant, who sees no children, is given the payment alone."""
    turn = TURNS[application.state]
    paying = application.state == State.GRANTED
    return Wanted(
        key=task_key(application, application.state), kind=turn.kind, permission=turn.permission,
        title=f"{application.scheme.title}：{turn.title.partition('：')[2]}",
        child=None if paying else application.child, due_on=application.due_on,
        url_name="aid:payment" if paying else "aid:application",
        url_args={"key": str(application.key)},
    )  # fmt: skip


def _tell(application: Application, step: Step, by: Reader) -> None:
    """Whoever applied hears of it, so that she can tell the family."""
    writer = application.entered_by
    if writer is not None and writer != by.user:
        notify(
            to=writer, kind=TOLD, key=f"{TOLD}:{step.key}", by=by,
            subject=f"{application.scheme.title}的申请有结果：{step.get_kind_display()}",
            child=application.child, url_name="aid:application",
            url_args={"key": str(application.key)},
        )  # fmt: skip


def log(action: str, application: Application, by: Reader, **changes: Any) -> None:
    kept = {name: value for name, value in changes.items() if value}
    record(
        action=f"救助申请：{action}", by=by, object_type="application",
        object_id=application.key.hex, child_number=application.child.number, changes=kept or None,
    )  # fmt: skip
