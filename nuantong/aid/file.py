"""What aid adds to a child's page: how her applications stand, and in the timeline what was paid."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef, Subquery, Sum
from django.db.models.functions import JSONObject

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.aid.models import Application, Step
from nuantong.aid.models.application import OVER, State
from nuantong.core.money import yuan
from nuantong.people.file import Entry
from nuantong.people.models import Child
from nuantong.people.visibility import permissions_on

SHOWN = 5


def along() -> ArraySubquery:
    """A column of the child whose page is opened: her newest applications, with what was paid."""
    paid = Step.objects.filter(application=OuterRef("pk"), kind="paid").order_by()
    paid = paid.values("application")
    rows = Application.objects.filter(child=OuterRef("pk")).order_by("-applied_on", "-pk")
    return ArraySubquery(
        rows.values(json=JSONObject(
            key="key", title="scheme__title", state="state", on="applied_on",
            paid=Subquery(paid.annotate(all=Sum("fen")).values("all")),
            paid_on=Subquery(paid.annotate(last=Max("on")).values("last")),
        ))[:SHOWN]
    )  # fmt: skip


def section(child: Child, reader: Reader) -> dict[str, Any] | None:
    may = permissions_on(child, reader)
    if P.SEE_AID not in may:
        return None
    known = getattr(child, "aid_along", None) or []
    asks = P.APPLY_FOR_AID in may and child.status == Child.Status.ON_REGISTER
    if not known and not asks:
        return None
    rows = [
        {**one, "word": State(one["state"]).label, "over": one["state"] in OVER,
         "money": yuan(one["paid"]) if one["paid"] else ""}
        for one in known
    ]  # fmt: skip
    return {"applications": rows, "asks": asks}


def timeline(child: Child, reader: Reader) -> Iterator[Entry]:
    """Money that came to the family; nothing of why it was asked for."""
    known = getattr(child, "aid_along", None)
    if not known or P.SEE_AID not in permissions_on(child, reader):
        return
    for one in known:
        if one["paid"]:
            on = dt.date.fromisoformat(one["paid_on"])
            yield Entry(on, "gift", f"得到救助：{one['title']}", yuan(one["paid"]))
