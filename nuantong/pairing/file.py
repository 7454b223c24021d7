"""What pairing adds to a child's page and to a carer's: who has whom, now and before."""

from collections.abc import Iterator
from typing import Any

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.models import Pairing
from nuantong.people.file import Entry
from nuantong.people.models import Carer, Child
from nuantong.people.visibility import permissions_on

SHOWN = ("child__number", "child__name", "child__birth_date")


def _pairings(child: Child) -> list[Pairing]:
    """Read once a page: the section and the timeline share the rows, kept on the child."""
    known: list[Pairing] | None = child.__dict__.get("_pairing_rows")
    if known is None:
        unread = ("carer__id_number", "carer__id_index", "carer__phone_index")
        rows = Pairing.objects.filter(child=child).select_related("carer").defer(*unread)
        known = child.__dict__["_pairing_rows"] = list(rows)
    return known


def section(child: Child, reader: Reader) -> dict[str, Any]:
    rows = _pairings(child)
    now = next((p for p in rows if p.end is None or p.end > reader.on), None)
    return {
        "now": now,
        "own": now is not None and now.carer.user_id == reader.actor_id,
        "place": reader.tree.full_name(now.carer.place_id, " ") if now else "",
        "earlier": [p for p in rows if p is not now],
        "may_pair": Permission.RUN_ROUNDS in permissions_on(child, reader),
        "on_register": child.status == Child.Status.ON_REGISTER,
        "in_institution": child.setting == Child.Setting.INSTITUTION,
    }


def timeline(child: Child, reader: Reader) -> Iterator[Entry]:
    for one in _pairings(child):
        yield Entry(one.start, "link", f"与{one.carer.name}结对", one.get_tier_display())
        if one.end is not None and one.end <= reader.on:
            text = "，".join(filter(None, [one.get_ended_reason_display(), one.ended_note]))
            yield Entry(one.end, "leave", f"与{one.carer.name}解除结对", text)


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
    }
