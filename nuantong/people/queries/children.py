"""The register as a list: what each line shows, what the sheet holds."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any, Final

from django.db.models import Prefetch, QuerySet

from nuantong.access.reader import Reader
from nuantong.core.addresses import addresses
from nuantong.core.listing import Listing, Sort
from nuantong.core.masking import mask_name
from nuantong.core.xlsx import Column
from nuantong.people.filters import conditions_of, held_on, registered_on
from nuantong.people.models import Child, Label
from nuantong.people.queries.ages import age_on
from nuantong.people.queries.names import place_namer, shown_name, shows_names
from nuantong.regions.tree import tree_on

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


LABELS, STAGES, STATES = (
    dict(Label.Category.choices),
    dict(Child.Stage.choices),
    dict(Child.Health.choices),
)
SEXES, SETTINGS = dict(Child.Sex.choices), dict(Child.Setting.choices)


@dataclass(frozen=True)
class Line:
    """One child in the list, as this reader sees it, in words."""

    number: str
    url: str
    name: str
    sex: str
    age: int | None
    labels: list[str]
    doubtful_id: bool
    place: str
    stage: str
    health: str
    setting: str
    registered: str
    left: bool


SHOWN: Final = (
    "number", "name", "sex", "birth_date", "place", "stage", "health", "setting", "id_status",
    "registered_on", "status",
)  # fmt: skip


def register_of(reader: Reader) -> QuerySet[Any]:
    """The children of a reader's list."""
    return Child.objects.visible_to(reader).only(*SHOWN)


class RegisterListing(Listing):
    """Who is on the page is found in an index (child_list); only these children's rows are read."""

    @cached_property
    def rows(self) -> list[Any]:
        page = self.results.values("pk")[max(self.first - 1, 0) : self.last]
        children = Child.objects.filter(pk__in=page).only(*SHOWN)
        return list(children.order_by(*self.results.query.order_by))


def lines(listing: Listing, reader: Reader) -> list[Line]:
    past = past_of(listing)
    on = past or reader.on
    full, url = shows_names(reader), addresses("people:child")
    searched, keys = str(listing.query.get("q", "")).strip(), [child.pk for child in listing.rows]
    labels, where = held_labels(keys, on), place_namer(reader)
    if past:
        where = _then(listing.rows, past)

    def line(child: Child) -> Line:
        known = full or child.number == searched
        return Line(
            child.number, url(child.number), shown_name(child.name, known, searched),
            str(SEXES[child.sex]), age_on(child.birth_date, on), labels[child.pk],
            child.id_status not in ("valid", "missing"), where(child.place_id),
            str(STAGES[child.stage]), str(STATES[child.health]), str(SETTINGS[child.setting]),
            child.registered_on.isoformat(), child.status == Child.Status.LEFT,
        )  # fmt: skip

    return [line(child) for child in listing.rows]


def past_of(listing: Listing) -> dt.date | None:
    """The past day at which the list is looked at."""
    past: dt.date | None = listing.filters.past
    return past


def _then(children: list[Child], day: dt.date) -> Callable[[int | None], str]:
    """Writes each child's place, setting, school and health as they were on the day; names places
    by its map."""
    conditions = {row.child_id: row for row in conditions_of(day).filter(child__in=children)}
    rows = {row.child_id: row for row in registered_on(day, child__in=children)}
    for child in children:
        row = rows.get(child.pk)
        child.place_id = row.place_id if row else None
        child.setting = row.setting if row else child.setting
        if condition := conditions.get(child.pk):
            child.stage, child.health = condition.stage, condition.health
    return tree_on(day).full_name


def held_labels(children: list[int], on: dt.date) -> dict[int, list[str]]:
    """What each child's labels in force are called."""
    found: dict[int, list[str]] = {child: [] for child in children}
    held = held_on(on).filter(child__id__any_of=children)
    for child, category in held.values_list("child", "category"):
        found[child].append(str(LABELS[category]))
    return found


def suggestion(child: Child, reader: Reader, typed: str) -> dict[str, Any]:
    """A child offered while somebody types."""
    born = f"{child.birth_date.year}年生" if child.birth_date else ""
    return {
        "value": child.number,
        "name": shown_name(child.name, shows_names(reader), typed),
        "about": " ".join(filter(None, [born, reader.tree.full_name(child.place_id)])),
    }


def sheet_rows(
    children: QuerySet[Any], reader: Reader, past: dt.date | None = None
) -> Iterator[list[Any]]:
    """Rows of the exported sheet: names are always masked there, identifying parts left out."""
    on, then = past or reader.on, reader.as_of(past) if past else reader
    labels = Prefetch("labels", queryset=held_on(on).only("child", "category"))
    rows = children.prefetch_related(labels).iterator(chunk_size=2000)
    while chunk := list(islice(rows, 2000)):
        if past:
            _then(chunk, past)
        for child in chunk:
            yield _sheet_row(child, then, on)


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
