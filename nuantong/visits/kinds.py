"""The kinds of task that a home visit raises, and how long each may take."""

import datetime as dt
from typing import Final

from nuantong.tasks.kinds import register_kind

NEED, MOVED, REFUSED, NOT_FOUND, NOBODY, CHANGED = (
    "visits.need", "visits.moved", "visits.refused", "visits.not_found", "visits.nobody",
    "visits.changed",
)  # fmt: skip
TITLES: Final = {
    NEED: "走访提出需求", MOVED: "走访时已搬走，请核实去向", REFUSED: "拒绝走访，请上门沟通",
    NOT_FOUND: "走访时查无此户，请核实住址", NOBODY: "多次走访无人在家，请核实",
    CHANGED: "走访发现资料有变，请核对台账",
}  # fmt: skip
WHAT: Final = {
    NEED: "联系有关部门解决，解决后在需求里写明情况。",
    MOVED: "打电话或到邻里核实搬到哪里；搬离本村的，登记迁居。",
    REFUSED: "弄清为什么拒绝，必要时和村（社区）一起再上门。",
    NOT_FOUND: "核对住址和姓名；确实不在的，按实际登记迁居或退出。",
    NOBODY: "打电话、问邻里和学校，弄清孩子现在由谁照料。",
    CHANGED: "对照走访发现和台账，确认后更新。",
}  # fmt: skip
WITHIN: Final = {
    NEED: dt.timedelta(days=30), MOVED: dt.timedelta(days=7), REFUSED: dt.timedelta(days=7),
    NOT_FOUND: dt.timedelta(days=7), NOBODY: dt.timedelta(days=7), CHANGED: dt.timedelta(days=14),
}  # fmt: skip


def contribute() -> None:
    """Called once when the app is ready."""
    for kind, title in TITLES.items():
        register_kind(kind, title, WHAT[kind])
