"""A text list of millions of rows, read by columns and stored: the same rows as one by one."""

from collections.abc import Iterator
from typing import Any, Final

import polars as pl

from nuantong.core import clock
from nuantong.linkage.cleaning.distinct import understood
from nuantong.regions.tree import tree_on
from nuantong.rosters.gazetteers import gazetteer_on
from nuantong.rosters.headers import Header
from nuantong.rosters.raw import columns_of
from nuantong.rosters.reading_frames import FrameReader
from nuantong.rosters.sheets import Sheet
from nuantong.rosters.shifting import straightened
from nuantong.sweeps.content import content_of, is_adult
from nuantong.sweeps.files import Table
from nuantong.sweeps.hints import age_of, judged
from nuantong.sweeps.models import Flag, Load
from nuantong.sweeps.placing import Placing
from nuantong.sweeps.sealing import (
    fingerprint_of,
    index_of,
    seal_basis,
    seal_content,
    seal_problems,
)

TOGETHER: Final = 20_000
"""Rows that are read and stored at once."""
ROW: Final = (
    "number", "fingerprint", "id_text", "name", "sex", "birth_date", "region", "flags", "hint",
    "basis", "problems", "content",
)  # fmt: skip


def chunks_of_frames(
    load: Load, sheet: int, table: Table, header: Header, after: int
) -> Iterator[list[tuple[Any, ...]]]:
    """Rows as COPY takes them, those of the file's first `after` left out."""
    told = FrameTeller(load, table, header)
    for frame in told.frames(after):
        rows = [_sealed(load.pk, sheet, *row) for row in told.tell(frame).iter_rows()]
        if rows:
            yield rows


class FrameTeller:
    """What the rows of a text table say, in columns: ROW."""

    def __init__(self, load: Load, table: Table, header: Header) -> None:
        self.on, self.table, self.header = clock.today(), table, header
        self.placing = Placing(tree_on(self.on), load.source.region_id)
        above = Sheet(table.head.name, table.head.rows[: header.leaf + 1])
        self.reader = FrameReader(above, header, gazetteer_on(self.on), self.on, content_of)

    def frames(self, after: int) -> Iterator[pl.DataFrame]:
        """Cells that slipped are put back over a whole block, then so many rows at once."""
        for frame in self.table.frames(self.header) if self.table.frames else ():
            if frame.height and frame["number"][-1] > after:
                straight = self._straight(frame).filter(pl.col("number") > after)
                yield from straight.iter_slices(TOGETHER)

    def tell(self, frame: pl.DataFrame) -> pl.DataFrame:
        found = self.reader.read(frame.drop("shifted"))
        found = found.join(frame.select("number", "shifted"), on="number", maintain_order="left")
        found = found.hstack(self._regions(found))
        return found.hstack(self._hints(found)).with_columns(flags=self._flags()).select(ROW)

    def _straight(self, frame: pl.DataFrame) -> pl.DataFrame:
        cells = frame.drop("number")
        straight = straightened(cells, columns_of(self.header))
        moved = [cells[name].ne_missing(straight[name]).alias(name) for name in cells.columns]
        shifted = pl.DataFrame(moved).select(shifted=pl.any_horizontal(pl.all()))
        return straight.hstack([frame["number"], shifted.to_series()])

    def _regions(self, found: pl.DataFrame) -> pl.DataFrame:
        def of(place: int | None) -> tuple[int, bool, str]:
            region, outside = self.placing.of(place)
            return region, outside, self.placing.code(region)[:6]

        schema = {"region": pl.Int64, "outside": pl.Boolean, "district": pl.String}
        return understood(found.select("place"), of, schema)

    def _hints(self, found: pl.DataFrame) -> pl.DataFrame:
        ages = understood(
            found.select("birth_date"),
            lambda born: (age_of(born, self.on), bool(born) and is_adult(born, self.on)),
            {"age": pl.Int64, "adult": pl.Boolean},
        )
        keys = found.select(
            "remark", "father", "mother", ages["age"], "stage", "poverty", "disability", "illness",
            "district",
        )  # fmt: skip
        hints = understood(
            keys, lambda *said: judged(*said, self.on), {"hint": pl.String, "basis": pl.String}
        )
        return hints.hstack([ages["adult"]])

    def _flags(self) -> pl.Expr:
        """As an array is written in text."""
        told = {
            Flag.SHIFTED: pl.col("shifted"), Flag.OUTSIDE: pl.col("outside"),
            Flag.NO_NAME: pl.col("name") == "", Flag.NO_ID: pl.col("id_text") == "",
            Flag.ADULT: pl.col("adult"), Flag.ODD_CELLS: pl.col("problems") != "",
        }  # fmt: skip
        flags = [pl.when(holds).then(pl.lit(str(flag))) for flag, holds in told.items()]
        return pl.concat_str(
            pl.lit("{"), pl.concat_str(flags, separator=",", ignore_nulls=True), pl.lit("}")
        )


def _sealed(
    load: int, sheet: int, number: int, fingerprint: str, id_text: str, name: str, sex: str,
    born: Any, region: int, flags: str, hint: str, basis: str, problems: str, content: str,
) -> tuple[Any, ...]:  # fmt: skip
    return (
        load, sheet, number, "", fingerprint_of(fingerprint), index_of(id_text), name, sex, born,
        region, flags, hint, seal_basis(basis), seal_problems(problems and f"[{problems}]"),
        seal_content(f"{{{content}}}"),
    )  # fmt: skip
