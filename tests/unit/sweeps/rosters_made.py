"""Rosters as offices send them, made for a test; who stands on them is invented."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from nuantong.access.reader import Reader, system_reader
from nuantong.core.text.id_numbers import check_character
from nuantong.regions.models import Region
from nuantong.sweeps import running
from nuantong.sweeps.actions import loads
from nuantong.sweeps.models import Load, Record, Source

HEADER = [
    "序号",
    "姓名",
    "性别",
    "身份证号",
    "出生日期",
    "家庭住址",
    "家长姓名",
    "家长电话",
    "家庭情况备注",
]
HOME = "巴南区麻柳嘴镇八角村3组"


def an_id(born: str = "20090304", order: int = 361) -> str:
    first = f"500113{born}{order:03}"
    return first + check_character(first)


def pupil(name: str, order: int = 361, **said: Any) -> list[Any]:
    """A row in the order of HEADER; `said` replaces cells by their heading."""
    born = said.pop("born", "20090304")
    row = {
        "序号": order, "姓名": name, "性别": "男" if order % 2 else "女",
        "身份证号": an_id(born, order), "出生日期": f"{born[:4]}-{born[4:6]}-{born[6:]}",
        "家庭住址": HOME, "家长姓名": f"{name[:1]}家长", "家长电话": "", "家庭情况备注": "",
    }  # fmt: skip
    return [{**row, **said}[heading] for heading in HEADER]


def csv_of(
    rows: Iterable[Sequence[Any]], header: Sequence[str] = HEADER, encoding: str = "utf-8"
) -> bytes:
    lines = [",".join(header), *(",".join(map(str, row)) for row in rows)]
    return ("\n".join(lines) + "\n").encode(encoding)


def workbook(**sheets: list[list[Any]]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return file.getvalue()


def a_source(
    name: str = "教委学籍", purpose: str = "population", code: str = "500000000000"
) -> Source:
    return Source.objects.create(
        name=name, office="education", purpose=purpose, region=Region.objects.get(code=code),
        created_by="测试",
    )  # fmt: skip


def bring(
    source: Source, data: bytes, file_name: str = "名册.csv", by: Reader | None = None
) -> Load:
    """Received, begun and worked off, as the worker would."""
    reader = by or system_reader()
    load = loads.receive(source=source, file=io.BytesIO(data), file_name=file_name, by=reader)
    loads.start(load=load, by=reader)
    return work_off(load)


def work_off(load: Load) -> Load:
    running.run(load.pk)
    load.refresh_from_db()
    return load


def standings(source: Source) -> dict[str, str]:
    """Name → standing and reason."""
    return {
        r.name: f"{r.standing} {r.reason}".strip()
        for r in Record.objects.filter(source=source).order_by("pk")
    }
