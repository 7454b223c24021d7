"""Files that are, and files that are not, tables."""

import io
import struct
import zipfile

import openpyxl
import pytest

from nuantong.rosters.reading import LIMIT, UnreadableFile, read_sheets
from tests.unit.rosters.ods_made import ods, ods_of
from tests.unit.rosters.sheets_made import csv_bytes, xlsx
from tests.unit.rosters.xls_made import xls

ROWS = [["姓名", "出生日期"], ["周思昊", "2008-03-20"], ["李\U00030edd", "2009-01-02"]]


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_sheets(data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        xlsx(ROWS),
        xls(ROWS),
        ods(ROWS),
        csv_bytes(ROWS),
        csv_bytes(ROWS, "utf-8-sig"),
        csv_bytes(ROWS, "gb18030"),
        csv_bytes(ROWS, "utf-16"),
        csv_bytes(ROWS, "utf-16-le"),
        csv_bytes(ROWS, "utf-16", "\t"),
        csv_bytes(ROWS, "gb18030", ";"),
        csv_bytes(ROWS[:1]) + csv_bytes(ROWS[1:], "gb18030"),
        csv_bytes(ROWS) + b"\x1a",
    ],
)
def test_every_usual_form_gives_the_same_rows(data: bytes) -> None:
    assert read_sheets(data)[0].rows == ROWS


def test_a_wrong_byte_is_a_problem_of_its_cell_only() -> None:
    data = csv_bytes([*ROWS, ["钱七", "2009-01-03"]], "gb18030")
    for broken in (data.replace("昊".encode("gb18030"), b"\xff"), data + b"\xb0"):
        sheet = read_sheets(broken)[0]
        assert sheet.rows[0] == ROWS[0]
        assert sheet.rows[3][0] == "钱七"
        assert len(sheet.unreadable) == 1


def test_traditional_lists_in_big5_are_read() -> None:
    rows = [["姓名", "出生日期"], ["陳小明", "2008-03-20"]]
    assert read_sheets(csv_bytes(rows, "big5"))[0].rows == rows


def test_rows_are_numbered_as_in_the_sheet_although_the_first_are_blank() -> None:
    assert read_sheets(xlsx([[], [], ["", *ROWS[0]]]))[0].rows[2][1:] == ROWS[0]


def test_numbers_protected_from_the_spreadsheet_are_freed() -> None:
    data = '姓名,身份证号\n周思昊,"=""50011320140316412X"""\n'.encode()
    assert read_sheets(data)[0].rows[1][1] == "50011320140316412X"


@pytest.mark.parametrize("end", ["", '王五六,,"\n', '王五六,,"b"\n', '王五六,,"b\nc"\n'])
def test_a_quote_left_open_swallows_nobody(end: str) -> None:
    data = f'姓名,身份证号,备注\n张三丰,5,"未闭合\n李四光,,x\n钱七,,"a,b"\n{end}'
    rows = read_sheets(data.encode())[0].rows
    assert [row[0] for row in rows][:4] == ["姓名", "张三丰", "李四光", "钱七"]
    assert [row[2] for row in rows][1:4] == ["未闭合", "x", "a,b"]
    assert len(rows) == 4 + bool(end)


def test_a_cell_of_several_lines_stays_one() -> None:
    data = '姓名,身份证号,备注\n张三丰,,"一\n二,三"\n李四光,,x\n'
    assert read_sheets(data.encode())[0].rows[1:] == [
        ["张三丰", "", "一\n二,三"], ["李四光", "", "x"],
    ]  # fmt: skip


def test_a_hundred_thousand_blank_rows_are_no_rows() -> None:
    blank = xlsx([*ROWS, *([[" "]] * 100_000)])
    assert len(read_sheets(blank)[0].rows) == 3
    assert len(read_sheets(csv_bytes([*ROWS, *([["", ""]] * 100_000)]))[0].rows) == 3


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空的"),
        (b"   \n", "空的"),
        (xlsx([]), "没有内容"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xff\xd8\xff\xe0", "图片"),
        (b"\x89PNG\r\n", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "网页"),
        (b"PK\x03\x04 broken", "损坏"),
        (bytes(range(256)) * 20, "不是 xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "不是表格"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "密码",
        ),
        (b"a" * (LIMIT + 1), "50MB"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, says: str) -> None:
    message = refusal(data)
    assert says in message
    assert "请" in message


def test_a_word_document_is_told_from_a_sheet() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert "Word" in refusal(file.getvalue())


def test_a_text_document_and_a_locked_one_are_told_from_a_sheet() -> None:
    assert "文字文档" in refusal(ods(ROWS, "application/vnd.oasis.opendocument.text"))
    assert "密码" in refusal(ods(ROWS, manifest="<manifest:encryption-data/>"))


FULL = '<table:table-cell {} office:value-type="string"><text:p>x</text:p></table:table-cell>'


@pytest.mark.parametrize(
    "rows",
    [
        f'<table:table-row table:number-rows-repeated="1048576">{FULL.format("") * 20}</table:table-row>',
        '<table:table-row table:number-rows-repeated="9999">'
        + FULL.format('table:number-columns-repeated="9999"')
        + "</table:table-row>",
        f"<table:table-row>{FULL.format('')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048000"/><table:table-row>'
        '<table:table-cell table:number-columns-repeated="9999"/>'
        f"{FULL.format('')}</table:table-row>",
    ],
)
def test_a_cell_repeated_a_million_times_does_not_take_the_memory(rows: str) -> None:
    assert "范围过大" in refusal(ods_of(rows))


def test_a_sheet_written_under_other_names_is_not_trusted() -> None:
    data = ods_of('<t:table-row xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0"/>')
    assert "请" in refusal(data)


@pytest.mark.parametrize(("at", "byte"), [(1273, 2), (1538, 0), (1558, 2)])
def test_bytes_that_make_the_parser_panic_are_a_damaged_file(at: int, byte: int) -> None:
    data = bytearray(xls(ROWS[:2]))
    data[at] = byte
    assert "损坏" in refusal(bytes(data))


def test_a_package_whose_offsets_are_wrong_is_a_damaged_file() -> None:
    data = xlsx(ROWS)
    assert "损坏" in refusal(data[:40] + data[90:])


def test_a_zip_bomb_is_not_opened() -> None:
    assert "异常巨大" in refusal(_with_sheet(b"<worksheet>" + b"0" * 90_000_000))


def test_a_directory_that_lies_about_sizes_is_found_out() -> None:
    data = _with_sheet(b"<worksheet>" + b"0" * 30_000_000)
    central = data.rindex(b"PK\x01\x02", 0, data.index(b"xl/worksheets/sheet1.xml", len(data) // 2))
    lying = data[: central + 24] + struct.pack("<I", 100) + data[central + 28 :]
    assert "异常巨大" in refusal(lying)


@pytest.mark.parametrize(
    "cell",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        b'<row r = "1048576"><c r = "XFD1048576"><v>1</v></c></row>',
        b'<row r="1"><c r="ZZ1048576"><v>1</v></c></row>',
        b'<x:row spans="1:2"\nr="1048576"><x:c r="XFD1048576"><v>1</v></x:c></x:row>',
    ],
)
def test_a_cell_at_the_far_corner_does_not_take_the_memory(cell: bytes) -> None:
    body = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    message = refusal(_with_sheet(body + b"<sheetData>" + cell + b"</sheetData></worksheet>"))
    assert "1048576" in message


def test_a_sheet_formatted_to_the_last_column_is_read() -> None:
    wide = xlsx([*ROWS, [*["x"] * 16_384]])
    assert read_sheets(wide)[0].rows[:2] == [[*row, *[""] * 16_382] for row in ROWS[:2]]


def test_formulas_give_their_stored_result_and_empty_ones_are_known() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["姓名", "出生日期"])
    page.append(["周思昊", "=TODAY()"])
    file = io.BytesIO()
    book.save(file)
    found = read_sheets(file.getvalue())[0]
    assert found.empty_formulas == {(1, 1)}


def test_macros_are_never_run_and_values_are_read() -> None:
    file = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("xl/vbaProject.bin", b"\0")
    assert read_sheets(file.getvalue())[0].rows == ROWS


def _with_sheet(xml: bytes) -> bytes:
    """A workbook whose first sheet is this."""
    source, file = zipfile.ZipFile(io.BytesIO(xlsx(ROWS))), io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name in source.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            package.writestr(name, xml if is_sheet else source.read(name))
    return file.getvalue()
