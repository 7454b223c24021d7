"""Lists of applications: whose turn each is, by when, and what a carer may tell the family."""

import datetime as dt
from collections.abc import Iterable
from typing import Final, NamedTuple

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.aid.clocks import APPEAL_WITHIN
from nuantong.aid.kinds import TURNS
from nuantong.aid.models import Application, Scheme
from nuantong.aid.models.application import OVER, ApplicationQuerySet, State
from nuantong.core.listing import Sort
from nuantong.people.queries.names import place_namer, shown_name, shows_names

SORTS: Final = {
    "due": Sort("期限", "due_on"),
    "applied": Sort("申请日期", "applied_on"),
    "state": Sort("状态", "state", "due_on"),
    "fen": Sort("申请金额", "asked_fen"),
}
TONES: Final = {
    State.CLOSED: "good", State.PAID: "good", State.GRANTED: "good", State.REFUSED: "late",
    State.UPHELD: "late", State.WITHDRAWN: "plain",
}  # fmt: skip
TELL: Final = {
    State.TOWNSHIP: "申请已经交上去了。乡镇（街道）会有人到家里看看，再签意见。",
    State.DISTRICT: "乡镇（街道）已经签了意见，现在区县妇联在看。",
    State.CITY: "区县已经签了意见，现在等市妇联审定。",
    State.GRANTED: "申请批下来了，钱会打到登记的收款人账户上。不用交任何手续费，凡是要钱的都是骗子。",
    State.PAID: "钱已经打到登记的账户上，请查一查收到没有。过一段时间会有人来问问孩子的情况。",
    State.CLOSED: "这笔救助已经办完了。家里有新的困难，可以再申请。",
    State.REFUSED: f"这次没有批下来，理由写在下面。不同意的，{APPEAL_WITHIN}个工作日内可以申请复核，由另外的人重新看。",
    State.APPEALED: "已经申请复核，由另外的人重新看，请等结果。",
    State.UPHELD: "复核后维持原来的决定，理由写在下面。可以找民政、残联等部门问问别的救助，我陪您一起想办法。",
    State.WITHDRAWN: "申请已经撤回。需要时可以再申请。",
}  # fmt: skip


class Badge(NamedTuple):
    text: str
    tone: str


class Row(NamedTuple):
    """An application in a list."""

    application: Application
    child: str
    place: str
    state: Badge
    clock: Badge | None


def listed(reader: Reader) -> ApplicationQuerySet:
    return Application.objects.visible_to(reader).select_related("child", "scheme")


def rows_of(applications: Iterable[Application], reader: Reader) -> list[Row]:
    where, full = place_namer(reader, P.SEE_AID), shows_names(reader, P.SEE_AID)
    return [
        Row(one, shown_name(one.child.name, full), where(one.child.place_id) or "居住地未采集",
            state_of(one), clock_of(one, reader.on))
        for one in applications
    ]  # fmt: skip


def state_of(application: Application) -> Badge:
    state = State(application.state)
    return Badge(str(state.label), TONES.get(state, "info"))


def clock_of(application: Application, on: dt.date) -> Badge | None:
    """How long whoever's turn it is still has."""
    if application.due_on is None:
        return None
    left = (application.due_on - on).days
    if left < 0:
        return Badge(f"已过期{-left}天", "late")
    return Badge("今天到期" if left == 0 else f"还有{left}天", "due" if left <= 3 else "info")


def counts(reader: Reader) -> dict[str, int]:
    """By whose turn it is, and how many are late: one query."""
    found = Application.objects.visible_to(reader).exclude(state__in=OVER).order_by()
    rows = list(found.values_list("state", "due_on"))
    by_state = {state: sum(1 for one, _ in rows if one == state) for state in TURNS}
    late = sum(1 for _, due in rows if due is not None and due < reader.on)
    return {**by_state, "late": late}


def schemes(reader: Reader) -> list[Scheme]:
    return list(Scheme.objects.open_on(reader.on).order_by("kind", "title"))


def told(application: Application) -> str:
    """What whoever applied may say to the family."""
    return TELL[State(application.state)]
