"""Which size fits a child, and what a cell of a sheet of sizes means. Pure: plain values in and out."""

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

TABLE: Final = Path(__file__).with_name("sizes.toml")
HEIGHT: Final = "height"
KEY: Final = {"1": "boy", "2": "girl"}
"""Of a sex as the register has it, the column of medians."""
LIKELY: Final = range(50, 211)
"""Centimetres a child may measure."""
NUMBER: Final = re.compile(r"(\d{2,3})(?:\.0)?(?:CM|厘米|公分|码|号|#)?")
BODY: Final = re.compile(r"(\d{2,3})/\d{2,3}[A-CY]?")
"""号/型: the height and the chest, as the standard writes a size."""
METRES: Final = re.compile(r"([012])(?:\.|米)(\d{1,2})(?:M|米)?")
SEVERAL: Final = re.compile(r"\d+(?:CM|码|号)?[-~—至到、,/]\d+(?:CM|码|号)?")
LETTERS: Final = re.compile(r"(?:X{1,3}|[2-5]X)?[SML]|X{1,3}L")


@dataclass(frozen=True)
class Suggestion:
    """A size ("" when nothing is known), and on what it rests, in words."""

    size: str
    why: str


@dataclass(frozen=True)
class Meaning:
    """A cell understood as a size, or what is wrong with it, in words."""

    size: str = ""
    problem: str = ""


@cache
def table() -> dict[str, Any]:
    with TABLE.open("rb") as file:
        return tomllib.load(file)


def sizes_of(scale: str) -> list[str]:
    """The sizes of a scale in rising order; what has no sizes has one without a name."""
    return list(table()["scales"][scale]["sizes"]) if scale else [""]


def suggest(
    *, sizes: Sequence[str], sex: str = "0", birth_date: dt.date | None = None, on: dt.date,
    height_cm: float | None = None, measured_on: dt.date | None = None,
) -> Suggestion:  # fmt: skip
    """The smallest of `sizes` (numbers of heights) that is not below the child's height on the day:
    a coat goes over a jumper and should last. Measured, with what children of that age and sex
    have grown since; else the median of age and sex."""
    known = sorted((one for one in sizes if one.isdigit()), key=int)
    if not known:
        return Suggestion("", "这种物资不按身高分码，请填写尺码。")
    height, why = _height(sex, birth_date, on, height_cm, measured_on)
    if height is None:
        return Suggestion("", why)
    size = next((one for one in known if int(one) >= round(height)), known[-1])
    if int(size) < round(height):
        why += f"，超过最大的{size}码，请量一量"
    return Suggestion(size, why)


def _height(
    sex: str, birth: dt.date | None, on: dt.date, height: float | None, measured: dt.date | None
) -> tuple[float | None, str]:
    if height is not None and round(height) in LIKELY:
        grown = _grown(sex, birth, measured, on)
        told = f"，到{on:%Y年}{on.month}月约长{grown:.0f}厘米" if round(grown) else ""
        return height + grown, f"量得身高{height:g}厘米{told}"
    if birth is None or birth > on:
        return None, "没有身高，也没有出生日期，请填写尺码。"
    age = f"{on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))}岁"
    word = {"1": "男孩", "2": "女孩"}.get(sex, "孩子")
    middle = median(sex, birth, on)
    return middle, f"没有量身高，按{age}{word}的中位身高{middle:.0f}厘米"


def median(sex: str, birth: dt.date, on: dt.date) -> float:
    """The median height at an age, in cm; of a child whose sex is unknown, the middle of both."""
    columns = [table()["medians"][KEY[sex]]] if sex in KEY else table()["medians"].values()
    found = [_between(column, _years(birth, on)) for column in columns]
    return sum(found) / len(found)


def _grown(sex: str, birth: dt.date | None, measured: dt.date | None, on: dt.date) -> float:
    if birth is None or measured is None or not birth <= measured <= on:
        return 0.0
    return median(sex, birth, on) - median(sex, birth, measured)


def _between(column: Sequence[float], years: float) -> float:
    at = min(int(years), len(column) - 1)
    after = min(at + 1, len(column) - 1)
    return float(column[at] + (column[after] - column[at]) * min(years - at, 1.0))


def _years(birth: dt.date, on: dt.date) -> float:
    return (on - birth).days / 365.25


def understand(cell: object, scale: str, sizes: Sequence[str]) -> Meaning:
    """130, １３０, 130cm, 1.3米, 130/64 and XL as a size; 加大 only where sizes are letters. What is
    not one size of the item is refused, never guessed."""
    text = _plain(cell)
    if not scale:
        return Meaning(problem="这种物资不分尺码，这一格应当空着。") if text else Meaning()
    if not text:
        return Meaning(problem="没有填尺码。")
    if scale == HEIGHT:
        return _of_height(text, sizes)
    words = table()["scales"][scale]["words"]
    size = words.get(text, text)
    problem = "" if size in sizes else f"“{text}”不是这种物资的尺码，请写{_list(sizes)}。"
    return Meaning("" if problem else size, problem)


def _of_height(text: str, sizes: Sequence[str]) -> Meaning:
    metres = METRES.fullmatch(text)
    found = NUMBER.fullmatch(text) or BODY.fullmatch(text)
    size = f"{metres[1]}{metres[2].ljust(2, '0')}" if metres else found[1] if found else ""
    size = size.lstrip("0")
    if size in sizes:
        return Meaning(size)
    return Meaning(problem=f"“{text}”{_wrong(text, size)}请写{_list(sizes)}中的一个。")


def _wrong(text: str, size: str) -> str:
    if size:
        return "不是这种物资的尺码（身高请往大一码写）。"
    if SEVERAL.fullmatch(text):
        return "写了不止一个尺码。"
    if text in table()["scales"]["letters"]["words"] or LETTERS.fullmatch(text):
        return "没有说身高是多少，各厂家不一样。"
    return "看不懂。"


def _list(sizes: Sequence[str]) -> str:
    return "、".join(sizes)


def _plain(cell: object) -> str:
    """A cell in one way of writing: no spaces, half width, capitals."""
    text = unicodedata.normalize("NFKC", "" if cell is None else str(cell))
    return "".join(text.split()).upper()


def read_cells(
    cells: Iterable[tuple[str, object]], scale: str, sizes: Sequence[str]
) -> tuple[dict[str, str], list[str]]:
    """A column of a sheet: (where, cell) to the size by where, and each cell that is refused with
    its place: “第3行：‘加大’没有说身高是多少……”."""
    understood, refused = dict[str, str](), list[str]()
    for where, cell in cells:
        meaning = understand(cell, scale, sizes)
        if meaning.problem:
            refused.append(f"{where}：{meaning.problem}")
        else:
            understood[where] = meaning.size
    return understood, refused
