"""Lists of helpers, who can answer a need, and a child's care circle."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

import django_filters
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q
from django.db.models.functions import JSONObject

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.listing import Sort
from nuantong.core.masking import mask_phone
from nuantong.helpers import circle
from nuantong.helpers.circle import Member
from nuantong.helpers.closeness import ASKED, Closeness
from nuantong.helpers.models import Helper, Service, due
from nuantong.people.filters import PlaceFilter, ScopedFilterSet
from nuantong.people.models import Child, Need
from nuantong.people.models.carer import WARNING_DAYS, check_began
from nuantong.people.queries.carers import in_words
from nuantong.people.searching import by_name
from nuantong.people.visibility import permissions_on

SORTS: Final = {
    "name": Sort("姓名或名称", "pinyin"),
    "kind": Sort("种类", "kind", "pinyin"),
    "place": Sort("服务范围", "place__code", "pinyin"),
    "check": Sort("背景查询", "checked_on"),
}
UNREAD: Final = ("id_number", "id_index", "remark")
MOST: Final = 30


class HelperFilter(ScopedFilterSet):
    permission = Permission.SEE_HELPERS

    q = django_filters.CharFilter(label="查找姓名或名称", method="search")
    place = PlaceFilter(label="服务范围")
    kind = django_filters.ChoiceFilter(
        label="种类", choices=Helper.Kind.choices, empty_label="全部"
    )
    offer = django_filters.ChoiceFilter(
        label="能帮什么", choices=Need.Kind.choices, method="offering", empty_label="全部"
    )
    vetting = django_filters.ChoiceFilter(
        label="可以怎样接触孩子", method="vetted", empty_label="全部",
        choices=[("alone", "可单独相处"), ("group", "有人在场"), ("lacking", "手续不全"),
                 ("due", f"单独相处的，背景查询过期或{WARNING_DAYS}天内到期")],
    )  # fmt: skip
    status = django_filters.ChoiceFilter(
        label="状态", choices=[("left", "已退出"), ("all", "全部")], method="standing",
        empty_label="在册",
    )  # fmt: skip

    class Meta:
        model = Helper
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        if not self.form.cleaned_data.get("status"):
            queryset = queryset.filter(status=Helper.Status.ACTIVE)
        return super().filter_queryset(queryset)

    def search(self, found: Any, name: str, value: str) -> Any:
        return found.filter(by_name(value.strip(), self.request.reader.tree))

    def offering(self, found: Any, name: str, value: str) -> Any:
        return found.filter(offers__contains=[value])

    def vetted(self, found: Any, name: str, value: str) -> Any:
        if value == "due":
            return found.filter(pk__in=due(clock.today()).values("pk"))
        checked = Q(checked_on__gt=check_began(clock.today()))
        pledged = Q(pledged_on__isnull=False)
        ready = Q(closeness="goods") | (pledged & (Q(closeness="group") | checked))
        return found.filter(
            {"alone": checked & pledged, "group": pledged, "lacking": ~ready}[value]
        )

    def standing(self, found: Any, name: str, value: str) -> Any:
        return found if value == "all" else found.filter(status=value)


COLUMNS: Final = (
    "姓名或名称", "种类", "联系人", "服务范围", "能帮什么", "与孩子的接触", "同时帮几名", "还能帮几名",
    "背景查询日期", "承诺书签署日期", "还缺什么", "起", "止", "状态",
)  # fmt: skip


def sheet_rows(helpers: Any, reader: Reader) -> Iterator[list[Any]]:
    """Rows of the exported sheet, without ID numbers and telephones."""
    for line in lines(helpers, reader):
        one = line.helper
        yield [
            one.name, one.get_kind_display(), one.contact, line.place, line.offers,
            one.get_closeness_display(), one.capacity, line.free, one.checked_on, one.pledged_on,
            line.lacks, one.since, one.until, one.get_status_display(),
        ]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A helper in a list: what she may do now, what is lacking, how many places are free."""

    helper: Helper
    place: str
    offers: str
    lacks: str
    free: int
    tier: str = ""


def lacks(helper: Helper, closeness: str, on: dt.date) -> str:
    """What must still be known of her before she comes so close; '' when nothing."""
    asked = ASKED[Closeness(closeness)]
    missing = []
    if asked.check and not helper.checked(on):
        missing.append("背景查询" + ("已过期" if helper.checked_on else "没有"))
    if asked.pledge and helper.pledged_on is None:
        missing.append("没有签承诺书")
    return "，".join(missing)


def busy(helpers: Iterable[Helper]) -> Counter[int]:
    rows = Service.objects.filter(state="accepted", helper__in=[h.pk for h in helpers])
    counted = rows.order_by().values("helper").annotate(n=Count("pk"))
    return Counter({row["helper"]: row["n"] for row in counted})


def lines(helpers: Iterable[Helper], reader: Reader) -> list[Line]:
    found = list(helpers)
    load = busy(found)
    return [_line(one, load[one.pk], reader) for one in found]


def _line(helper: Helper, load: int, reader: Reader, tier: str = "") -> Line:
    return Line(
        helper, reader.tree.full_name(helper.place_id),
        in_words(helper.offers, Need.Kind.choices), lacks(helper, helper.closeness, reader.on),
        max(helper.capacity - load, 0), tier,
    )  # fmt: skip


TIERS: Final = {4: "同村（社区）", 3: "同乡镇（街道）", 2: "同区县", 1: "全市"}


def candidates(need: Need, reader: Reader) -> list[Line]:
    """Who says she can answer it and serves the place where the child lives: the nearest first,
    then those with nothing lacking and with room, then by name."""
    around = reader.tree.ancestors(need.child.place_id) if need.child.place_id else ()
    rows = Helper.objects.visible_to(reader).filter(
        Q(until=None) | Q(until__gt=reader.on), status=Helper.Status.ACTIVE,
        offers__contains=[need.kind], place__in=around,
    )  # fmt: skip
    found = list(rows.defer(*UNREAD))
    load = busy(found)
    ordered = [
        _line(one, load[one.pk], reader, TIERS.get(_level(one, reader), "")) for one in found
    ]
    ordered.sort(
        key=lambda x: (
            -_level(x.helper, reader), bool(x.lacks), x.free == 0, x.helper.pinyin, x.helper.pk
        )
    )  # fmt: skip
    return ordered[:MOST]


def _level(helper: Helper, reader: Reader) -> int:
    place = reader.tree.get(helper.place_id)
    return place.level if place else 0


def services_along() -> ArraySubquery:
    """A column of the child whose page is opened: who helps her now, or was asked to."""
    rows = Service.objects.filter(child=OuterRef("pk"), state__in=["asked", "accepted"])
    shown = {
        "name": F("helper__name"), "helper_kind": F("helper__kind"), "kind": F("kind"),
        "state": F("state"), "until": F("until"), "need": F("need"),
    }  # fmt: skip
    return ArraySubquery(rows.order_by("start", "pk").values(json=JSONObject(**shown)))


def section(child: Child, reader: Reader) -> dict[str, Any]:
    """The circle in short, on the child's page."""
    kinds, words = dict(Helper.Kind.choices), dict(Need.Kind.choices)
    rows = [
        {**row, "helper_kind": kinds[row["helper_kind"]], "kind": words[row["kind"]],
         "until": dt.date.fromisoformat(row["until"]) if row["until"] else None,
         "accepted": row["state"] == "accepted"}
        for row in getattr(child, "services_along", [])
    ]  # fmt: skip
    return {
        "helpers": rows,
        "may_ask": Permission.EDIT_HELPERS in permissions_on(child, reader),
        "open_needs": [need for need in child.needs.all() if need.met_on is None],
    }


@dataclass(frozen=True)
class Circle:
    members: list[Member]
    earlier: list[Any]


def circle_of(child: Child, reader: Reader) -> Circle:
    """Everybody around a child with the last contact of each, where it is known."""
    opens = Permission.RECORD_CONTACT in permissions_on(child, reader)
    last = circle.last_contacts(child)
    members = [m for source in circle.SOURCES for m in source(child, reader)]
    members = [replace(m, last=last.get("carer")) if m.role == circle.CARER else m for m in members]
    for guardian in child.guardians.filter(until=None):
        phone = _phone(str(guardian.phone), opens)
        members.append(
            Member("监护人", guardian.name or "未采集", guardian.relation, phone, guardian.since,
                   last=last.get("guardian"))
        )  # fmt: skip
    if child.teacher:
        phone, about = _phone(str(child.teacher_phone), opens), f"{child.school} {child.grade}"
        members.append(Member("班主任", child.teacher, about, phone, last=last.get("teacher")))
    return Circle([*members, *_helpers(child)], list(child.past_teachers.all()))


def _phone(phone: str, opens: bool) -> str:
    return phone if opens else mask_phone(phone)


def _helpers(child: Child) -> list[Member]:
    rows = child.services.filter(state="accepted").select_related("helper")
    return [
        Member(
            one.helper.get_kind_display(), one.helper.name,
            f"{one.get_kind_display()}（{one.get_closeness_display()}）", str(one.helper.phone),
            one.start, one.until,
        )
        for one in rows.order_by("start", "pk")
    ]  # fmt: skip
