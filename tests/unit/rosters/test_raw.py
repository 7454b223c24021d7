"""Files of any office → the raw columns of linkage."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.linkage.columns import RAW
from nuantong.rosters import blocks
from nuantong.rosters.raw import raw_chunks, read_raw
from nuantong.rosters.reading import UnreadableFile
from nuantong.rosters.shifting import slipped
from tests.unit.rosters.sheets_made import xlsx

PUPILS = (
    "学校,姓名,性别,出生日期,学籍号/身份证号,家长姓名,家长电话,家庭住址\n"
    "涞滩小学,黄启平,男,2002-08-22,G500117200208226197,张成群,13555971985,合川区涞滩镇水寺村11组\n"
    "文峰小学,金浩宇,女,2003.6.18,500243200306187679,邓芳,15565168632,巫溪县文峰镇正溪村\n"
)
FIRST = {
    "name": "黄启平", "id_number": "G500117200208226197", "birth_date": "2002-08-22", "sex": "男",
    "guardian_name": "张成群", "phone": "13555971985", "address": "合川区涞滩镇水寺村11组",
    "district": None, "township": None, "village": None, "school": "涞滩小学",
}  # fmt: skip
LINE = "涞滩小学,王小明,男,2002-08-22,,张成群,13555971985,合川区涞滩镇水寺村11组\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_csv_is_read_in_every_encoding(encoding: str) -> None:
    found = read_raw(PUPILS.encode(encoding), "school")
    assert found.columns == list(RAW)
    assert found.height == 2
    assert found.row(0, named=True) == FIRST


@pytest.mark.parametrize(("one", "other"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
def test_half_a_file_may_be_in_another_encoding(one: str, other: str) -> None:
    found = read_raw(PUPILS.encode(one) + (LINE * 3).encode(other))
    assert found["name"].to_list() == ["黄启平", "金浩宇", "王小明", "王小明", "王小明"]
    assert set(found["address"][2:]) == {"合川区涞滩镇水寺村11组"}


@pytest.mark.parametrize("separator", ["\t", ";", "，"])
def test_cells_may_be_parted_otherwise(separator: str) -> None:
    assert read_raw(PUPILS.replace(",", separator).encode()).row(0, named=True) == FIRST


def test_a_long_list_comes_in_pieces_that_lose_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1000)
    pieces = list(raw_chunks((PUPILS + LINE * 300).encode("gb18030")))
    assert len(pieces) > 10
    assert pl.concat(pieces)["name"].to_list() == ["黄启平", "金浩宇"] + ["王小明"] * 300


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes(PUPILS.encode())
    assert read_raw(path).equals(read_raw(PUPILS.encode()))


def test_a_header_may_stand_in_row_seven_and_have_two_lines_in_a_cell() -> None:
    text = (
        "全市学生名单,,\n" + ",,\n" * 5 + '姓名,"身份证\n号码",性别\n张三,50011320140316412X,男\n'
    )
    found = read_raw(text.encode())
    assert found.select("name", "id_number").row(0) == ("张三", "50011320140316412X")


def test_blank_lines_count_as_rows_but_not_at_the_end() -> None:
    text = "姓名,性别,身份证号\n张三,男,\n\n李四,女,\n\n\n"
    assert read_raw(text.encode())["name"].to_list() == ["张三", None, "李四"]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ('="50011320140316412X"', "50011320140316412X"),
        ('"50011320140316412X"', "50011320140316412X"),
        ('"50011320140316412X', "50011320140316412X"),
        ('"500113,20140316412X"', "500113,20140316412X"),
    ],
)
def test_quotes_hide_no_number_and_lose_no_row(cell: str, meant: str) -> None:
    found = read_raw(f"姓名,身份证号,性别\n张三,{cell},男\n李四,,女\n".encode())
    assert found["name"].to_list() == ["张三", "李四"]
    assert found["id_number"][0].strip('"') == meant


def test_short_and_long_lines_are_read_as_far_as_they_go() -> None:
    found = read_raw("姓名,身份证号,性别\n张三\n李四,,女,多,余\n".encode())
    assert found.select("name", "sex").rows() == [("张三", None), ("李四", "女")]


def test_a_student_number_stands_in_for_a_missing_id_number() -> None:
    text = "姓名,身份证号,学籍号\n张三,无,G50011320140316412X\n李四,500243200306187679,G1\n"
    assert read_raw(text.encode())["id_number"].to_list() == [
        "G50011320140316412X",
        "500243200306187679",
    ]


def test_the_registered_place_counts_only_where_no_other_is_given() -> None:
    registered = "姓名,性别,户籍区县,户籍乡镇\n张三,男,云阳县,大阳镇\n"
    living = "姓名,性别,户籍区县,区县\n张三,男,云阳县,忠县\n"
    assert read_raw(registered.encode())["township"][0] == "大阳镇"
    assert read_raw(living.encode())["district"][0] == "忠县"


def test_a_workbook_gives_the_same_columns_and_numbers_as_they_were_kept() -> None:
    rows = [
        ["全市名单", "", "", ""],
        ["姓名", "身份证号", "出生日期", "监护人"],
        ["张三", 500113201403164000.0, 41714.0, "李四"],
        ["", "", "", ""],
        ["王五", "50011320140316412X", "2014-03-16", ""],
        ["填报人：", "", "", ""],
    ]
    found = read_raw(xlsx(rows))
    assert found["name"].to_list() == ["张三", None, "王五"]
    assert found["id_number"][0] == "5.00113201403164e+17"
    assert found["birth_date"][0] == "41714"


def test_a_guardian_s_number_and_second_phone_are_no_slip() -> None:
    text = "姓名,性别,身份证号,监护人身份证号,监护人电话,其他电话\n"
    row = "张三,男,500243200306187679,500243197006187679,13555971985,13555971986\n"
    found = read_raw((text + row * 3 + "李四,男,,500243197006187679,,13555971986\n").encode())
    assert found.row(3, named=True)["name"] == "李四"
    assert found.select("id_number", "phone").row(3) == (None, None)


SLIPPED = {
    "a cell put in at the beginning": lambda line: f"501,{line}",
    "a cell put in before the sex": lambda line: line.replace(",男", ",,男"),
    "a cell put in before the number": lambda line: line.replace("22,", "22,,", 1),
    "the first cell left out": lambda line: line.partition(",")[2],
}


@pytest.mark.parametrize("slip", SLIPPED.values(), ids=SLIPPED)
def test_rows_that_slipped_by_a_column_are_put_back(slip: Callable[[str], str]) -> None:
    whole = LINE.replace(",,", ",500243200306187679,")
    poor = LINE.replace("2002-08-22", "").replace("13555971985", "")
    found = read_raw((PUPILS + slip(whole) * 3 + slip(poor) + LINE).encode())
    assert found["name"].to_list() == ["黄启平", "金浩宇", *["王小明"] * 5]
    assert found["id_number"].to_list()[2:5] == ["500243200306187679"] * 3
    assert found["phone"].to_list()[2:] == [*["13555971985"] * 3, None, "13555971985"]
    assert set(found["address"][2:]) == {"合川区涞滩镇水寺村11组"}


def test_a_long_list_in_big5_is_read() -> None:
    text = "姓名,性別,出生日期,住址\n" + "陳國華,男,2009-03-04,萬州區龍駒鎮\n" * 3
    found = read_raw(text.encode("big5hkscs"))
    assert found["name"].to_list() == ["陳國華"] * 3 and found["address"][2] == "萬州區龍駒鎮"


def test_cells_of_a_workbook_are_put_back_the_same_way() -> None:
    right = ["张三", "男", "500113200903043616", dt.datetime(2009, 3, 4)]
    columns = {"name": 0, "sex": 1, "id_number": 2, "birth_date": 3}
    rows = [right, ["李四", "不详", "无", "2009年"], [], ["7", *right], right]
    straight = [*right[:3], "2009-03-04", None, None]
    assert slipped(rows, columns) == {3: straight}
    assert slipped([], columns) == {}


HEADINGS = [
    ("Full Name,Gender,Date of Birth,ID No.,Parent,Mobile,Address",
     "name sex birth_date id_number guardian_name phone address"),
    ("student_name,gender,dob,id_card,guardian,tel,school",
     "name sex birth_date id_number guardian_name phone school"),
    ("学生,男/女,生日,证件号,家长名字,手机号码,在读学校",
     "name sex birth_date id_number guardian_name phone school"),
    ("学生姓名,身份证件号,全国学籍号,监护人1姓名,监护人1联系电话,监护人2姓名,现住址",
     "name id_number - guardian_name phone - address"),
    ("姓名,身份证件类型,身份证件号,成员1姓名,成员1联系电话,成员2姓名,成员2联系电话",
     "name - id_number guardian_name phone - -"),
    ("残疾人姓名,残疾人证号,性别,联系人,联系电话,户籍地址,残疾等级",
     "name id_number sex guardian_name phone address -"),
    ("学生姓名,性别,出生日期,父亲姓名,父亲电话,母亲姓名,母亲电话",
     "name sex birth_date guardian_name phone - -"),
    ("被保障人姓名,身份证号,性别,户籍所在县,户籍所在乡镇,户籍所在村,联系方式",
     "name id_number sex district township village phone"),
    ("患儿姓名,身份证号,性别,家属姓名,家属电话,家庭住址,就读学校",
     "name id_number sex guardian_name phone address school"),
    ("id_number,name,birth_date,village,phone,guardian_name,school",
     "id_number name birth_date village phone guardian_name school"),
]  # fmt: skip


@pytest.mark.parametrize(("headings", "meant"), HEADINGS)
def test_offices_call_their_columns_by_many_names(headings: str, meant: str) -> None:
    found = read_raw(f"{headings}\n甲,乙,丙,丁,戊,己,庚\n".encode()).row(0, named=True)
    cells = dict(zip(meant.split(), "甲乙丙丁戊己庚", strict=True)) | {"-": None}
    assert {raw: cell for raw, cell in found.items() if cell} == {
        raw: cell for raw, cell in cells.items() if cell
    }


@pytest.mark.parametrize(
    "data", [b"", b"\n\n", "甲,乙\n1,2\n".encode(), b"%PDF-1.4", b"\x00\x01\x02\x03" * 900]
)
def test_what_is_no_list_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_raw(data)


@settings(max_examples=50)
@given(
    st.lists(
        st.sampled_from(["张三", "李四,男", '"王,五"', '"', '赵"六', "", "=", ",,,,"]), max_size=12
    ),
    st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_no_text_stops_the_reading(lines: list[str], encoding: str) -> None:
    text = "姓名,性别,身份证号\n" + "".join(f"{line}\n" for line in lines)
    assert read_raw(text.encode(encoding)).columns == list(RAW)
