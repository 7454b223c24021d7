"""The kinds of task and notice this app gives."""

from typing import Final

from nuantong.notices.kinds import register_kind as register_notice
from nuantong.tasks.kinds import register_kind

TO_CHECK: Final = "carers.check"
TO_APPROVE: Final = "carers.approve"
EXPIRING: Final = "carers.expiring"
ADVERSE: Final = "carers.adverse"
ASKS: Final = "carers.asks"
DECIDED: Final = "carers.decided"


def register_kinds() -> None:
    """For AppConfig.ready()."""
    register_kind(TO_CHECK, "核实爱心妈妈申请", "请与申请人见面，核实身份和情况，再报区县批准。")
    register_kind(
        TO_APPROVE, "批准爱心妈妈申请",
        "请先向公安机关查询违法犯罪记录（未成年人保护法第六十二条），再决定是否批准。",
    )  # fmt: skip
    register_kind(
        EXPIRING, "背景查询快到期",
        "背景查询每年一次。过期的爱心妈妈不能再结对新的家庭，请在到期前组织查询并登记。",
    )  # fmt: skip
    register_kind(
        ADVERSE, "背景查询有不良记录",
        "她已不能结对新的家庭。现有的结对不会自动解除：请当天与乡镇（街道）商定，尽快为孩子换一位爱心妈妈。",
    )  # fmt: skip
    register_kind(
        ASKS, "网上申请的人要联系",
        "她已是爱心妈妈，或已有一份申请在办理，没有另立申请。请联系她，告诉她怎么办，再记下答复。",
    )  # fmt: skip
    register_notice(DECIDED, "爱心妈妈申请有结果", "看申请")
