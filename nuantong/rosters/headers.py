"""Finds the header under title rows and merged cells, and says what its columns hold."""

import re
from dataclasses import dataclass
from typing import Any, Final

from nuantong.core.text import clean, compact
from nuantong.rosters.columns import Column, map_columns
from nuantong.rosters.headings import KEPT, KIND_WORDS
from nuantong.rosters.sheets import Sheet, column_letter, is_blank

SEARCHED: Final = 60
DEEPEST: Final = 3
LONGEST_HEADING: Final = 60
DATA: Final = re.compile(
    r"\d{5,}|\d{4}[-/.年]\d{1,2}|^\d+(\.\d+)?$|^[男女是否]$|^(汉|苗|土家|回|彝)族$"
)
LIST_NAME: Final = re.compile(
    "台账|名册|名单|花名册|登记表|统计表|汇总表|明细|一览表|信息表|情况表"
)
IDENTIFYING: Final = frozenset({"name", "id_number", "birth_date"})


@dataclass(frozen=True)
class Header:
    """Rows `top` to `leaf` (from 0) hold the headings; data stand below `leaf`."""

    kind: str
    top: int
    leaf: int
    columns: list[Column]

    @property
    def index_of(self) -> dict[str, int]:
        return {column.field: column.index for column in self.columns if column.field}

    @property
    def score(self) -> int:
        return len(set(self.index_of) & set(KEPT[self.kind]))

    @property
    def unmapped(self) -> list[str]:
        return [column.heading for column in self.columns if not column.field]


def find_header(sheet: Sheet, kind: str) -> Header | None:
    """The best header among the first rows, or None where nothing looks like one."""
    best: Header | None = None
    for leaf in range(min(len(sheet.rows), SEARCHED)):
        if best and sheet.rows[leaf] == sheet.rows[best.leaf]:
            continue  # the same header at a page break
        for header in _candidates(sheet, leaf, kind):
            if best is None or _is_better(header, best):
                best = header
    return best


def guess_kind(sheet: Sheet) -> str:
    """children or carers, by the columns and then by the words above them."""
    found = {kind: find_header(sheet, kind) for kind in KEPT}
    text = "".join(clean(v) for row in sheet.rows[:8] for v in row if isinstance(v, str))
    points = {
        kind: (header.score if header else 0) + 3 * any(word in text for word in KIND_WORDS[kind])
        for kind, header in found.items()
    }
    return max(points, key=lambda kind: points[kind])


def corrected(header: Header, fields: dict[int, str]) -> Header:
    """The header with a person's choices: column index → field, '' for none."""
    columns = [
        Column(column.index, column.heading, fields.get(column.index, column.field))
        for column in header.columns
    ]
    return Header(header.kind, header.top, header.leaf, columns)


def title_of(sheet: Sheet, header: Header) -> str:
    """The line above the header that names the list; else the sheet's name."""
    lines = [next(filter(None, map(compact, row)), "") for row in sheet.rows[: header.top]]
    named = [line for line in lines if LIST_NAME.search(line)]
    return next(iter(named), sheet.name)


def _is_better(header: Header, best: Header) -> bool:
    """By what it names; else where it is the same header with its groups above it."""
    one, other = (("name" in each.index_of, each.score) for each in (header, best))
    deeper = header.leaf - header.top > best.leaf - best.top
    return one > other or (one == other and deeper and header.top <= best.leaf)


def _candidates(sheet: Sheet, leaf: int, kind: str) -> list[Header]:
    """Headers whose last row is `leaf`, with none to two group rows above."""
    found: list[Header] = []
    if not _looks_like_headings(sheet.rows[leaf]):
        return found
    for top in range(leaf, max(leaf - DEEPEST, -1), -1):
        if top != leaf and not _looks_like_groups(sheet, top):
            break
        header = Header(kind, top, leaf, map_columns(_paths(sheet, top, leaf), kind))
        if header.score >= 2 and IDENTIFYING & header.index_of.keys():
            found.append(header)
    return found


def _looks_like_headings(row: list[Any]) -> bool:
    texts = [compact(value) for value in row if not is_blank(value)]
    if len(texts) < 2 or any(len(text) > LONGEST_HEADING for text in texts):
        return False
    return sum(bool(DATA.search(text)) for text in texts) * 4 <= len(texts)


def _looks_like_groups(sheet: Sheet, row: int) -> bool:
    texts = [compact(value) for value in sheet.rows[row] if not is_blank(value)]
    named = [text for text in texts if not re.search(r"[::]|\d{4}年", text)]
    return len(named) >= 2 and _looks_like_headings(sheet.rows[row])


def _paths(sheet: Sheet, top: int, leaf: int) -> dict[int, tuple[str, ...]]:
    """Column index → headings from the top, equal and blank ones left out."""
    rows = [_spread(sheet, row, leaf) for row in range(top, leaf)] + [sheet.rows[leaf]]
    paths: dict[int, tuple[str, ...]] = {}
    for index in range(sheet.width):
        texts = [str(row[index]) for row in rows if index < len(row) and not is_blank(row[index])]
        path = tuple(text for n, text in enumerate(texts) if n == 0 or text != texts[n - 1])
        if path:
            paths[index] = path
        elif _holds_data(sheet, leaf, index):
            paths[index] = (f"（无标题，{column_letter(index)}列）",)
    return paths


def _spread(sheet: Sheet, row: int, leaf: int) -> list[Any]:
    """A group row with each group over all its columns."""
    values = list(sheet.rows[row])
    spans = [s for s in sheet.merged if s[0][0] <= row <= s[1][0] and s[1][1] > s[0][1]]
    for (_, first), (_, last) in spans:
        if last - first + 1 < sheet.width:
            values[first : last + 1] = [values[first]] * (last - first + 1)
    return values if spans else _carried(values, sheet.rows[leaf])


def _carried(values: list[Any], below: list[Any]) -> list[Any]:
    """Without merged cells (CSV) a group reaches as far as headings stand below blanks."""
    carried: Any = ""
    for index, value in enumerate(values):
        under = below[index] if index < len(below) else ""
        carried = value if not is_blank(value) else "" if is_blank(under) else carried
        values[index] = carried
    return values


def _holds_data(sheet: Sheet, leaf: int, index: int) -> bool:
    rows = sheet.rows[leaf + 1 : leaf + 200]
    return any(index < len(row) and not is_blank(row[index]) for row in rows)
