"""A table of coordinates read and judged row by row: plain values, a reason in words.

A place is looked for among its district's others: beyond three times the distance within which
three quarters of them lie from their middle (medians: a few wrong ones do not move it), and more
than 40 km, it is refused.
"""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import median, quantiles
from typing import Final, NamedTuple, Protocol

from nuantong.core.encodings import text_of
from nuantong.core.errors import Refusal
from nuantong.regions.gazetteer import Gazetteer
from nuantong.regions.plane import ORIGIN, At, Point, metres, on_plane
from nuantong.regions.tree import TOWNSHIP, Place, Tree

MOST_BYTES: Final = 5_000_000
MOST_ROWS: Final = 20_000
CHINA: Final = (73.4, 135.1), (3.8, 53.6)
WITHIN: Final = 350_000
"""Metres from the city's middle to its farthest villages, and half as much again."""
NEAR: Final = 40_000
ENOUGH: Final = 5
DEGREES: Final = re.compile(r"(?:东经|北纬)?[EN]?\s*(-?\d{1,3}(?:\.\d+)?)\s*[°度]?\s*[EN]?")
HEADINGS: Final[dict[str, tuple[str, ...]]] = {
    "code": ("区划代码", "代码", "编码", "统计用区划代码"),
    "district": ("区县", "县区", "区"),
    "township": ("乡镇", "街道", "乡镇街道", "镇街"),
    "village": ("村", "社区", "村社区", "村居", "名称", "地名"),
    "longitude": ("经度", "东经", "lng", "lon", "longitude"),
    "latitude": ("纬度", "北纬", "lat", "latitude"),
}


class Said(NamedTuple):
    """A row as it stands in the table, counted as a sheet counts it."""

    line: int
    code: str
    district: str
    township: str
    village: str
    longitude: str
    latitude: str

    @property
    def place(self) -> str:
        names = "".join((self.district, self.township, self.village))
        return names or self.code


class Judged(NamedTuple):
    """What becomes of a row: `problem` is '' when it can be written."""

    line: int
    said: str
    region: int | None = None
    point: Point | None = None
    problem: str = ""


class Scope(Protocol):
    def __call__(self, region: int) -> bool: ...


def read_table(data: bytes) -> list[Said]:
    """The rows of a csv file with a heading line; Refusal when it is none."""
    if len(data) > MOST_BYTES:
        raise Refusal("文件太大（超过 5 MB），请按区县分开上传。")
    if data[:2] == b"PK" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise Refusal("这是 Excel 文件。请在表格软件里另存为 csv 再上传。")
    lines = list(csv.reader(io.StringIO(_text(data)), strict=False))
    columns = _columns(lines[0]) if lines else {}
    if not {"longitude", "latitude"} <= columns.keys():
        raise Refusal("第一行须是表头，要有“经度”“纬度”两列。")
    if not {"code", "village", "township"} & columns.keys():
        raise Refusal("没有找到地名：要有“区划代码”一列，或“区县”“乡镇”“村”三列。")
    rows = [(n, row) for n, row in enumerate(lines[1:], 2) if any(cell.strip() for cell in row)]
    if len(rows) > MOST_ROWS:
        raise Refusal(f"一次最多 {MOST_ROWS:,} 行，请按区县分开上传。")
    return [
        Said(number, *(_cell(row, columns.get(name)) for name in HEADINGS)) for number, row in rows
    ]


def _text(data: bytes) -> str:
    try:
        return text_of(data)
    except UnicodeError as error:
        raise Refusal("这不是文本文件。请在表格软件里另存为 csv 再上传。") from error


def _columns(headings: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, heading in enumerate(headings):
        plain = "".join(char for char in _plain(heading) if char.isalnum()).lower()
        plain = plain.removesuffix("名称") or "名称"
        for name, words in HEADINGS.items():
            if plain in words:
                found.setdefault(name, number)
    return found


def _cell(row: list[str], column: int | None) -> str:
    return _plain(row[column])[:60] if column is not None and column < len(row) else ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def degrees(text: str) -> float | None:
    """106.54, 东经106.54°, 106.54E; None when it is not a decimal number."""
    found = DEGREES.fullmatch(_plain(text))
    number = float(found[1]) if found else 999.0
    return number if abs(number) <= 180 else None


def misplaced(longitude: float, latitude: float) -> str:
    """Why the two are not a point of this city, '' when they may be one."""
    if not in_china(longitude, latitude):
        if in_china(latitude, longitude):
            return "经度和纬度写反了，请对调"
        return "不在中国境内，请核对"
    away = metres(on_plane(Point(longitude, latitude)), on_plane(ORIGIN))
    return f"离本市中心 {away // 1000} 公里，不在本市，请核对" if away > WITHIN else ""


def in_china(longitude: float, latitude: float) -> bool:
    (west, east), (south, north) = CHINA
    return west <= longitude <= east and south <= latitude <= north


class Judge:
    """Knows the places of the day, where others lie, and what the reader answers for."""

    def __init__(self, tree: Tree, known: Mapping[int, Point], mine: Scope) -> None:
        self.tree, self.known, self.mine = tree, known, mine
        self.gazetteer = Gazetteer(tree.places.values())

    def all(self, rows: Iterable[Said]) -> list[Judged]:
        judged = _twice([self._one(row) for row in rows])
        fresh = {row.region: row.point for row in judged if row.region and row.point}
        near = Neighbours(self.tree, {**self.known, **fresh})
        return [_apart(row, near) for row in judged]

    def _one(self, said: Said) -> Judged:
        place, problem = self._place(said)
        if not problem and place is not None and not self.mine(place.id):
            problem = "不在您负责的范围内"
        longitude, latitude = degrees(said.longitude), degrees(said.latitude)
        if not problem and (longitude is None or latitude is None):
            problem = "经纬度须是小数，例如 106.912345"
        if problem or longitude is None or latitude is None or place is None:
            return Judged(said.line, said.place, problem=problem)
        problem = misplaced(longitude, latitude)
        point = None if problem else Point(round(longitude, 6), round(latitude, 6))
        return Judged(said.line, self.tree.full_name(place.id), place.id, point, problem)

    def _place(self, said: Said) -> tuple[Place | None, str]:
        if said.code:
            return self._by_code(said.code)
        found = self.gazetteer.find(said.district, said.township, said.village)
        place = self.tree.get(found.region)
        if found.problem or place is None:
            problem = found.problem.replace("，已登记到乡镇", "")
            return None, problem or "没有写明是哪个村（社区）"
        return (place, "") if place.level >= TOWNSHIP else (None, "请写到乡镇或村（社区）")

    def _by_code(self, code: str) -> tuple[Place | None, str]:
        place = (
            self.tree.by_code(code)
            if code.isascii() and code.isdigit() and len(code) <= 12
            else None
        )
        if place is None:
            return None, f"没有代码 {code}，请核对"
        if place.former:
            now = self.tree.get(place.successor)
            return (
                None,
                f"{code} 是旧代码，现为 {now.code}（{now.name}）" if now else f"{code} 已停用",
            )
        return (place, "") if place.level >= TOWNSHIP else (None, "请写到乡镇或村（社区）")


def _twice(rows: list[Judged]) -> list[Judged]:
    """A place stated twice is written once; stated differently, not at all."""
    lines: dict[int, list[Judged]] = defaultdict(list)
    for row in rows:
        if row.point and row.region:
            lines[row.region].append(row)
    answer = {}
    for same in (group for group in lines.values() if len(group) > 1):
        agreed = len({row.point for row in same}) == 1
        for row in same[1:] if agreed else same:
            others = "、".join(str(other.line) for other in same if other is not row)
            words = f"与第 {others} 行重复" if agreed else f"与第 {others} 行是同一个地方，坐标不同"
            answer[row.line] = row._replace(point=None, problem=words)
    return [answer.get(row.line, row) for row in rows]


class Neighbours:
    """The middle of each district's pins and how far from it they lie."""

    def __init__(self, tree: Tree, points: Mapping[int, Point]) -> None:
        self.tree = tree
        of: dict[int, list[At]] = defaultdict(list)
        for region, point in points.items():
            if district := tree.district_of(region):
                of[district.id].append(on_plane(point))
        self.reach = {key: _reach(all_) for key, all_ in of.items() if len(all_) >= ENOUGH}

    def too_far(self, region: int, point: Point) -> str:
        district = self.tree.district_of(region)
        if district is None or district.id not in self.reach:
            return ""
        middle, limit = self.reach[district.id]
        away = metres(on_plane(point), middle)
        if away <= limit:
            return ""
        return f"离{district.name}其他各村的中心 {away // 1000} 公里，太远，请核对"


def _reach(all_: list[At]) -> tuple[At, int]:
    middle = round(median(at[0] for at in all_)), round(median(at[1] for at in all_))
    three_quarters = quantiles((metres(at, middle) for at in all_), n=4)[2]
    return middle, max(NEAR, round(3 * three_quarters))


def _apart(row: Judged, near: Neighbours) -> Judged:
    problem = near.too_far(row.region, row.point) if row.region and row.point else ""
    return row._replace(point=None, problem=problem) if problem else row
