"""What a slip 发放单 may become, and from what. Pure."""

from typing import Final

WAITING, HANDED = "waiting", "handed"
ABSENT, MOVED, REFUSED, WRONG_SIZE = "absent", "moved", "refused", "wrong_size"
RETURNED = "returned"

TITLES: Final = {
    WAITING: "待发放", HANDED: "已签收", ABSENT: "人不在家", MOVED: "已搬走", REFUSED: "不愿领取",
    WRONG_SIZE: "尺码不合", RETURNED: "已退回",
}  # fmt: skip
OPEN: Final = (WAITING, ABSENT, MOVED, WRONG_SIZE)
"""Somebody has still to hand it out."""
CLOSED: Final = (HANDED, REFUSED, RETURNED)
TRIED: Final = (ABSENT, MOVED, REFUSED, WRONG_SIZE)
"""What somebody may find who came with the gift."""
LOOKS: Final = {
    WAITING: "due", HANDED: "good", ABSENT: "info", MOVED: "info", REFUSED: "plain",
    WRONG_SIZE: "late", RETURNED: "plain",
}  # fmt: skip
ICONS: Final = {HANDED: "check", ABSENT: "home", MOVED: "place", REFUSED: "minus",
                WRONG_SIZE: "again", RETURNED: "back"}  # fmt: skip


def may_become(state: str, wanted: str) -> bool:
    """What is open may become anything; what was refused may be wanted after all; what was handed
    out comes back first (as waiting, to be handed out again, or for good)."""
    if state in OPEN:
        return wanted in (*OPEN, HANDED, REFUSED)
    if state == HANDED:
        return wanted in (WAITING, RETURNED)
    return wanted == WAITING
