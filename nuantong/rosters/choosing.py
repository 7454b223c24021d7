"""Which sheet and which columns of a file are the list."""

from collections.abc import Mapping, Sequence
from typing import Final

from nuantong.rosters.headers import Header, corrected, find_header, guess_kind
from nuantong.rosters.reading import UnreadableFile
from nuantong.rosters.sheets import Sheet

NO_HEADER: Final = (
    "没有找到表头：表格里应有一行列名，至少包含“姓名”和另一列（如身份证号、出生日期）。"
    "请检查是否选错了工作表或文件"
)
NO_NAME: Final = "找到了表头，但没有“姓名”这一列。请补上姓名列后再导入"


def choose_sheet(sheets: Sequence[Sheet], kind: str | None = None) -> tuple[Sheet, Header]:
    """The first sheet of the kind whose header names people; others are told of in its notes."""
    nameless = False
    filled = [sheet for sheet in sheets if sheet.rows]
    if kind and len(filled) > 1:
        filled.sort(key=lambda sheet: guess_kind(sheet) != kind)
    for sheet in filled:
        header = find_header(sheet, kind or guess_kind(sheet))
        if header is not None and "name" in header.index_of:
            sheet.notes += _others(sheets, sheet) + _of_another_kind(sheet, kind)
            return sheet, header
        nameless = nameless or header is not None
    raise UnreadableFile(NO_NAME if nameless else NO_HEADER)


def header_of(sheet: Sheet, kind: str, mapping: Mapping[str, str]) -> Header:
    """The header with the mapping a person saw and may have corrected."""
    header = find_header(sheet, kind)
    if header is None:
        raise UnreadableFile(NO_HEADER)
    return corrected(header, {int(index): field for index, field in mapping.items()})


def _of_another_kind(sheet: Sheet, kind: str | None) -> list[str]:
    guessed = guess_kind(sheet) if kind else kind
    if guessed == kind:
        return []
    names = {"children": "儿童", "carers": "爱心妈妈", "checks": "背景查询结果"}
    return [f"这份名册看起来是{names[guessed or '']}的，却按{names[kind or '']}读取，请核对"]


def _others(sheets: Sequence[Sheet], chosen: Sheet) -> list[str]:
    names = [sheet.name for sheet in sheets if sheet.rows and sheet is not chosen]
    if not names:
        return []
    return [f"只读取了工作表“{chosen.name}”，没有读取：{'、'.join(names)}。需要时请分别导入"]
