"""What every action begins and ends with: the scope, the lock, who enters it, the log."""

import datetime as dt
from typing import Any

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.counselling.access import rights_on
from nuantong.counselling.models import Case


def entered(by: Reader) -> dict[str, Any]:
    return {"entered_at": clock.now(), "entered_by": by.user, "entered_by_name": by.actor_name}


def words(said: str, missing: str) -> str:
    text = narrative(said, 4000)
    if len(text) < 2:
        raise Refusal(missing)
    return text


def locked(case: Case, by: Reader, permission: Permission) -> Case:
    """The case as it stands, for whoever may do this with its child."""
    rows = Case.objects.visible_to(by, to=permission).select_for_update(of=("self",))
    found = rows.select_related("child", "area__contract").filter(pk=case.pk).first()
    if found is None or permission not in rights_on(found, by):
        raise Refusal(
            "这个个案不在您的工作范围内。合同到期或个案移交以后，原来的咨询师不能再看、再写。"
        )
    return found


def running(case: Case, by: Reader, permission: Permission) -> Case:
    found = locked(case, by, permission)
    if not found.is_open:
        raise Refusal(f"这个个案已于{found.closed_on:%Y年%-m月%-d日}结束，不能再改。")
    if not found.has_begun:
        raise Refusal("这个个案还没有开始：先选定咨询师。")
    return found


def log(action: str, case: Case, by: Reader, **changes: Any) -> None:
    plain = {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in changes.items()}
    record(
        action=action, by=by, object_type="case", object_id=case.key.hex,
        child_number=case.child.number, changes=plain,
    )  # fmt: skip
