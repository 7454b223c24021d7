"""What home visits put on a child's page: the newest visits, and lines of the timeline."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.file import Entry
from nuantong.people.models import Child
from nuantong.people.visibility import permissions_on
from nuantong.visits import survey
from nuantong.visits.models import Visit
from nuantong.visits.planning import silence

SHOWN, MOST = 5, 60
SHOWN_COLUMNS = ("key", "happened_on", "outcome", "grade", "focus", "parents_on", "visitor")


@dataclass(frozen=True)
class Line:
    """One visit as a list shows it: no narratives."""

    visit: Visit

    @property
    def grade_badge(self) -> str:
        return f"监护{self.visit.get_grade_display()}"

    @property
    def grade_tone(self) -> str:
        return {"good": "good", "fair": "due", "poor": "late"}.get(self.visit.grade, "plain")

    @property
    def silence(self) -> str:
        return silence(self.visit.parents_on, self.visit.happened_on)


def along() -> ArraySubquery:
    """A column of the child whose page is opened: her newest visits."""
    rows = _visits().filter(children__child=OuterRef("pk"))[:MOST]
    return ArraySubquery(rows.values(json=JSONObject(**{name: name for name in SHOWN_COLUMNS})))


def _visits() -> Any:
    return Visit.objects.in_effect()


def visits_of_child(child: Any) -> list[Visit]:
    """Newest first, as the page's own query brought them; elsewhere one query."""
    if not hasattr(child, "visits_along"):
        rows = _visits().filter(children__child=child)[:MOST]
        child.visits_along = list(rows.values(*SHOWN_COLUMNS))
    return [Visit(**{**row, **_days(row)}) for row in child.visits_along]


def _days(row: dict[str, Any]) -> dict[str, Any]:
    """JSON keeps days as texts."""
    days = {name: row[name] for name in ("happened_on", "parents_on")}
    return {
        name: dt.date.fromisoformat(day) if isinstance(day, str) else day
        for name, day in days.items()
    }


def section(child: Child, reader: Reader) -> dict[str, Any] | None:
    may = permissions_on(child, reader)
    visits = visits_of_child(child)
    surveys = Permission.SURVEY_HOMES in may and child.status == Child.Status.ON_REGISTER
    asks = Permission.PLAN_VISITS in may and child.status == Child.Status.ON_REGISTER
    if not (visits or surveys or asks):
        return None
    return {
        "visits": [Line(visit) for visit in visits[:SHOWN]], "more": visits[SHOWN:],
        "may_survey": surveys, "may_ask": asks,
    }  # fmt: skip


def timeline(child: Child, reader: Reader) -> Iterator[Entry]:
    """Outcome and grade; never what was said."""
    if Permission.SEE_VISITS not in permissions_on(child, reader):
        return
    grades = dict(survey.GRADES)
    for visit in visits_of_child(child):
        grade = f"，监护评定{grades[visit.grade]}" if visit.grade else ""
        yield Entry(
            visit.happened_on, "home", f"入户走访：{visit.get_outcome_display()}{grade}",
            who=visit.visitor, seen=visit.outcome == Visit.Outcome.MET,
        )  # fmt: skip
