"""Which coat fits whom, and what people write into a sheet of sizes."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.goods.sizes import HEIGHT, median, read_cells, sizes_of, suggest, table, understand

COATS, SHIRTS = sizes_of(HEIGHT), sizes_of("letters")
DAY = dt.date(2018, 11, 1)


@pytest.mark.parametrize(
    ("cell", "size"),
    [
        ("130", "130"), ("１３０", "130"), (130, "130"), (130.0, "130"), ("130cm", "130"),
        (" 130 CM ", "130"), ("130码", "130"), ("130#", "130"), ("130厘米", "130"),
        ("1.3米", "130"), ("1.30m", "130"), ("1米3", "130"), ("1米30", "130"), ("130/64", "130"),
    ],
)  # fmt: skip
def test_a_size_is_understood_however_it_is_written(cell: object, size: str) -> None:
    assert understand(cell, HEIGHT, COATS).size == size


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("加大", "没有说身高是多少"), ("特大", "没有说身高是多少"), ("XL", "没有说身高是多少"),
        ("ｘｌ", "没有说身高是多少"), ("130-140", "不止一个尺码"), ("135", "往大一码写"),
        ("1.35米", "往大一码写"), ("5", "看不懂"), ("大概这么高", "看不懂"), ("", "没有填尺码"),
        (None, "没有填尺码"), ("90", "往大一码写"),
    ],
)  # fmt: skip
def test_what_is_no_size_of_the_coat_is_refused_in_words(cell: object, words: str) -> None:
    meaning = understand(cell, HEIGHT, COATS)
    assert words in meaning.problem and not meaning.size


@pytest.mark.parametrize(
    ("cell", "size"),
    [("加大", "XL"), ("特大", "XXL"), ("xl", "XL"), ("ＸＬ", "XL"), ("大号", "L"), ("2xl", "XXL")],
)
def test_where_sizes_are_letters_their_names_are_understood(cell: str, size: str) -> None:
    assert understand(cell, "letters", SHIRTS).size == size


def test_a_sheet_says_of_each_cell_what_it_is_or_why_not() -> None:
    cells = [("第2行", "130cm"), ("第3行", "加大"), ("第4行", "１４０")]
    understood, refused = read_cells(cells, HEIGHT, COATS)
    assert understood == {"第2行": "130", "第4行": "140"}
    assert refused == [
        "第3行：“加大”没有说身高是多少，各厂家不一样。请写100、110、120、130、140、150、160、170、180中的一个。"
    ]


@given(st.one_of(st.text(max_size=12), st.integers(), st.floats(), st.none()))
def test_whatever_a_cell_holds_it_is_a_size_of_the_item_or_refused(cell: object) -> None:
    for scale, sizes in (("height", COATS), ("letters", SHIRTS)):
        meaning = understand(cell, scale, sizes)
        assert (meaning.size in sizes) != bool(meaning.problem)


@pytest.mark.parametrize(
    ("said", "size", "why"),
    [
        ({"sex": "2", "birth_date": dt.date(2008, 11, 1)}, "140", "10岁女孩的中位身高139厘米"),
        ({"sex": "1", "birth_date": dt.date(2010, 11, 1)}, "130", "8岁男孩的中位身高127厘米"),
        ({"birth_date": dt.date(2010, 11, 1)}, "130", "8岁孩子"),
        ({"height_cm": 141}, "150", "量得身高141厘米"),
        ({"height_cm": 150}, "150", "量得身高150厘米"),
        ({"height_cm": 139, "sex": "2", "birth_date": dt.date(2008, 11, 1),
          "measured_on": dt.date(2018, 5, 1)}, "150", "约长3厘米"),
        ({"height_cm": 13, "birth_date": dt.date(2010, 11, 1)}, "130", "没有量身高"),
        ({"height_cm": 190}, "180", "超过最大的180码"),
        ({}, "", "没有身高，也没有出生日期"),
    ],
)  # fmt: skip
def test_a_coat_fits_by_what_was_measured_or_by_age(said: dict, size: str, why: str) -> None:
    found = suggest(sizes=COATS, on=DAY, **said)
    assert found.size == size
    assert why in found.why


@given(
    st.sampled_from("012"),
    st.dates(dt.date(2000, 1, 1), DAY),
    st.one_of(st.none(), st.floats(50, 200)),
)
def test_nobody_is_given_a_coat_below_her_height(sex: str, birth: dt.date, height: object) -> None:
    found = suggest(sizes=COATS, sex=sex, birth_date=birth, on=DAY, height_cm=height)
    tall = height if height is not None else median(sex, birth, DAY)
    assert int(found.size) >= round(tall) or "超过" in found.why


def test_medians_rise_with_age() -> None:
    for column in table()["medians"].values():
        assert len(column) == 20 and column == sorted(column)
