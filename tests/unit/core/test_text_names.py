"""Names and pinyin as lists have them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.core.text import normalise_name, parse_name, pinyin_full, pinyin_initials

NAMES = [
    ("周\u3000思昊", "周思昊"),
    (" 任 婉菲 ", "任婉菲"),
    ("Ｔｏｍ　Ｓｍｉｔｈ", "Tom Smith"),
    ("阿依古丽.买买提", "阿依古丽·买买提"),
    ("阿依古丽．买买提", "阿依古丽·买买提"),
    ("阿依古丽•买买提", "阿依古丽·买买提"),
    ("阿依古丽・买买提", "阿依古丽·买买提"),
    ("阿依古丽‧买买提", "阿依古丽·买买提"),
    ("阿依古丽 ∙ 买买提", "阿依古丽·买买提"),
    ("侯䶮", "侯䶮"),
    ("侯\ue863", "侯䶮"),
    ("王\U00020087子", "王\U00020087子"),
    ("李\U00030edd", "李\U00030edd"),
    ("⽥小明", "田小明"),
    ("\ufeff张\u200b三", "张三"),
    ("顾静?", "顾静□"),
    ("黄亦霖(转学)", "黄亦霖"),
    ("林峻铭（小）", "林峻铭"),
    ("张伟1", "张伟"),
    ("聂 景凯A", "聂景凯"),
    ("无名氏", "无名氏"),
    ("强", "强"),
]
NO_NAMES = ["", "  ", None, "无", "待补", "/", "—", "123", "?", "□□", "（无）", "#N/A", 3.0, "不详"]


@pytest.mark.parametrize(("cell", "name"), NAMES)
def test_a_name_is_read_as_the_register_writes_it(cell: str, name: str) -> None:
    assert normalise_name(cell) == name


@pytest.mark.parametrize("cell", NO_NAMES)
def test_what_is_no_name_says_so(cell: object) -> None:
    assert parse_name(cell).text == ""
    assert "补填" in parse_name(cell).problem


@pytest.mark.parametrize("cell", ["顾静?", "张伟1", "黄亦霖(转学)", "强", "王\ue000"])
def test_a_doubtful_name_is_kept_and_marked(cell: str) -> None:
    assert parse_name(cell).text
    assert parse_name(cell).problem


@given(st.text(max_size=30))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_name(text)
    assert normalise_name(once) == once


@pytest.mark.parametrize(
    ("name", "initials", "full"),
    [
        ("曾令芳", "zlf", "zenglingfang"),
        ("单小红", "sxh", "shanxiaohong"),
        ("解放", "xf", "xiefang"),
        ("查良镛", "zly", "zhaliangyong"),
        ("仇英", "qy", "qiuying"),
        ("区建", "oj", "oujian"),
        ("覃雨", "qy", "qinyu"),
        ("尉迟恭", "ycg", "yuchigong"),
        ("侯䶮", "hy", "houyan"),
        ("吕绿", "ll", "lvlv"),
        ("阿依·买", "aym", "ayimai"),
        ("Tom", "tom", "tom"),
        ("", "", ""),
    ],
)
def test_names_are_found_by_pinyin(name: str, initials: str, full: str) -> None:
    assert (pinyin_initials(name), pinyin_full(name)) == (initials, full)


def test_twenty_thousand_names_take_no_time() -> None:
    pinyin_full("热身")
    names = [
        chr(0x4E00 + i % 6000) + chr(0x5000 + i % 97) + chr(0x6000 + i % 89) for i in range(20_000)
    ]
    start = time.process_time()
    for name in names:
        pinyin_initials(name), pinyin_full(name)
    assert time.process_time() - start < 0.4
