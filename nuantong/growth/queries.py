"""What the pages of prints list."""

from dataclasses import dataclass

from django.db.models import Count

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.models import Child

MOST = 300
"""Children of one village: none has as many."""


@dataclass(frozen=True)
class Village:
    place: int
    name: str
    children: int


def villages(reader: Reader) -> list[Village]:
    """Villages with children the reader prints keepsakes of: one query."""
    seen = Child.objects.visible_to(reader, to=Permission.SEE_PHOTOS).on_register()
    rows = seen.exclude(place=None).order_by().values_list("place").annotate(Count("pk"))
    found = [Village(place, reader.tree.full_name(place, " "), count) for place, count in rows]
    return sorted(found, key=lambda one: one.name)


def children_of(reader: Reader, place: int) -> list[Child]:
    seen = Child.objects.visible_to(reader, to=Permission.SEE_PHOTOS).on_register()
    known = ("number", "name", "birth_date", "place")
    return list(seen.filter(place=place).order_by("pinyin", "pk").only(*known)[:MOST])
