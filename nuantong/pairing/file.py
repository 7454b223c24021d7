"""What pairing adds to a child's page and to a carer's: who has whom, now and before."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.kept import Kept, slot
from nuantong.pairing.inputs import tier_between
from nuantong.pairing.models import Leave, Pairing, Review
from nuantong.pairing.responsible import stand_in_json, stands_in
from nuantong.people.file import Entry
from nuantong.people.models import Carer, Child
from nuantong.people.visibility import permissions_on

LATELY = dt.timedelta(days=60)
SHOWN = ("child__number", "child__name", "child__birth_date")


@Kept
def _pairings() -> QuerySet[Pairing]:
    unread = ("carer__id_number", "carer__id_index", "carer__phone_index")
    rows = Pairing.objects.filter(child=slot("child")).select_related("carer").defer(*unread)
    reviewed = Exists(Review.objects.filter(pairing=OuterRef("pk")).order_by())
    return rows.annotate(stands=stand_in_json(slot("on")), reviewed=reviewed)


def pairings_of(child: Child, reader: Reader) -> list[Any]:
    """Read once a page: the section and the timeline share the rows, kept on the child."""
    if "_pairing_rows" not in vars(child):
        vars(child)["_pairing_rows"] = _pairings(child=child.pk, on=reader.on)
    found: list[Any] = vars(child)["_pairing_rows"]
    return found


def section(child: Child, reader: Reader) -> dict[str, Any]:
    rows = pairings_of(child, reader)
    now = next((p for p in rows if p.end is None or p.end > reader.on), None)
    return {
        "now": now,
        "stands": stands_in(now) if now else None,
        "own": now is not None and now.carer.user_id == reader.actor_id,
        "place": reader.tree.full_name(now.carer.place_id, " ") if now else "",
        "near": tier_between(child.place_id, now.carer.place_id, reader.tree) if now else "",
        "earlier": [p for p in rows if p is not now],
        "reviews": _reviews(child, reader) if any(p.reviewed for p in rows) else [],
        "may_pair": Permission.RUN_ROUNDS in permissions_on(child, reader),
        "on_register": child.status == Child.Status.ON_REGISTER,
        "in_institution": child.setting == Child.Setting.INSTITUTION,
    }


def _reviews(child: Child, reader: Reader) -> list[Review]:
    """For whoever pairs there alone: what a family says of a carer is not for the carer."""
    if Permission.RUN_ROUNDS not in permissions_on(child, reader):
        return []
    return list(Review.objects.filter(child=child).select_related("pairing__carer").defer(
        "pairing__carer__id_number", "pairing__carer__phone", "pairing__ended_note"))  # fmt: skip


def timeline(child: Child, reader: Reader) -> Iterator[Entry]:
    for one in pairings_of(child, reader):
        yield Entry(one.start, "link", f"与{one.carer.name}结对", one.get_tier_display())
        if one.end is not None and one.end <= reader.on:
            text = "，".join(filter(None, [one.get_ended_reason_display(), one.ended_note]))
            yield Entry(one.end, "leave", f"与{one.carer.name}解除结对", text)


def _freed(carer: Carer, reader: Reader) -> list[Child]:
    """Whom she had until lately and who has nobody now, as far as the reader pairs them."""
    ended = Pairing.objects.filter(carer=carer, end__gt=reader.on - LATELY, end__lte=reader.on)
    standing = Pairing.objects.standing(reader.on).values("child")
    children = Child.objects.visible_to(reader, to=Permission.RUN_ROUNDS).on_register()
    found = children.filter(pk__in=ended.values("child"), setting=Child.Setting.SCATTERED)
    return list(found.exclude(pk__in=standing).only("number", "name").order_by("pinyin", "pk"))


def carer_section(carer: Carer, reader: Reader) -> dict[str, Any]:
    """Her children as far as the reader may see them, and the places she has left."""
    current = Pairing.objects.current(reader.on).filter(carer=carer)
    households = current.order_by().values("child__household").distinct().count()
    rows = current.visible_to(reader).select_related("child").only("start", "tier", *SHOWN)
    return {
        "title": "结对",
        "template": "pairing/carer_section.html",
        "pairings": rows.order_by("child__household", "child__birth_date"),
        "households": households,
        "free": max(carer.capacity - households, 0),
        "over": max(households - carer.capacity, 0),
        "carer": carer,
        "leaves": Leave.objects.filter(carer=carer).not_over(reader.on),
        "freed": _freed(carer, reader),
        "may_edit": reader.can(Permission.EDIT_CARERS),
    }
