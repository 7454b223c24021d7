"""Reading the lists of the batch face: every row is used or says why not, and the rest goes on."""

import csv
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TextIO

from nuantong.core.encodings import open_text
from nuantong.core.errors import Refusal

CHILD_COLUMNS: Final = ("child", "household", "district", "township", "village")
CARER_COLUMNS: Final = ("carer", "district", "township", "village", "capacity", "checked")
CURRENT_COLUMNS: Final = ("household", "carer")
Row = dict[str, str]


@dataclass
class Problems:
    """What is wrong with which row; the first line under the headings is line 2."""

    found: list[dict[str, Any]] = field(default_factory=list)

    def add(self, file: str, line: int, problem: str) -> None:
        self.found.append({"file": file, "line": line, "problem": problem})


def rows(path: Path, needed: tuple[str, ...], problems: Problems) -> Iterator[tuple[int, Row]]:
    """(line, values by heading) of a csv file in any encoding; headings in any order."""
    with _opened(path) as file:
        if not any(line.strip() for line in file):
            problems.add(path.name, 1, "an empty file: no rows")
            return
        file.seek(0)
        yield from _rows(file, path.name, needed, problems)


def _rows(
    file: TextIO, name: str, needed: tuple[str, ...], problems: Problems
) -> Iterator[tuple[int, Row]]:
    reader = csv.reader(line.replace("\0", "") for line in file)
    headings = [heading.strip().lower() for heading in next(reader, [])]
    if missing := [name for name in needed if name not in headings]:
        raise Refusal(f"{name} 缺少列 lacks the columns: {', '.join(missing)}")
    for values in reader:
        if not any(value.strip() for value in values):
            continue
        if len(values) != len(headings):
            problems.add(
                name, reader.line_num,
                f"{len(values)} cells under {len(headings)} headings: "
                + ("missing ones read as empty" if len(values) < len(headings) else "the rest left out"),
            )  # fmt: skip
        cells = [value.strip() for value in values[: len(headings)]]
        cells += [""] * (len(headings) - len(cells))
        yield reader.line_num, dict(zip(headings, cells, strict=True))


def text_of(path: Path) -> str:
    with _opened(path) as file:
        return file.read().replace("\0", "")


def _opened(path: Path) -> TextIO:
    if not path.is_file():
        raise Refusal(f"打不开文件 cannot open the file: {path}")
    return open_text(path)


def whole(text: str) -> int | None:
    """A whole number, also as spreadsheets write it (2.0); None for anything else."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if value.is_integer() else None


def day(text: str) -> dt.date | None:
    """2018-08-24, 2018/8/24, 2018.8.24 or 20180824; None for anything else."""
    parts = text.split(" ")[0].split("T")[0].replace("/", "-").replace(".", "-").split("-")
    if len(parts) == 1 and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    try:
        return dt.date(*map(int, parts))
    except (ValueError, TypeError):
        return None


def in_date(checked: dt.date, as_of: dt.date) -> bool:
    """Not older than a year: on the same day a year later it just is not.

    (The product's own carers must have a new check by that day, `people.models.carer`.)
    """
    try:
        year_later = checked.replace(year=checked.year + 1)
    except ValueError:
        year_later = dt.date(checked.year + 1, 3, 1)
    return as_of <= year_later
