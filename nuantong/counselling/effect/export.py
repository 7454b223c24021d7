"""Rows for research without the children in them, and the dictionary that explains them.

Numbers are drawn anew for every export, ages are bands, days are weeks since the start. What many
rows share is kept; a combination of sex, age band and place that fewer than five children share
loses first its place, then its age, then its sex (k-anonymity, k = 5; GB/T 37964-2019 names it).
"""

import csv
import io
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from nuantong.core.small_numbers import LEAST

WITHHELD: Final = "不公开"
BANDS: Final = [(0, 7), (8, 11), (12, 14), (15, 17)]
SHARED: Final = ("place", "age", "sex")
"""What others may know of a child, in the order in which it is given up."""


@dataclass(frozen=True)
class Row:
    """A child as she leaves: nothing else is written."""

    sex: str
    age: str
    place: str
    sessions: int
    end: str
    scores: tuple[tuple[str, str, int, float], ...] = ()
    """Measure, point, weeks since the start, score."""


def band(age: int | None) -> str:
    """An age as its band."""
    found = next(
        (f"{low}–{high}岁" for low, high in BANDS if age is not None and low <= age <= high), ""
    )
    return found or ("未采集" if age is None else "18岁及以上")


def anonymous(rows: Iterable[Row], least: int = LEAST) -> list[Row]:
    """Rows of which every combination of place, age and sex is shared by `least` or more.

    None at all when there are fewer rows than that.
    """
    found = list(rows)
    if len(found) < least:
        return []
    for name in SHARED:
        rare = _rare(found, least)
        found = [_without(row, name) if _shared(row) in rare else row for row in found]
    while rare := _rare(found, least):
        counts = Counter(map(_shared, found))
        rare |= {
            min((one for one in counts if one not in rare), key=lambda one: (counts[one], one))
        }
        found = [_without(row, *SHARED) if _shared(row) in rare else row for row in found]
    return found


def _without(row: Row, *names: str) -> Row:
    withheld: dict[str, Any] = dict.fromkeys(names, WITHHELD)
    return replace(row, **withheld)


def _rare(rows: Iterable[Row], least: int) -> set[tuple[str, ...]]:
    counts = Counter(map(_shared, rows))
    return {one for one, count in counts.items() if count < least}


def _shared(row: Row) -> tuple[str, ...]:
    return tuple(getattr(row, name) for name in SHARED)


HEAD: Final = [
    "number",
    "sex",
    "age",
    "place",
    "sessions",
    "end",
    "measure",
    "point",
    "week",
    "score",
]


def table(rows: Sequence[Row], draw: random.Random) -> str:
    """One line for each score (or one for a child without any), shuffled, numbered at random."""
    numbers = draw.sample(range(100_000, 1_000_000), len(rows))
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEAD)
    for number, row in sorted(zip(numbers, rows, strict=True), key=lambda pair: pair[0]):
        about = [number, row.sex, row.age, row.place, row.sessions, row.end]
        for score in row.scores or (("", "", "", ""),):
            writer.writerow([*about, *score])
    return file.getvalue()


DICTIONARY: Final = [
    ("number", "编号", "每次导出随机编定，与系统内任何编号无关"),
    ("sex", "性别", f"男、女、未采集；{WITHHELD}：同组不足{LEAST}人"),
    ("age", "年龄段", "开始辅导时的年龄段"),
    ("place", "区县", f"开始辅导时所在区县；{WITHHELD}：同组不足{LEAST}人"),
    ("sessions", "辅导次数", "已开展的个案辅导次数"),
    ("end", "结束情况", "按计划完成、还在进行、中途退出；不写退出原因"),
    ("measure", "量表", "量表代码，见量表说明"),
    ("point", "测评时点", "m0 开始时，m6 六个月，m12 十二个月"),
    ("week", "第几周", "自开始辅导起的周数；没有日期"),
    ("score", "总分", "只有有效答卷的总分；没有逐题答案"),
]


def dictionary() -> str:
    """The data dictionary as a table of its own."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerows([("column", "名称", "说明"), *DICTIONARY])
    return file.getvalue()
