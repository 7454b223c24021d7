"""A file of answers, slice by slice, however long; what is wrong with the file is said at once."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nuantong.core.encodings import open_text
from nuantong.core.errors import Refusal
from nuantong.instruments.columns import MISSING, UNKNOWN, Ints
from nuantong.instruments.definition import Definition

AT_ONCE: Final = 20_000
UNREADABLE: Final = -99
ABOUT: Final = ("respondent", "age", "sex")
ITEM: Final = re.compile(r"i\d+")
SEXES: Final = ("男", "女", "")


@dataclass(frozen=True)
class Sheets:
    """Rows in the file's order; `cells` is what stood there, for the reasons."""

    respondents: list[str]
    answers: NDArray[np.int16]
    ages: Ints
    sexes: NDArray[np.object_]
    odd: dict[int, str]
    """What is wrong beside the answers, by row."""
    cells: list[list[str]]

    def said(self, row: int, item: int) -> str:
        return self.cells[row][item].strip()


def read_sheets(path: Path, definition: Definition) -> Iterator[Sheets]:
    try:
        with open_text(path) as stream:
            reader = csv.reader(stream)
            columns = _columns(next(reader, []), definition)
            while rows := list(islice((row for row in reader if any(row)), AT_ONCE)):
                yield _sheets(rows, columns, definition)
    except UnicodeError:
        raise Refusal(f"{path.name}不是文本文件，请另存为csv。") from None
    except csv.Error as error:
        raise Refusal(f"{path.name}读不出来：{error}。") from None


def _columns(header: list[str], definition: Definition) -> dict[str, int]:
    """Where each column is; a missing, doubled or superfluous one is refused."""
    names = [name.strip().lower() for name in header]
    items = [f"i{item.number}" for item in definition.items]
    for name in (*ABOUT, *items):
        if names.count(name) != 1:
            how = "没有" if name not in names else "不止一个"
            raise Refusal(f"第1行{how}“{name}”列。要有：{'、'.join(ABOUT)}、i1至{items[-1]}。")
    for name in names:
        if ITEM.fullmatch(name) and name not in items:
            raise Refusal(f"第1行有“{name}”列，{definition.short}只有{len(items)}题。")
    return {name: names.index(name) for name in (*ABOUT, *items)}


def _sheets(rows: list[list[str]], columns: dict[str, int], definition: Definition) -> Sheets:
    width = max(columns.values()) + 1
    rows = [row if len(row) >= width else [*row, *[""] * (width - len(row))] for row in rows]
    respondent, age, sex, *items = columns.values()
    cells = [[row[at] for at in items] for row in rows]
    ages, sexes = [row[age].strip() for row in rows], [row[sex].strip() for row in rows]
    return Sheets(
        [row[respondent] for row in rows],
        np.array([[number_of(cell) for cell in line] for line in cells], np.int16),
        np.array([_age(said) for said in ages], np.int64),
        np.array([said if said in SEXES else "" for said in sexes], object),
        _odd(ages, sexes),
        cells,
    )


NUMBERS: Final = {"": MISSING, **{str(number): number for number in range(100)}}


def number_of(cell: str) -> int:
    """The form's own number; 2.0, as a spreadsheet writes it, is 2."""
    known = NUMBERS.get(cell)
    if known is not None:
        return known
    said = cell.strip().removesuffix(".0")
    return NUMBERS.get(said, UNREADABLE)


def _age(said: str) -> int:
    found = number_of(said)
    return UNKNOWN if found in (MISSING, UNREADABLE) else found


def _odd(ages: list[str], sexes: list[str]) -> dict[int, str]:
    found: dict[int, Any] = {}
    for row, (age, sex) in enumerate(zip(ages, sexes, strict=True)):
        words = []
        if number_of(age) == UNREADABLE:
            words.append(f"年龄“{age}”不是整数")
        if sex not in SEXES:
            words.append(f"性别“{sex}”不是男或女")
        if words:
            found[row] = "；".join(words)
    return found
