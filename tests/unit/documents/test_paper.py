"""What people type comes out on paper as they typed it, and nothing of it is obeyed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuantong.documents.glyphs import MISSING, Printable, knows
from nuantong.documents.rendering import UnprintableError, pdf_response, render
from tests.paper import pages_of, text_of_pdf

SHEET = "care/paper/handover.typ"


def sheet(name: str, words: str = "") -> bytes:
    child = {"name": name, "number": "T0000001", "rows": [["孩子", words]]}
    return render(
        SHEET,
        {"title": "移交表", "children": [child], "handover": [], "signers": ["甲"], "foot": "打印"},
    )


MARKUP = [
    '#read("/config/settings.py")', '#import "/documents/paper/base.typ": *', "#eval(\"1+1\")",
    "*粗* _斜_ `码`", "$ x^2 $", "= 标题", "- 项", "<label> @ref", "[内容]", "{代码}", "\\ \\u{4e2d}",
    "// 注释", "/* 注释 */", "https://example.org/?a=b", "#pagebreak()", '"引号"', "~", "---", "...",
    "#set page(width: 1pt)", "{{ data.foot }}", "<script>alert(1)</script>", "'); DROP TABLE",
]  # fmt: skip


@pytest.mark.parametrize("typed", MARKUP)
def test_markup_in_what_was_typed_is_text(typed: str) -> None:
    [page] = pages_of(sheet(typed, typed))
    assert page.count("".join(typed.split())) == 2


RARE = {
    "beyond the BMP": "𠮷𫖯𬭎𬱖𬬭𫓧", "of names": "喆淼堃昇玥㛃䶮赟翀", "dots in names": "买买提·艾力",
}  # fmt: skip


@pytest.mark.parametrize("name", RARE.values(), ids=RARE)
def test_rare_characters_are_in_the_text_layer(name: str) -> None:
    assert name in text_of_pdf(sheet(name))


@pytest.mark.parametrize(("character", "code"), [("\U000323af", "U+323AF"), ("𪚥", "U+2A6A5")])
def test_a_character_without_a_type_is_marked_and_said(character: str, code: str) -> None:
    """The first came with Unicode 15, after the font; the second, of 64 strokes, is in few fonts."""
    said = text_of_pdf(sheet(f"李{character}"))
    assert f"李{MISSING}" in said
    assert f"请手写补上（{code}）" in said
    assert "手写补上" not in text_of_pdf(sheet("李明"))


def test_control_characters_and_halves_of_pairs_do_not_break_a_sheet() -> None:
    said = text_of_pdf(sheet("小\x00\x07明\ufeff", "一\ud800二\r\n三"))
    assert "小明" in said
    assert f"一{MISSING}二" in said


def test_no_sheet_is_blank_and_no_box_is_printed() -> None:
    pages = pages_of(sheet("周小航", "字" * 4000))
    assert len(pages) > 2
    assert all("字" * 100 in page or "移交" in page for page in pages)
    assert "\x00" not in "".join(pages)


def test_a_wrong_template_is_an_error_and_not_a_blank_page() -> None:
    with pytest.raises(UnprintableError):
        render(SHEET, {"title": "少了别的"})
    with pytest.raises(UnprintableError):
        render("care/paper/nothing.typ", {})


@given(st.text(max_size=30))
def test_the_font_draws_whatever_is_left(text: str) -> None:
    printable = Printable()
    clean = printable.of({"a": [text]})["a"][0]
    assert all(c == "\n" or c.isascii() or knows()(c) for c in clean)
    assert bool(printable.missing) == (MISSING in clean.replace(MISSING, "", text.count(MISSING)))


def test_the_answer_has_a_chinese_name_and_stays_nowhere() -> None:
    response = pdf_response(sheet("周小航"), "移交表")
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''%E7%A7%BB")
    assert response["Cache-Control"] == "private, no-store"
