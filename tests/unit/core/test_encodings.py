"""One door for every list that comes in as text, whoever's program wrote it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.core.encodings import open_text, text_of, utf_8_of

LIST = "姓名,性别,村\n王小兰,女,双石镇丁家岩村\n李建国,男,三教镇\n"
TRADITIONAL = "姓名,性別\n張麗華,女\n"
WRITTEN = [
    ("UTF-8", LIST, LIST.encode()),
    ("UTF-8 with a mark", LIST, LIST.encode("utf-8-sig")),
    ("GB18030", LIST, LIST.encode("gb18030")),
    ("UTF-16 with a mark", LIST, LIST.encode("utf-16")),
    ("UTF-16 without one", LIST, LIST.encode("utf-16-le")),
    ("UTF-16 the other way round", LIST, LIST.encode("utf-16-be")),
    ("Big5", TRADITIONAL, TRADITIONAL.encode("big5hkscs")),
    ("half in GB18030", LIST * 2, LIST.encode() + LIST.encode("gb18030")),
    ("two letters that could be one of UTF-8", "a,是\n", "a,是\n".encode("gb18030")),
    ("no hanzi at all", "a,b\n1,2\n", b"a,b\n1,2\n"),
]


@pytest.mark.parametrize(("how", "text", "data"), WRITTEN)
def test_a_list_says_the_same_however_it_is_written(tmp_path, how, text, data):
    path = tmp_path / "list.csv"
    path.write_bytes(data)

    with open_text(path) as file:
        assert (text_of(data), file.read()) == (text, text), how


def test_what_is_utf_8_already_is_not_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(LIST.encode("utf-8-sig"))
    assert utf_8_of(path) == path


def test_a_byte_that_is_no_character_is_marked_and_costs_nothing_else() -> None:
    broken = LIST.encode("gb18030").replace("李".encode("gb18030"), b"\xff")
    assert text_of(broken) == LIST.replace("李", "\ufffd")


def test_a_picture_is_no_text() -> None:
    with pytest.raises(UnicodeError):
        text_of(bytes(range(32)) * 40)


HANZI = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=4)
ROWS = st.lists(st.lists(HANZI, min_size=2, max_size=4), min_size=1, max_size=8)


@given(rows=ROWS, encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]))
def test_any_names_come_back_from_any_encoding(rows: list[list[str]], encoding: str) -> None:
    """Under a heading, as every list has one: of a few bytes alone nobody can tell."""
    text = "姓名,监护人,家庭住址,学校名称\n" + "".join(",".join(row) + "\n" for row in rows)
    assert text_of(text.encode(encoding)) == text
