"""Who grows up: soon, and whose leaving is to be decided."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.listing import Listing, Sort
from nuantong.people.ageing import AHEAD, BY_AGE, IN_SCHOOL, SCHOOLS, SIXTEEN, birthday
from nuantong.people.filters import held_on, years_before
from nuantong.people.models import Child, Label, Reprieve
from nuantong.people.queries.ages import age_on
from nuantong.people.queries.names import place_namer, shown_name, shows_names

SORTS: Final = {
    "age": Sort("出生日期", "birth_date"),
    "place": Sort("现居住地", "place__code", "pinyin"),
    "name": Sort("姓名", "pinyin", "name"),
}


@dataclass(frozen=True)
class Line:
    child: Child
    name: str
    age: int | None
    place: str
    day: dt.date
    why: str


def growing(children: QuerySet[Any], on: dt.date) -> QuerySet[Any]:
    """Sixteen with a label that ends then, or eighteen, within the coming sixty days."""
    sixteen = _turning(16, on) & Q(Exists(_held(on, SIXTEEN)))
    return children.filter(sixteen | _turning(18, on))


def due(children: QuerySet[Any], on: dt.date) -> QuerySet[Any]:
    """Past eighteen and not at school with a category that lasts, or with no category left since
    sixteen; nobody whom a person decided to keep, nobody whose birth is not known (any
    more)."""
    school = Q(stage__in=SCHOOLS) & Q(Exists(_held(on, IN_SCHOOL)))
    grown = Q(birth_date__lte=years_before(on, 18)) & ~school
    ended = Label.objects.filter(child=OuterRef("pk"), ended_because=BY_AGE)
    without = Q(Exists(ended)) & ~Q(Exists(_held(on, None)))
    kept = Reprieve.objects.filter(child=OuterRef("pk"), until__gt=on)
    return children.filter(grown | without, birth_date__isnull=False).exclude(Exists(kept))


def _turning(age: int, on: dt.date) -> Q:
    return Q(birth_date__gt=years_before(on, age), birth_date__lte=years_before(on + AHEAD, age))


def _held(on: dt.date, categories: list[str] | None) -> QuerySet[Label]:
    rows = held_on(on).filter(child=OuterRef("pk"))
    return rows if categories is None else rows.filter(category__in=categories)


WHICH: Final[dict[str, Callable[[QuerySet[Any], dt.date], QuerySet[Any]]]] = {
    "due": due, "soon": growing,
}  # fmt: skip


def children_of(reader: Reader, which: str) -> QuerySet[Any]:
    labels = Prefetch("labels", queryset=held_on(reader.on).only("child", "category"))
    columns = ("number", "name", "sex", "birth_date", "place", "stage", "status")
    rows = Child.objects.visible_to(reader, to=Permission.EDIT_CHILDREN).on_register()
    return WHICH[which](rows, reader.on).only(*columns).prefetch_related(labels)


def lines(listing: Listing, reader: Reader) -> list[Line]:
    full, where = shows_names(reader), place_namer(reader)
    return [_line(child, reader.on, full, where) for child in listing.rows]


def _line(child: Child, on: dt.date, full: bool, where: Callable[[int | None], str]) -> Line:
    assert child.birth_date is not None
    turns = 16 if birthday(child.birth_date, 16) > on - AHEAD * 6 else 18
    day = birthday(child.birth_date, turns)
    return Line(
        child=child, name=shown_name(child.name, full), age=age_on(child.birth_date, on),
        place=where(child.place_id), day=day, why=_why(child, turns, day, on),
    )  # fmt: skip


def _why(child: Child, turns: int, day: dt.date, on: dt.date) -> str:
    held = "、".join(label.get_category_display() for label in child.labels.all())
    if day > on:
        ends = "留守（流动）类别自动终止" if turns == 16 else "届时请决定是否退出"
        return f"{day:%Y年%m月%d日}满{turns}周岁，{ends}"
    return f"已满{turns}周岁" + (f"，现有类别：{held}" if held else "，已无有效类别")
