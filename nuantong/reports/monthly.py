"""The monthly report of changes 动态更新月报, worked out from counts: plain values in and out.

A row's end of month is its start with everything that happened between; what moves inside the
scope leaves one row and enters another, so it cancels in the total and one level up. What was
learnt later about earlier months stands in a column of its own: a month once reported stays.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from nuantong.people.models import ExitReason


class Out(Enum):
    """Not in the scope of the report."""

    OUT = "out"


OUT: Final = Out.OUT
Row = int | None
Where = Callable[[int | None], Row | Out]
"""A place's row; None: in the scope and not known more closely."""
Flow = tuple[int | None, str, int | None, int]
"""Place, how a span began or ended, where from or to, how many."""
Correction = tuple[int | None | Out, int | None | Out]
"""Where a child was at the end of last month as reported then, and as known now."""


@dataclass(frozen=True)
class Column:
    key: str
    title: str
    sign: int = 1
    group: str = ""


EXITS: Final = tuple(reason for reason in ExitReason if reason != ExitReason.DIED)
COLUMNS: Final = (
    Column("start", "上月末在册"),
    Column("reform_in", "划入", 1, "区划调整"),
    Column("reform_out", "划出", -1, "区划调整"),
    Column("corrected_in", "补增", 1, "以前月份更正"),
    Column("corrected_out", "核减", -1, "以前月份更正"),
    Column("registered", "新登记", 1, "增加"),
    Column("returned", "恢复在册", 1, "增加"),
    Column("arrived", "市外迁入", 1, "增加"),
    Column("in_within", "内部迁入", 1, "增加"),
    Column("in_from", "外部迁入", 1, "增加"),
    Column("out_within", "内部迁出", -1, "减少"),
    Column("out_to", "外部迁出", -1, "减少"),
    *(Column(reason.value, str(reason.label), -1, "减少") for reason in EXITS),
    Column("died", "死亡", -1, "减少"),
    Column("end", "本月末在册", 0),
)
BEGUN: Final = ("registered", "returned", "arrived")
MOVED: Final = "moved"


@dataclass
class Facts:
    """What a report counts, by place: at the end of last month as reported then, what is known
    otherwise of it now, at the end of this one, and everything that began or ended between."""

    reported: Mapping[int | None, int] = field(default_factory=dict)
    corrections: Iterable[Correction] = ()
    end: Mapping[int | None, int] = field(default_factory=dict)
    begun: Iterable[Flow] = ()
    ended: Iterable[Flow] = ()


Table = dict[Row, Counter[str]]


def table(facts: Facts, then: Where, now: Where) -> Table:
    """Every row with every column; `then` places by the map of last month's end, `now` by today's."""
    rows: Table = defaultdict(Counter)
    for place, count in facts.reported.items():
        _add(rows, then(place), count, "start")
        _across(rows, then(place), now(place), count, "reform")
    for was, found in facts.corrections:
        before, after = (OUT if one is OUT else now(one) for one in (was, found))
        _across(rows, before, after, 1, "corrected")
    for place, count in facts.end.items():
        _add(rows, now(place), count, "end")
    for flow in facts.begun:
        _flow(rows, flow, now, "in_within", "in_from")
    for flow in facts.ended:
        _flow(rows, flow, now, "out_within", "out_to")
    return rows


def _add(rows: Table, row: Row | Out, count: int, key: str) -> None:
    if row is not OUT:
        rows[row][key] += count


def _across(rows: Table, one: Row | Out, other: Row | Out, count: int, key: str) -> None:
    """From one row to another; within a row nothing is added and nothing taken."""
    if one != other:
        _add(rows, one, count, f"{key}_out")
        _add(rows, other, count, f"{key}_in")


def _flow(rows: Table, flow: Flow, now: Where, within: str, beyond: str) -> None:
    place, how, other, count = flow
    if how != MOVED:
        _add(rows, now(place), count, how)
    elif now(other) is OUT:
        _add(rows, now(place), count, beyond)
    elif now(other) != now(place):
        _add(rows, now(place), count, within)


def total(rows: Table) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in rows.values():
        found.update(row)
    return found


def should_be(row: Mapping[str, int]) -> int:
    """The end of the month as the other columns have it."""
    return sum(column.sign * row.get(column.key, 0) for column in COLUMNS)


def open_rows(rows: Table) -> list[Row]:
    """Rows whose sum does not close: there are none unless the register's book is broken."""
    return [row for row, counts in rows.items() if should_be(counts) != counts["end"]]


def closes(rows: Table) -> bool:
    """Every row, and what moved inside the scope: as many out as in."""
    whole = total(rows)
    return not open_rows(rows) and whole["in_within"] == whole["out_within"]
