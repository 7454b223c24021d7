"""The list of applications."""

from dataclasses import dataclass
from typing import Any, Final

import django_filters
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.carers.actions.erasing import NOT_BECOME
from nuantong.carers.models import Application
from nuantong.carers.models.application import OPEN
from nuantong.core.listing import Sort
from nuantong.people.filters import PlaceFilter, ScopedFilterSet
from nuantong.people.queries.names import place_namer
from nuantong.people.searching import by_name

SORTS: Final = {
    "day": Sort("申请日期", "applied_on"),
    "name": Sort("姓名", "pinyin"),
    "place": Sort("所在地", "place__code"),
}
TONES: Final = {
    "submitted": "due", "checked": "due", "approved": "good", "refused": "late",
    "withdrawn": "plain",
}  # fmt: skip


class ApplicationFilter(ScopedFilterSet):
    permission = Permission.PROPOSE_CARERS

    q = django_filters.CharFilter(label="查找姓名", method="search")
    place = PlaceFilter(label="所在地")
    state = django_filters.ChoiceFilter(
        label="状态", method="by_state", empty_label="在办",
        choices=[*Application.State.choices, ("all", "全部")],
    )  # fmt: skip

    class Meta:
        model = Application
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        if not self.form.cleaned_data.get("state"):
            queryset = queryset.filter(state__in=OPEN)
        return super().filter_queryset(queryset)

    def search(self, found: Any, name: str, value: str) -> Any:
        return found.filter(by_name(value.strip(), self.request.reader.tree))

    def by_state(self, found: Any, name: str, value: str) -> Any:
        return found.filter(Q() if value == "all" else Q(state=value))


@dataclass(frozen=True)
class Line:
    application: Application
    place: str
    tone: str


def listed(reader: Reader) -> Any:
    return Application.objects.visible_to(reader).defer("id_number", "phone", "why", "reason")


def lines(applications: list[Application], reader: Reader) -> list[Line]:
    where = place_namer(reader, Permission.PROPOSE_CARERS)
    return [Line(one, where(one.place_id), TONES[one.state]) for one in applications]


def acts(found: Application, reader: Reader) -> set[str]:
    """What the reader may do to it now."""
    may = {p for p in Permission if reader.covers(p, found.place_id)} & {
        Permission.PROPOSE_CARERS, Permission.EDIT_CARERS, Permission.APPROVE_CARERS,
    }  # fmt: skip
    if not found.is_open or not may:
        kept = found.state in NOT_BECOME and found.erased_on is None
        return {"erase"} if kept and Permission.EDIT_CARERS in may else set()
    able = {"withdraw"}
    if found.state == Application.State.SUBMITTED and Permission.EDIT_CARERS in may:
        able |= {"confirm", "refuse"}
    if found.state == Application.State.CHECKED and Permission.APPROVE_CARERS in may:
        able |= {"refuse"} | ({"approve"} if found.checked_by_id != reader.actor_id else set())
    return able
