"""The register as a list: what each line shows, what the sheet holds."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch, QuerySet

from nuantong.access.reader import Reader
from nuantong.core.listing import Listing, Sort
from nuantong.core.masking import mask_name
from nuantong.core.xlsx import Column
from nuantong.people.filters import held_on
from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on
from nuantong.people.queries.names import place_namer, shown_name, shows_names

SORTS: Final = {
    "number": Sort("编号", "number"),
    "name": Sort("姓名", "pinyin", "name"),
    "age": Sort("年龄", "-birth_date"),
    "place": Sort("现居住地", "place__code", "pinyin"),
    "registered": Sort("登记日期", "registered_on"),
}
COLUMNS: Final[list[Column | str]] = [
    Column("儿童编号", 12), Column("姓名", 10), "性别", "年龄", Column("类别", 24),
    Column("区县", 14), Column("乡镇（街道）", 16), Column("村（社区）", 18), Column("就学情况", 12),
    Column("身体情况", 12), "养育方式", Column("证件状态", 20), Column("登记日期", 12),
    Column("在册状态", 10),
]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One child in the list, as this reader sees it."""

    child: Child
    name: str
    age: int | None
    place: str
    labels: list[Any]


def register_of(reader: Reader) -> QuerySet[Any]:
    """The children of a reader's list, each with the labels in force."""
    labels = Prefetch("labels", queryset=held_on(reader.on).only("child", "category"))
    columns = (
        "number", "name", "sex", "birth_date", "place", "stage", "health", "setting", "id_status",
        "registered_on", "status", "left_on", "left_reason",
    )  # fmt: skip
    return Child.objects.visible_to(reader).only(*columns).prefetch_related(labels)


def lines(listing: Listing, reader: Reader) -> list[Line]:
    full = shows_names(reader)
    searched = _searched(listing)
    where = place_namer(reader)
    return [_line(child, reader, full, searched, where) for child in listing.rows]


def _searched(listing: Listing) -> str:
    return str(listing.query.get("q", "")).strip()


def _line(
    child: Child, reader: Reader, full: bool, searched: str, where: Callable[[int | None], str]
) -> Line:
    return Line(
        child=child,
        name=child.name if child.number == searched else shown_name(child.name, full, searched),
        age=age_on(child.birth_date, reader.on),
        place=where(child.place_id),
        labels=list(child.labels.all()),
    )


def suggestion(child: Child, reader: Reader, typed: str) -> dict[str, Any]:
    """A child offered while somebody types."""
    born = f"{child.birth_date.year}年生" if child.birth_date else ""
    return {
        "value": child.number,
        "name": shown_name(child.name, shows_names(reader), typed),
        "about": " ".join(filter(None, [born, reader.tree.full_name(child.place_id)])),
    }


def sheet_rows(children: QuerySet[Any], reader: Reader) -> Iterator[list[Any]]:
    """Rows of the exported sheet: names are always masked there, identifying parts left out."""
    for child in children.iterator(chunk_size=2000):
        yield _sheet_row(child, reader, reader.on)


def _sheet_row(child: Child, reader: Reader, on: dt.date) -> list[Any]:
    place = reader.tree.get(child.place_id)
    path = [reader.tree.name(a) for a in place.ancestors[1:]] if place else []
    labels = "、".join(label.get_category_display() for label in child.labels.all())
    return [
        child.number, mask_name(child.name), child.get_sex_display(), age_on(child.birth_date, on),
        labels, *[*path, "", "", ""][:3], child.get_stage_display(), child.get_health_display(),
        child.get_setting_display(), child.get_id_status_display(), child.registered_on,
        child.get_status_display(),
    ]  # fmt: skip
