"""Whether a household may be given to a carer today: plain values, one reason in words."""

import datetime as dt
from typing import NamedTuple

from nuantong.core.text import month_day


class Family(NamedTuple):
    """The household as it stands: children without a carer, and whose carer the others have."""

    waiting: int
    carer: int | None
    in_institution: bool = False


class Standing(NamedTuple):
    """The carer as she stands; `free` counts households she can still take, `away` is the day she is
    back from a leave."""

    id: int
    name: str
    active: bool
    checked_on: dt.date | None
    in_date: bool
    free: int
    away: dt.date | None = None


def why_not(family: Family, carer: Standing) -> str:
    """The limit that binds, '' when none does."""
    if family.in_institution:
        return "儿童由机构养育，不参加结对。"
    if not family.waiting:
        return "儿童已结对，或已退出台账。"
    if family.carer not in (None, carer.id):
        return "同户兄弟姐妹已由另一位爱心妈妈结对，一户不能拆开。"
    if not carer.active:
        return f"{carer.name}已离岗。"
    if carer.checked_on is None:
        return f"{carer.name}没有背景查询记录，查询后才能结对。"
    if not carer.in_date:
        return f"{carer.name}的背景查询（{carer.checked_on}）已过期，须重新查询后才能结对。"
    if carer.away and family.carer is None:
        return f"{carer.name}正在请假，{month_day(carer.away)}回来，请假期间不再结对。"
    if family.carer is None and carer.free <= 0:
        return f"{carer.name}已满户，没有空余名额。"
    return ""
