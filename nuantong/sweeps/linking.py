"""The one door to the linkage engine: rows of a source against the register → proposals."""

import datetime as dt
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from nuantong.people.models import Child, Guardian
from nuantong.regions.tree import DISTRICT, TOWNSHIP, VILLAGE, Tree, tree_on

if TYPE_CHECKING:
    import polars as pl

CHUNK: Final = 50_000
SLICE: Final = 250_000
"""Rows of a list that are compared at once: what bounds the worker's memory."""
MEMORY: Final = "800MB"
"""For the engine beside the lists; what is more goes to a temporary folder meanwhile."""
Tell = Callable[[int, int], None]
Said = tuple[str | None, ...]
"""What one row says, in the order of linkage.columns.RAW."""
LENGTH: Final = ((DISTRICT, 6), (TOWNSHIP, 9), (VILLAGE, 12))
"""Levels of places and how long their codes are."""
GUARDS: Final = {
    "rival": "另有更像的一方", "number": "号码相同，姓名不同，没有另写的出生日期可证", "name": "姓名不同，号码也对不上",
    "close": "有两名孩子几乎一样像",
}  # fmt: skip


class Row(NamedTuple):
    """What is compared of a record."""

    id: int
    name: str
    sex: str
    birth_date: dt.date | None
    region: int
    said: dict[str, Any]


class Proposal(NamedTuple):
    """A record and the child it may speak of, or (`other`) an earlier record of the same source."""

    record: int
    child: int | None
    other: int | None
    weight: float | None
    levels: dict[str, str]
    guard: str
    auto: bool
    model: str


def propose(rows: Iterable[Row], on: dt.date, tell: Tell = lambda *_: None) -> Iterator[Proposal]:
    """What may be the same person; of a record the likeliest first, children before other rows.

    `tell` hears how many slices of the list are compared, of how many; it may stop by raising.
    """
    from nuantong.linkage.engines import Resources
    from nuantong.linkage.linking import dedupe, link
    from nuantong.linkage.model import trained

    tree, version = tree_on(on), trained().version
    records, right = _framed(_of_records(rows, tree))
    if not records:
        return
    children, left = _framed(_of_register(tree))
    parts = -(-right.height // SLICE)
    memory = MEMORY if parts > 1 else ""
    if children:
        resources = Resources(slice=SLICE, memory=memory, told=lambda done: tell(done, 2 * parts))
        for pair in link(left, right, resources=resources).pairs.iter_rows(named=True):
            child, record = children[pair["left_row"] - 1], records[pair["right_row"] - 1]
            yield _proposal(record, child, None, pair, version)
    resources = Resources(
        slice=SLICE, memory=memory, told=lambda done: tell(parts + done, 2 * parts)
    )
    within = dedupe(right, resources=resources).pairs.filter(~_two_people())
    for pair in within.iter_rows(named=True):
        first, again = sorted(records[pair[side] - 1] for side in ("left_row", "right_row"))
        yield _proposal(again, None, first, pair, version)


def _two_people() -> "pl.Expr":
    """Of one list: twins and namesakes with two right numbers need nobody to tell them apart."""
    import polars as pl

    numbers = pl.col("id").is_in(["near", "different"])
    names = pl.col("name").is_null() | pl.col("name").is_in(["given", "surname", "other"])
    return (numbers | names).fill_null(False)


def _proposal(
    record: int, child: int | None, other: int | None, pair: dict[str, Any], version: str
) -> Proposal:
    levels = _levels(*(pair[name] for name in _names()))
    guard = GUARDS.get(pair["guard"] or "", pair["guard"] or "")
    auto = pair["decision"] == "auto"
    return Proposal(record, child, other, pair["weight"], levels, guard, auto, version)


@cache
def _names() -> tuple[str, ...]:
    from nuantong.linkage.linking import FIELDS

    return FIELDS


@lru_cache(4096)
def _levels(*found: str | None) -> dict[str, str]:
    """One for all pairs that show the same: of hundreds of thousands they are a few hundred."""
    return {name: level for name, level in zip(_names(), found, strict=True) if level}


def _framed(rows: Iterator[tuple[int, Said]]) -> tuple[Sequence[int], "pl.DataFrame"]:
    """Ids in order, and what is compared of them; made in parts, so that the texts stay few."""
    import polars as pl

    from nuantong.linkage.cleaning import clean_chunks
    from nuantong.linkage.columns import CLEAN, RAW
    from nuantong.linkage.features import features

    ids = array("q")
    schema = dict.fromkeys(RAW, pl.String)

    def chunks() -> Iterator[pl.DataFrame]:
        while held := list(islice(rows, CHUNK)):
            keys, said = zip(*held, strict=True)
            ids.extend(keys)
            yield pl.DataFrame(list(zip(*said, strict=True)), schema=schema, orient="col")

    none = pl.DataFrame(schema=CLEAN)
    return ids, pl.concat([features(none), *map(features, clean_chunks(chunks()))])


def _of_records(rows: Iterable[Row], tree: Tree) -> Iterator[tuple[int, Said]]:
    places = _places_of(tree)
    for row in rows:
        said = row.said.get
        number = said("id_number")
        yield row.id, (
            row.name, number, _day(row.birth_date, number) or said("birth_written"), row.sex,
            said("guardian_name"), said("phone"), said("address"), *places(row.region), said("school"),
        )  # fmt: skip


def _of_register(tree: Tree) -> Iterator[tuple[int, Said]]:
    """Everybody who is on the register, with the present guardian."""
    places = _places_of(tree)
    guardians = {
        child: (name, phone)
        for child, name, phone in Guardian.objects.filter(until=None).values_list(
            "child", "name", "phone").iterator()
    }  # fmt: skip
    fields = (
        "pk", "name", "id_number", "birth_date", "birth_written", "sex", "address", "school", "place",
    )  # fmt: skip
    for row in Child.objects.on_register().order_by("pk").values_list(*fields).iterator():
        pk, name, number, born, written, sex, address, school, place = row
        day = _day(born, number) or (written.isoformat() if written else None)
        guardian, phone = guardians.get(pk, ("", ""))
        yield pk, (
            name, number, day, sex, guardian, phone, address, *places(place), school,
        )  # fmt: skip


def _day(day: dt.date | None, number: str | None) -> str | None:
    """None where the ID number says it, from which the cleaner takes it again: a date of the number
    must not look like a second witness, unless it was written apart, too."""
    told = number[6:14] if number and len(number) == 18 else ""
    return day.isoformat() if day and f"{day:%Y%m%d}" != told else None


def _places_of(tree: Tree) -> Callable[[int | None], Said]:
    """Codes of the district, township and village of a region, as far as they are known."""

    @cache
    def places(region: int | None) -> Said:
        found = (tree.at_level(region, level) for level, _ in LENGTH)
        lengths = (length for _, length in LENGTH)
        return tuple(
            place.code[:length] if place else None
            for place, length in zip(found, lengths, strict=True)
        )

    return places
