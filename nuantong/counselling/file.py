"""What counselling adds to a child's page: that there is a case and how far it is, never a note."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.counselling.models import Case
from nuantong.people.models import Child
from nuantong.people.visibility import permissions_on


def along() -> Subquery:
    """A column of the child whose page is opened: her newest case."""
    rows = Case.objects.filter(child=OuterRef("pk")).order_by("-asked_on", "-pk")
    return Subquery(
        rows.values(json=JSONObject(key="key", started="started_on", closed="closed_on"))[:1]
    )


def section(child: Child, reader: Reader) -> dict[str, Any] | None:
    may = permissions_on(child, reader)
    if not may & {P.SEE_CASES, P.REFER_CASES}:
        return None
    case = getattr(child, "counselling_case", None)
    asks = P.REFER_CASES in may and child.status == Child.Status.ON_REGISTER
    if case is None and not asks:
        return None
    word = (
        ""
        if case is None
        else "已结束"
        if case["closed"]
        else "辅导中"
        if case["started"]
        else "排队等待"
    )
    return {
        "case": case, "word": word, "opens": P.SEE_CASES in may,
        "asks": asks and (case is None or bool(case["closed"])),
    }  # fmt: skip
