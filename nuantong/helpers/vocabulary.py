"""The kinds of task this app gives."""

from typing import Final

from nuantong.tasks.kinds import register_kind

FIND: Final = "helpers.find"
ANSWER: Final = "helpers.answer"


def register_kinds() -> None:
    """For AppConfig.ready()."""
    register_kind(FIND, "为需求找帮扶力量", "请看谁能帮，邀请一位，或写明怎样解决。")
    register_kind(ANSWER, "等帮扶力量答复", "请联系她，把答复记下来。")
