"""What sweeps put on other pages: the rosters of a child, the register by rosters."""

import datetime as dt
from typing import Any, Final

import django_filters
from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.file import Section, register_column, register_section
from nuantong.people.filters import register_child_filter
from nuantong.people.hooks import when_child_left, when_child_returned
from nuantong.people.models import Child
from nuantong.sweeps import handing, leaving, visiting, waiting
from nuantong.sweeps.models import Link, Listed, Record, Source
from nuantong.visits.hooks import when_visited

ON_ROSTERS: Final = [("some", "在名册上"), ("none", "不在任何名册")]
MOST: Final = 20
DECIDERS: Final = dict(Link.Decider.choices)
SHOWN: Final = {
    "pk": "pk", "at": "at", "by": "by_name", "decider": "decider", "weight": "weight",
    "undone_at": "undone_at", "undone_by": "undone_by_name", "undone_why": "undone_why",
    "source": "record__source__name", "gone_at": "record__gone_at",
    "basis": "record__hint_basis",
}  # fmt: skip
SEALED: Final[dict[str, Any]] = {
    "undone_why": Link._meta.get_field("undone_why"), "basis": Record._meta.get_field("hint_basis"),
}  # fmt: skip


def along() -> ArraySubquery:
    """A column of the child whose page is opened: the rosters that speak of her."""
    rows = Link.objects.filter(child=OuterRef("pk")).order_by("-at")[:MOST]
    return ArraySubquery(rows.values(json=JSONObject(**{k: F(v) for k, v in SHOWN.items()})))


def rosters_of(child: Child, reader: Reader) -> dict[str, Any] | None:
    """The rosters that speak of the child, and links that were undone."""
    found = [_line(row) for row in getattr(child, "rosters_along", [])]
    if not found:
        return None
    return {
        "links": [one for one in found if one["undone_at"] is None],
        "undone": [one for one in found if one["undone_at"] is not None],
        "may_undo": reader.covers(Permission.REVIEW_SWEEPS, child.place_id),
    }


def _line(row: dict[str, Any]) -> dict[str, Any]:
    """JSON keeps moments as texts."""
    times = {
        name: dt.datetime.fromisoformat(row[name]) if row[name] else None
        for name in ("at", "undone_at")
    }
    words = {name: field.of_json(row[name]) for name, field in SEALED.items()}
    return {**row, **times, **words, "decided": DECIDERS[row["decider"]]}


class RosterFilter(django_filters.ChoiceFilter):
    """On some roster or on none: of all, or of those that `counted` names; as the closing sheet
    counts, by what is kept of each child."""

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        counted = self.parent.form.cleaned_data.get("counted")
        named = Q(sources__overlap=[source.pk for source in counted]) if counted else ~Q(sources=[])
        listed = Listed.objects.filter(named if value == "some" else ~named, child=OuterRef("pk"))
        return qs.filter(Exists(listed))


def _sources(request: Any) -> Any:
    return Source.objects.about(request.reader)


def _as_they_are(children: Any, name: str, value: Any) -> Any:
    """Which rosters count narrows nobody by itself."""
    return children


def contribute() -> None:
    """For AppConfig.ready()."""
    waiting.contribute()
    handing.contribute()
    when_visited(visiting.visited)
    when_child_left(leaving.left)
    when_child_returned(leaving.returned)
    register_column("rosters_along", along)
    register_section(
        Section("rosters", "在哪些名册上", "sweeps/child_rosters.html", rosters_of, order=68)
    )
    register_child_filter(
        "rosters",
        RosterFilter(label="排查名册", choices=ON_ROSTERS, empty_label="全部"),
    )
    register_child_filter(
        "counted",
        django_filters.ModelMultipleChoiceFilter(
            label="其中算哪些名册（不勾选即全部）", queryset=_sources, method=_as_they_are,
            widget=forms.CheckboxSelectMultiple,
        ),
    )  # fmt: skip
