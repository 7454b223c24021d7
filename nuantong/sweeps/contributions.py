"""What sweeps put on other pages: the rosters of a child, the register by rosters."""

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.file import Section, register_section
from nuantong.people.filters import register_child_filter
from nuantong.people.models import Child
from nuantong.sweeps import visiting, waiting
from nuantong.sweeps.models import Link
from nuantong.visits.hooks import when_visited

ON_ROSTERS = [("some", "在名册上"), ("none", "不在任何名册")]


def rosters_of(child: Child, reader: Reader) -> dict[str, Any] | None:
    """The rosters that speak of the child, and links that were undone."""
    links = Link.objects.filter(child=child).select_related("record__source")
    found = list(links.order_by("undone_at", "-at")[:20])
    if not found:
        return None
    return {
        "links": [one for one in found if one.undone_at is None],
        "undone": [one for one in found if one.undone_at is not None],
        "may_undo": reader.covers(Permission.REVIEW_SWEEPS, child.place_id),
    }


def on_rosters(children: Any, name: str, value: str) -> Any:
    live = Exists(Link.objects.filter(child=OuterRef("pk"), undone_at=None))
    return children.filter(live if value == "some" else ~live)


def contribute() -> None:
    """For AppConfig.ready()."""
    waiting.contribute()
    when_visited(visiting.visited)
    register_section(
        Section("rosters", "在哪些名册上", "sweeps/child_rosters.html", rosters_of, order=68)
    )
    register_child_filter(
        "rosters",
        django_filters.ChoiceFilter(
            label="排查名册", choices=ON_ROSTERS, method=on_rosters, empty_label="全部"
        ),
    )
