"""The overdue list: which places, which children, what was missed, who is responsible."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.db import connection
from django.db.models import Count

from nuantong.access.http import Request
from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.care.filters import OverdueFilter
from nuantong.core.addresses import MARK, addresses
from nuantong.core.listing import Listing, Sort
from nuantong.core.masking import mask_name
from nuantong.core.xlsx import Column
from nuantong.duties.queries import OverdueRow, overdue, overdue_rows
from nuantong.people.queries.names import shown_name, shows_names
from nuantong.regions.tree import Place

SORTS = {
    "silence": Sort("最近一次联系", "since"),
    "missed": Sort("逾期次数", "missed"),
    "oldest": Sort("最早逾期", "oldest"),
    "place": Sort("现居住地", "place__code"),
}
PAGE_SIZE: Final = 30
"""What somebody can call about in a morning; who waits longest comes first."""
SHOWN: Final = ("child__number", "child__name", "child__place")
COLUMNS: list[Column | str] = [
    Column("儿童编号", 12), Column("姓名", 10), Column("现居住地", 34), Column("爱心妈妈", 10),
    Column("逾期职责", 40), "逾期次数", Column("最早逾期", 12), Column("最近一次联系", 14),
    "未联系天数",
]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One child of the list, as this reader sees it."""

    row: OverdueRow
    number: str
    name: str
    place: str
    carer: str
    file: str
    act: str

    @property
    def silence(self) -> str:
        days = self.row.silent_days
        if days is None:
            return "从未联系"
        return f"{days} 天未联系" if days else "今天联系过"

    @property
    def unreported(self) -> str:
        """What her carer may have done and not sent: nobody is blamed for it before she is asked."""
        count, heard = self.row.unreported, self.row.heard_on
        return f"{count}次可能未报：手机{in_words(heard)}以后没有动静" if count else ""

    @property
    def last_contact(self) -> str:
        return in_words(self.row.last_contact)

    @property
    def oldest(self) -> str:
        return in_words(self.row.oldest)

    @property
    def tone(self) -> str:
        days = self.row.silent_days
        return "danger" if days is None or days >= 30 else "late" if days >= 14 else "due"


def in_words(day: dt.date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""


class OverdueListing(Listing):
    """One query counts the children of each place, all together and below the chosen one; another
    reads those of the page."""

    @cached_property
    def places(self) -> dict[int | None, int]:
        """Ten thousand of them for the city: as plain rows, from the index of places alone."""
        found = self.filters.qs.order_by().values_list("place").annotate(n=Count("*"))
        statement, values = found.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return dict(cursor.fetchall())

    @cached_property
    def total(self) -> int:
        return sum(self.places.values())

    @property
    def children(self) -> Iterator[Any]:
        """All of them, in order."""
        return (row.child for row in self._with_child(self.results))

    @cached_property
    def rows(self) -> list[Any]:
        page = self.results[self.first - 1 : self.last] if self.total else []
        return [row.child for row in self._with_child(page)] if self.total else []

    def _with_child(self, rows: Any) -> Any:
        return rows.select_related("child").only("pk", *SHOWN)


def listing_of(request: Request) -> OverdueListing:
    return OverdueListing(
        request, overdue(request.reader), filterset=OverdueFilter, sorts=SORTS,
        default_sort="silence", page_size=PAGE_SIZE,
    )  # fmt: skip


def lines(children: Iterable[Any], reader: Reader) -> list[Line]:
    full = shows_names(reader, Permission.SEE_OVERDUE)
    file, act = addresses("people:child"), addresses("care:act")
    return [
        Line(
            row,
            row.child.number,
            shown_name(row.child.name, full),
            reader.tree.full_name(row.child.place_id, " "),
            row.carer.name if row.carer else "未结对",
            file(row.child.number),
            act(row.child.number),
        )
        for row in overdue_rows(children, reader.on)
    ]


def by_place(reader: Reader, listing: OverdueListing) -> list[tuple[Place, int, str]]:
    """The next level below the chosen place: how many children are overdue in each, and the list
    of these."""
    tree = reader.tree
    code = str(listing.query.get("place", ""))
    chosen = tree.by_code(code) if code.isdigit() else None
    tops = reader.regions(Permission.SEE_OVERDUE)
    top = chosen or (tree.get(tops[0]) if len(tops) == 1 else None)
    rows = tree.children(top.id) if top else [p for t in tops if (p := tree.get(t))]
    found: Counter[int | None] = Counter()
    for level in {row.level for row in rows}:
        above = tree.above(level)
        for place, count in listing.places.items():
            found[above.get(place)] += count
    there = listing.address(page=None, place=MARK)
    shown = [(row, found[row.id]) for row in rows if found[row.id]]
    return [(row, count, there.replace(MARK, row.code)) for row, count in shown]


def sheet_rows(children: Iterable[Any], reader: Reader) -> Iterator[list[Any]]:
    """Rows of the exported sheet; names are masked there."""
    for line in lines(children, reader):
        row = line.row
        duties = "、".join(f"{title}{count}次" for title, count in row.by_duty)
        yield [
            line.number, mask_name(row.child.name), line.place, line.carer, duties, row.missed, row.oldest,
            row.last_contact, row.silent_days,
        ]  # fmt: skip
