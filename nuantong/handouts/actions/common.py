"""What every action on hand-outs begins and ends with."""

from collections.abc import Sequence
from typing import Any, Final

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.handouts.models import BankRow, Batch, Slip

REFUSALS: Final = {
    "batch_of_a_frozen_cohort": "受助名单还没有冻结，请先由批准人冻结名单，再建发放批次。",
    "batch_is_a_thing_a_kit_or_money": "每批只发一种：物资（选仓库）、礼包（选仓库）或者钱（选资金）。",
    "batch_is_sane": "请填写名称；每人件数1至100，领取天数1至366。",
    "batch_stays_what_it_is": "发放批次建好以后，发什么、发给谁不能再改，请另建一批。",
    "slip_of_a_member": "这个孩子不在冻结的受助名单里，不能发放。",
    "receipt_of_a_member": "名单里有孩子已被移出受助名单，不能再发。请刷新后看清楚再办。",
    "receipt_once_a_slip": "这个孩子已经签收过，没有重复登记。",
    "receipt_of_an_open_slip": "这张发放单刚刚被别人登记了，请刷新后看清楚再办。",
    "receipt_has_a_second_name": "见证人要写另一个人的姓名，不能写登记人自己。",
    "receipt_is_proved": "签收要有依据：签名、纸质名单照片或见证人。",
    "handouts_takenback_receipt_id_key": "这次签收已经退回过。",
    "bankrow_pays_once": "名单里有人刚刚列入了另一份银行名单，请刷新后再做。",
}  # fmt: skip


def slip_for_change(
    slip: Slip, by: Reader, *permissions: Permission, version: int | None = None
) -> Slip:
    """The slip as it stands, locked; for whoever hands out to this child."""
    for permission in permissions or (Permission.HAND_OUT,):
        rows = Slip.objects.visible_to(by, to=permission).filter(pk=slip.pk)
        found = rows.select_for_update(of=("self",)).select_related("batch", "child").first()
        if found is not None:
            if version is not None and found.version != version:
                raise StaleVersion("您打开以后，这张发放单已有变化，请看清楚再办。")
            return found
    raise Refusal("这个孩子不由您发放，或刚迁到别处。")


def log(action: str, slip: Slip, by: Reader, reason: str = "", **changes: Any) -> None:
    record(
        action=action, by=by, child_number=slip.child.number, object_type="slip",
        object_id=slip.pk, reason=reason, changes=changes or None,
    )  # fmt: skip


def log_batch(action: str, batch: Batch, by: Reader, **changes: Any) -> None:
    record(action=action, by=by, object_type="batch", object_id=batch.pk, changes=changes or None)


def check_not_at_the_bank(slips: Sequence[Slip]) -> None:
    """What is on a list that is out is neither handed out otherwise nor let go."""
    rows = BankRow.objects.filter(slip__in=[slip.pk for slip in slips], outcome="sent")
    found = rows.select_related("slip__child").first()
    if found is not None:
        raise Refusal(f"{found.slip.child.name}的这一笔已经送银行，等回单回来再办。")
