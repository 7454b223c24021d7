"""Checks that are over or end soon."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import django_filters

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
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
