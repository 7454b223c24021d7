"""Reading csv files by columns: what is usual stays in polars, what is odd is understood once for
each distinct text, and what is not understood is a problem with its line."""

import datetime as dt
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import polars as pl

from nuantong.core.encodings import utf_8_of
from nuantong.core.errors import Refusal
from nuantong.duties.facts import SHANGHAI

LINE: Final = "line"
ROWS: Final = 500_000
"""Rows in memory as text at a time."""
EPOCH: Final = dt.date(1970, 1, 1).toordinal()
EARLIEST, LATEST = dt.date(1900, 1, 1).toordinal(), dt.date(2199, 12, 31).toordinal()
DAY: Final = 86_400_000_000
Times = TypeVar("Times", pl.Series, pl.Expr)
OFFSET: Final = 8 * 3_600_000_000
"""Shanghai's, in microseconds."""


class Problems:
    """What is wrong with which row; the first line under the headings is line 2."""

    def __init__(self) -> None:
        self._found: list[pl.DataFrame] = []

    def add(self, file: str, line: int, problem: str) -> None:
        self.add_rows(file, pl.Series([line]), problem)

    def add_rows(self, file: str, lines: pl.Series, problem: str | pl.Expr) -> None:
        """The same problem of several rows."""
        if len(lines):
            text = pl.lit(problem) if isinstance(problem, str) else problem
            rows = pl.DataFrame({LINE: lines.cast(pl.Int64)})
            self._found.append(rows.select(pl.lit(file).alias("file"), LINE, text.alias("problem")))

    def add_frame(self, file: str, rows: pl.DataFrame, problem: pl.Expr) -> None:
        """A problem for each row of a frame with its line, worded by an expression."""
        if len(rows):
            columns = pl.lit(file).alias("file"), pl.col(LINE).cast(pl.Int64)
            self._found.append(rows.select(*columns, problem.alias("problem")))

    def table(self) -> pl.DataFrame:
        schema = {"file": pl.String, LINE: pl.Int64, "problem": pl.String}
        return pl.concat([pl.DataFrame(schema=schema), *self._found]).sort("file", LINE, "problem")


class Source:
    """One file of the folder: its rows as text, trimmed, empty where a cell is empty."""

    def __init__(
        self, path: Path, needed: Sequence[str], also: Sequence[str], problems: Problems
    ) -> None:
        self.name, self.problems = path.name, problems
        self._source, self._columns = _opened(path), (*needed, *also)
        self._headings = _headings(self._source)
        if missing := [name for name in needed if name not in self._headings]:
            raise Refusal(f"{path.name} 缺少列 lacks the columns: {', '.join(missing)}")

    def batches(self) -> Iterator[pl.DataFrame]:
        """The rows in order, so many at a time; blank ones are left out."""
        source: Any = self._source
        table = pl.scan_csv(
            source, infer_schema=False, truncate_ragged_lines=True, encoding="utf8-lossy",
            row_index_name=LINE, row_index_offset=2, glob=False, empty_string_is_null=False,
            with_column_names=lambda given: _named(given, self._columns),
        )  # fmt: skip
        here = [name for name in self._columns if name in self._headings]
        gone = [pl.lit("").alias(name) for name in self._columns if name not in self._headings]
        cells = [pl.col(name).fill_null("").str.strip_chars() for name in here]
        rows = table.select(LINE, *cells, *gone)
        some = pl.any_horizontal(pl.col(name) != "" for name in here)
        yield from rows.filter(some).collect_batches(chunk_size=ROWS)

    def rows(self) -> pl.DataFrame:
        """All rows at once."""
        empty = pl.DataFrame(schema={LINE: pl.UInt32, **dict.fromkeys(self._columns, pl.String)})
        return pl.concat([empty, *self.batches()], how="vertical_relaxed")

    def refuse(self, rows: pl.DataFrame, wrong: pl.Expr, problem: str | pl.Expr) -> pl.DataFrame:
        """The rows without those that are wrong, which are reported."""
        marked = rows.with_columns(wrong.alias("_wrong"))
        text = pl.lit(problem) if isinstance(problem, str) else problem
        self.problems.add_frame(self.name, marked.filter("_wrong"), text)
        return marked.filter(~pl.col("_wrong")).drop("_wrong")

    def note(self, rows: pl.DataFrame, odd: pl.Expr, problem: str | pl.Expr) -> None:
        """Report the rows that are odd; they stay."""
        self.refuse(rows, odd, problem)


def _opened(path: Path) -> Path | bytes:
    if not path.is_file():
        raise Refusal(f"打不开文件 cannot open the file: {path}")
    return utf_8_of(path)


def _headings(source: Path | bytes) -> list[str]:
    with source.open("rb") if isinstance(source, Path) else io.BytesIO(source) as file:
        first = file.readline().decode("utf-8-sig", "replace")
    return [_heading(name) for name in first.split(",")]


def _heading(name: str) -> str:
    return name.strip().strip('"﻿').strip().lower()


def _named(given: list[str], wanted: Sequence[str]) -> list[str]:
    """Headings in any case; columns we do not know get names that are nobody's."""
    names: list[str] = []
    for number, name in enumerate(map(_heading, given)):
        names.append(name if name in wanted and name not in names else f"_{number}")
    return names


def days(texts: pl.Series) -> pl.Series:
    """Ordinals of civil dates; null where the text is empty or no date of these centuries."""

    def usual(one: pl.Series) -> pl.Series:
        return one.str.to_date("%Y-%m-%d", strict=False).to_physical().cast(pl.Int64) + EPOCH

    found = _understood(texts, usual, _day)
    return found.set(~found.is_between(EARLIEST, LATEST), None)


def moments(texts: pl.Series) -> pl.Series:
    """Microseconds of times in UTC; null where the text is none. Without an offset: Shanghai's."""

    def usual(one: pl.Series) -> pl.Series:
        read = one.str.to_datetime("%+", strict=False, time_zone="UTC", time_unit="us")
        return read.to_physical().cast(pl.Int64)

    return _understood(texts, usual, _moment)


def civil_days(moments: Times) -> Times:
    """Ordinals of the civil dates in Shanghai."""
    return (moments + OFFSET) // DAY + EPOCH


def _understood(
    texts: pl.Series,
    usual: Callable[[pl.Series], pl.Series],
    odd: Callable[[str], int | None],
) -> pl.Series:
    found = usual(texts)
    strange = texts.filter(found.is_null() & (texts != "")).unique().to_list()
    if not strange:
        return found
    meant = {text: odd(text) for text in strange}
    return found.fill_null(texts.replace_strict(meant, default=None, return_dtype=pl.Int64))


def _day(text: str) -> int | None:
    """2018/8/24, 2018.8.24, 20180824, with a time of midnight behind it or not."""
    parts = text.split(" ")[0].split("T")[0].replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    try:
        return dt.date(*map(int, parts)).toordinal()
    except (ValueError, TypeError, OverflowError):
        return None


def _moment(text: str) -> int | None:
    try:
        found = dt.datetime.fromisoformat(text.replace("/", "-"))
        aware = found if found.tzinfo else found.replace(tzinfo=SHANGHAI)
        return (aware - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1)
    except (ValueError, OverflowError):
        return None


class Names:
    """Numbers for texts, in the order in which they first came."""

    def __init__(self) -> None:
        self._known = pl.DataFrame(schema={"name": pl.String, "number": pl.Int64})

    def __len__(self) -> int:
        return len(self._known)

    @property
    def texts(self) -> pl.Series:
        return self._known["name"]

    def numbers(self, texts: pl.Series) -> pl.Series:
        """The numbers; who is new gets the next ones."""
        new = pl.DataFrame({"name": texts.unique(maintain_order=True)})
        new = new.join(self._known, on="name", how="anti", maintain_order="left")
        new = new.with_row_index("number", offset=len(self)).select(
            "name", pl.col("number").cast(pl.Int64)
        )
        self._known = pl.concat([self._known, new])
        return self.find(texts)

    def find(self, texts: pl.Series) -> pl.Series:
        """The numbers; null for whom we do not know."""
        asked = pl.DataFrame({"name": texts})
        return asked.join(self._known, on="name", how="left", maintain_order="left")["number"]
