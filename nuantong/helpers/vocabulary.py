"""The kinds of task this app gives."""

from typing import Final

from nuantong.tasks.kinds import register_kind

FIND: Final = "helpers.find"
ANSWER: Final = "helpers.answer"


EXPIRING: Final = "helpers.expiring"


def register_kinds() -> None:
    """For AppConfig.ready()."""
    register_kind(FIND, "为需求找帮扶力量", "请看谁能帮，邀请一位，或写明怎样解决。")
    register_kind(
        EXPIRING, "帮扶人背景查询快到期",
        "单独与孩子相处的人每年查询一次。过期的不能再答应新的帮扶，请在到期前组织查询并登记。",
    )  # fmt: skip
    register_kind(ANSWER, "等帮扶力量答复", "请联系她，把答复记下来。")
