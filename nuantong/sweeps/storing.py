"""Reads a load's tables and stores every data row, chunk by chunk, each for good."""

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Final, cast

from django.db import transaction

from nuantong.core import clock
from nuantong.core.copying import copy_rows
from nuantong.regions.tree import tree_on
from nuantong.rosters.entries import ChildEntry
from nuantong.rosters.gazetteers import gazetteer_on
from nuantong.rosters.headers import Header, corrected
from nuantong.rosters.interpreting import read_entries
from nuantong.rosters.raw import columns_of
from nuantong.rosters.shifting import slipped
from nuantong.sweeps.content import Said, said_by
from nuantong.sweeps.files import Piece, Table
from nuantong.sweeps.hints import hint_of
from nuantong.sweeps.models import Flag, Load, LoadRow
from nuantong.sweeps.placing import Placing
from nuantong.sweeps.sealing import COLUMNS, stored
from nuantong.sweeps.storing_frames import chunks_of_frames

CHUNK: Final = 5_000
Tell = Callable[[int], None]
"""Called after each chunk with the rows stored so far; may stop the work by raising."""


def header_for(table: Table, mapping: dict[str, str]) -> Header | None:
    """The table's header with what a person chose for its headings."""
    header = table.header
    if header is None:
        return None
    return corrected(header, {c.index: mapping.get(c.heading, c.field) for c in header.columns})


def store(load: Load, tables: list[Table], tell: Tell) -> None:
    """Every row of the chosen tables that is not stored yet."""
    chosen = [(n, t) for n, t in enumerate(tables) if t.name in load.chosen]
    for number, table in chosen:
        header = header_for(table, load.mapping)
        if number < load.at_sheet or header is None:
            continue
        after = load.at_row if number == load.at_sheet else 0
        for rows in _chunks(load, number, table, header, after):
            _keep(load, number, rows)
            tell(load.rows)


def _chunks(
    load: Load, sheet: int, table: Table, header: Header, after: int
) -> Iterator[list[tuple[Any, ...]]]:
    """What is stored together: of a text file by columns, of a workbook row by row."""
    if table.frames:
        yield from chunks_of_frames(load, sheet, table, header, after)
        return
    rows = _rows_of(load, table, header, after)
    while chunk := list(islice(rows, CHUNK)):
        yield [stored(load.pk, sheet, said) for said in chunk]


@transaction.atomic
def _keep(load: Load, sheet: int, rows: list[tuple[Any, ...]]) -> None:
    """Rows and the mark up to where everything is stored, together."""
    copy_rows(LoadRow, COLUMNS, rows)
    load.at_sheet, load.at_row = sheet, rows[-1][COLUMNS.index("number")]
    load.rows += len(rows)
    load.save(update_fields=["at_sheet", "at_row", "rows"])


def _rows_of(load: Load, table: Table, header: Header, after: int) -> Iterator[Said]:
    on = clock.today()
    placing = Placing(tree_on(on), load.source.region_id)
    for piece in table.pieces():
        last = len(piece.sheet.rows) + piece.offset
        if last > after:
            rows = _rows_of_piece(piece, header, placing, on)
            yield from (said for said in rows if said.number > after)


def _rows_of_piece(piece: Piece, header: Header, placing: Placing, on: dt.date) -> Iterator[Said]:
    shifted = _put_right(piece, header)
    for entry in read_entries(piece.sheet, header, gazetteer_on(on), on):
        child = cast(ChildEntry, entry)
        region, outside = placing.of(child.place)
        extra = [Flag.SHIFTED] if child.number in shifted else []
        extra += [Flag.OUTSIDE] if outside else []
        child.number += piece.offset
        yield said_by(child, hint_of(child, placing.code(region), on), region, on, extra)


def _put_right(piece: Piece, header: Header) -> set[int]:
    """Moves shifted rows back; their numbers within the piece."""
    rows, first = piece.sheet.rows, header.leaf + 1
    moved = slipped(rows[first:], columns_of(header))
    for at, cells in moved.items():
        rows[first + at] = ["" if cell is None else cell for cell in cells]
    return {first + at + 1 for at in moved}
