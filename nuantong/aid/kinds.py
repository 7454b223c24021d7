"""Kinds of task and notice of this app: whose turn an application is."""

from typing import Final, NamedTuple

from nuantong.access.roles import Permission as P
from nuantong.aid.models.application import State
from nuantong.notices import kinds as notice_kinds
from nuantong.tasks import kinds as task_kinds


class Turn(NamedTuple):
    """Whose turn it is in a state: the task, the office, and the office above when it is late."""

    kind: str
    title: str
    what: str
    permission: P
    above: P


TURNS: Final[dict[str, Turn]] = {
    State.TOWNSHIP: Turn(
        "aid_township", "救助申请：入户核实，签乡镇（街道）意见",
        "到家里看一看，核对材料，写明意见。", P.OPINE_ON_AID, P.REVIEW_AID,
    ),
    State.DISTRICT: Turn(
        "aid_district", "救助申请：签区县意见", "看核对结果和其他救助，写明意见。",
        P.REVIEW_AID, P.DECIDE_AID,
    ),
    State.CITY: Turn(
        "aid_city", "救助申请：审定", "同意的选定资金，不同意的写明理由。",
        P.DECIDE_AID, P.DECIDE_AID,
    ),
    State.GRANTED: Turn(
        "aid_pay", "救助金：拨付", "按收款人账户拨付，登记支付凭证号。", P.KEEP_BOOKS, P.DECIDE_AID
    ),
    State.PAID: Turn(
        "aid_follow", "救助金：回访", "问一问钱收到没有、用在哪里、孩子现在怎样。",
        P.OPINE_ON_AID, P.REVIEW_AID,
    ),
    State.APPEALED: Turn(
        "aid_appeal", "救助申请：复核", "由没有作原决定的人复核，写明理由。",
        P.DECIDE_AID, P.DECIDE_AID,
    ),
}  # fmt: skip
LATE: Final = "aid_late"
TOLD: Final = "aid_told"


def contribute() -> None:
    for turn in TURNS.values():
        task_kinds.register_kind(turn.kind, turn.title, turn.what, outlives=True, elsewhere=True)
    notice_kinds.register_kind(LATE, "救助申请超过期限", "去看看", leaves=True)
    notice_kinds.register_kind(TOLD, "救助申请有结果", "去看看")
