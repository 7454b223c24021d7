"""What holds for every roster, whatever is written in it."""

import datetime as dt

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.linkage.cleaning import clean, clean_chunks
from nuantong.linkage.cleaning.sounds import one_sound, sounds
from nuantong.linkage.columns import CLEAN, RAW

PIECES = st.sampled_from(
    """张 大明 欧阳 阿依古丽·买买提 □ 某 ( ) （ 已转走 无 爷爷 父亲 13812345670 023-42123456 50011320140316412X
    500113201403164 5.00113E+17 G 2009 年 5 月 4 日 2009-05-04 39937 农历 正月 初五 闰 二〇〇九 重庆市 云阳县 大阳镇 民富村 7组 123号
    第一小学 男 1 500235147203 000 / 、 * ? \u3000 \ud83d\ude00""".replace(
        "\ud83d\ude00", "😀"
    ).split()
    + [" ", "\n", "\x00"]
)
CELLS = st.none() | st.lists(PIECES, max_size=6).map("".join) | st.text(max_size=20)
ROWS = st.lists(st.fixed_dictionaries(dict.fromkeys(RAW, CELLS)), max_size=8)
SCHEMA = dict.fromkeys(RAW, pl.String)
BACK = {
    "name": "name", "id_number": "id18", "sex": "sex", "guardian_name": "guardian",
    "phone": "phone", "school": "school",
}  # fmt: skip
"""Raw column → the clean one that can be read again."""


def again(found: pl.DataFrame) -> pl.DataFrame:
    """A clean frame as somebody's roster."""
    code = pl.coalesce("village", pl.col("town").cast(pl.Int64), "district").cast(pl.String)
    day = (pl.lit(dt.date(1970, 1, 1)) + pl.duration(days="dob")).cast(pl.String)
    return found.select(
        *(pl.col(clean_one).cast(pl.String).alias(raw) for raw, clean_one in BACK.items()),
        birth_date=day,
        village=code,
    )


@settings(max_examples=40)
@given(ROWS)
def test_any_text_gives_one_row_for_each_in_order(rows: list[dict[str, str | None]]) -> None:
    found = clean(pl.DataFrame(rows, schema=SCHEMA))
    assert found.schema == CLEAN
    assert found["row"].to_list() == list(range(1, len(rows) + 1))
    texts = found.select(pl.col(pl.String))
    assert not any((texts[column] == "").any() for column in texts.columns)


@settings(max_examples=40)
@given(ROWS)
def test_what_is_clean_stays_as_it_is(rows: list[dict[str, str | None]]) -> None:
    found = clean(pl.DataFrame(rows, schema=SCHEMA))
    second = clean(again(found))
    same = [
        "name",
        "py",
        "id18",
        "id_state",
        "dob",
        "sex",
        "phone",
        "guardian",
        "village",
        "school",
    ]
    assert second.select(same).equals(found.select(same))


@settings(max_examples=15)
@given(ROWS, st.integers(1, 3))
def test_a_row_means_the_same_alone_and_among_others(
    rows: list[dict[str, str | None]], size: int
) -> None:
    raw = pl.DataFrame(rows, schema=SCHEMA)
    whole = clean(raw)
    parts = list(clean_chunks(raw.iter_slices(size)))
    assert not parts or pl.concat(parts).equals(whole)
    long = clean(pl.concat([raw, *[raw] * 200])) if rows else whole
    assert long.head(raw.height).equals(whole)


def test_names_are_spelled_alike_by_table_and_one_by_one() -> None:
    surnames = pl.Series("name", [chr(code) for code in range(0x4E00, 0xA000, 7)])
    names = pl.concat([surnames, "张" + surnames])
    assert sounds(names).rows() == [one_sound(name) for name in names]


def test_absent_columns_are_empty_ones_and_others_are_left_out() -> None:
    found = clean(pl.DataFrame({"name": ["张三"], "ethnicity": ["汉族"]}))
    assert found.columns == list(CLEAN)
    assert found["phone"].to_list() == [None]


def test_numbers_are_read_as_text() -> None:
    found = clean(
        pl.DataFrame({"name": ["张三"], "birth_date": [39937], "village": [500235147203]})
    )
    assert (found["dob"][0], found["village"][0]) == (14368, 500235147203)


def test_an_empty_roster_is_an_empty_frame() -> None:
    assert clean(pl.DataFrame(schema=SCHEMA)).schema == CLEAN
