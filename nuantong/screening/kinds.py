"""Kinds of task and notice of this app."""

import datetime as dt
from typing import Final

from nuantong.notices import kinds as notice_kinds
from nuantong.tasks import kinds as task_kinds

RED: Final = "screening_red"
TAKE_WITHIN: Final = dt.timedelta(hours=2)
"""The product's own figure: the law says to act, and names no hours."""
CLOSE_WITHIN: Final = dt.timedelta(hours=8)
"""Once taken on: the same day (china.md §6: a human call within the day)."""


def contribute() -> None:
    task_kinds.register_kind(
        RED, "红色提示", "今天就当面或电话确认孩子安全，不让孩子一个人；写明怎么办的。",
        outlives=True, elsewhere=True,
    )  # fmt: skip
    notice_kinds.register_kind(RED, "红色提示", "去认领", leaves=True)
