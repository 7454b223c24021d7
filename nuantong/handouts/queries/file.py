"""What hand-outs add to a child's file: what she got, when and how, and what waits for her."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.money import yuan
from nuantong.handouts import states
from nuantong.handouts.models import Receipt, Slip
from nuantong.people.file import Entry
from nuantong.people.models import Child
from nuantong.people.visibility import permissions_on

MOST = 40


def along() -> ArraySubquery:
    """A column of the child whose page is opened: her slips, the newest first."""
    rows = Slip.objects.filter(child=OuterRef("pk")).order_by("-batch__on", "-pk")
    return ArraySubquery(
        rows.values(
            json=JSONObject(
                key="key", title="batch__title", state="state", on="state_on", size="size",
                fen="batch__fen", day="batch__on",
            )
        )[:MOST]
    )  # fmt: skip


def section(child: Child, reader: Reader) -> dict[str, Any] | None:
    if Permission.SEE_HAND_OUTS not in permissions_on(child, reader):
        return None
    rows = [_line(one) for one in getattr(child, "slips_along", [])]
    return {"slips": rows} if rows else None


def _line(one: dict[str, Any]) -> dict[str, Any]:
    state = one["state"]
    return {
        **one, "words": states.TITLES[state], "look": states.LOOKS[state],
        "icon": states.ICONS.get(state, ""), "money": yuan(one["fen"]) if one["fen"] else "",
        "on": dt.date.fromisoformat(one["on"]) if one["on"] else None,
    }  # fmt: skip


def timeline(child: Child, reader: Reader) -> Iterator[Entry]:
    """Each receipt that stands."""
    if Permission.SEE_HAND_OUTS not in permissions_on(child, reader):
        return
    for one in getattr(child, "slips_along", []):
        if one["state"] == states.HANDED:
            line = _line(one)
            what = "，".join(word for word in (line["money"], line["size"] and f"{line['size']}码") if word)  # fmt: skip
            yield Entry(line["on"], "gift", one["title"], what, "已签收")


def address_of_receipt(key: UUID) -> str:
    """The slip that a receipt's movement of goods leads to; '' when there is none."""
    slip = Receipt.objects.filter(key=key).values_list("slip__key", flat=True).first()
    return reverse("handouts:slip", args=[slip]) if slip else ""
