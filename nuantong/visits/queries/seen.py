"""What the plan and a child's page know of visits, brought along in the children's own query."""

import datetime as dt
from functools import lru_cache
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from nuantong.visits import survey
from nuantong.visits.models import Visit, VisitedChild
from nuantong.visits.planning import Seen

REMEMBERED: Final = 8
"""So many visits of a child say everything a plan asks."""
SEEN: Final = {
    "visit": "visit_id", "on": "visit__happened_on", "outcome": "visit__outcome",
    "grade": "visit__grade", "focus": "visit__focus", "risks": "risks",
    "parents_on": "visit__parents_on",
}  # fmt: skip


def in_effect(until: dt.date) -> Any:
    """What visits until a day say of children and subjects, the newest first."""
    rows = VisitedChild.objects.filter(visit__superseded_by=None, visit__happened_on__lte=until)
    standing = rows.exclude(visit__outcome=Visit.Outcome.WITHDRAWN)
    return standing.order_by("-visit__happened_on", "-visit")


@lru_cache(maxsize=16)
def along(until: dt.date, *, same: str, of: str = "") -> ArraySubquery:
    """A column: the newest visits of each row whose `of` (`same` when not named) is a visit's
    `same`: children by their key, requests by their subject."""
    rows = in_effect(until).filter(**{same: OuterRef(of or same)})[:REMEMBERED]
    return ArraySubquery(rows.values(json=JSONObject(**SEEN)))


def seen_of(rows: list[dict[str, Any]]) -> dict[int, Seen]:
    """By visit and newest first, the values of along()."""
    return {row["visit"]: _seen(row) for row in rows}


def _seen(row: dict[str, Any]) -> Seen:
    dangerous = bool(set(row["risks"]) & survey.DANGEROUS)
    return Seen(
        _day(row["on"]) or dt.date.min, row["outcome"], row["grade"], row["focus"], dangerous,
        _day(row["parents_on"]),
    )  # fmt: skip


def _day(value: Any) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value
