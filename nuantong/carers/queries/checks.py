"""Checks that are over or end soon, and who is meant by the rows of a sheet."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import django_filters

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.carers.pasted import Pasted
from nuantong.core import clock
from nuantong.core.listing import Sort
from nuantong.people.filters import PlaceFilter, ScopedFilterSet
from nuantong.people.models import Carer
from nuantong.people.models.carer import WARNING_DAYS, check_began, check_expires
from nuantong.people.queries.carers import Check, check_of
from nuantong.people.queries.names import place_namer

SORTS: Final = {
    "day": Sort("背景查询", "background_checked_on"),
    "name": Sort("姓名", "pinyin"),
    "place": Sort("所在地", "place__code", "pinyin"),
}
UNREAD: Final = ("id_number", "id_index", "phone", "phone_index")


class ExpiringFilter(ScopedFilterSet):
    """In nothing else chosen: all whom the township's task is about."""

    permission = Permission.EDIT_CARERS

    state = django_filters.ChoiceFilter(
        label="背景查询", method="by_state", empty_label="全部要办的",
        choices=[("expired", "已过期"), ("missing", "未查询"),
                 ("soon", f"{WARNING_DAYS}天内到期")],
    )  # fmt: skip
    place = PlaceFilter(label="所在地")

    class Meta:
        model = Carer
        fields: list[str] = []

    def by_state(self, carers: Any, name: str, value: str) -> Any:
        over = check_began(clock.today())
        conditions: dict[str, dict[str, Any]] = {
            "expired": {"background_checked_on__lte": over},
            "missing": {"background_checked_on": None},
            "soon": {"background_checked_on__gt": over},
        }
        return carers.filter(**conditions[value])


@dataclass(frozen=True)
class Line:
    carer: Carer
    place: str
    check: Check
    ends: dt.date | None


def expiring(reader: Reader) -> Any:
    """Active carers of the scope whose check is over, missing, or ends within the warning."""
    began = check_began(reader.on + dt.timedelta(days=WARNING_DAYS))
    rows = Carer.objects.visible_to(reader, to=Permission.EDIT_CARERS).defer(*UNREAD)
    return rows.filter(status=Carer.Status.ACTIVE).exclude(background_checked_on__gt=began)


def lines(carers: Iterable[Carer], reader: Reader) -> list[Line]:
    where = place_namer(reader, Permission.EDIT_CARERS)
    return [
        Line(
            one, where(one.place_id), check_of(one, reader),
            check_expires(one.background_checked_on) if one.background_checked_on else None,
        )
        for one in carers
    ]  # fmt: skip


Found = tuple[list[tuple[Carer, Pasted]], list[tuple[Pasted, str]]]


def meant(rows: list[Pasted], reader: Reader) -> Found:
    """Which carer of the scope each row is about: by ID number, phone, or a name of one alone.

    Gives the rows whose carer is sure, and the others with what is wrong.
    """
    seen = Carer.objects.visible_to(reader, to=Permission.EDIT_CARERS)
    carers = list(seen.filter(status=Carer.Status.ACTIVE, name__any_of=[r.name for r in rows]))
    by_name: defaultdict[str, list[Carer]] = defaultdict(list)
    for carer in carers:
        by_name[carer.name].append(carer)
    found: list[tuple[Carer, Pasted]] = []
    wrong: list[tuple[Pasted, str]] = []
    for row in rows:
        same = [one for one in by_name[row.name] if _fits(one, row)]
        if row.problem or len(same) != 1:
            wrong.append((row, row.problem or _unsure(row, by_name[row.name], same)))
        else:
            found.append((same[0], row))
    return found, wrong


def _fits(carer: Carer, row: Pasted) -> bool:
    """Nothing that the row says of her contradicts what is known; blank says nothing."""
    pairs = [(row.id_number, str(carer.id_number)), (row.phone, str(carer.phone))]
    return all(not said or not known or said == known for said, known in pairs)


def _unsure(row: Pasted, named: list[Carer], same: list[Carer]) -> str:
    if not named:
        return f"您的范围内没有名叫“{row.name}”的在岗爱心妈妈。"
    if not same:
        return f"“{row.name}”的身份证号或手机与登记的不一致，请核对。"
    return f"有{len(same)}位“{row.name}”，请补上身份证号或手机。"
