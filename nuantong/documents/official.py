"""A Word document in the form of official papers (公文格式, GB/T 9704-2012).

A4 with margins of 37, 26, 35 and 28 mm, 22 lines of 28 characters; title 2号小标宋, body 3号仿宋,
headings 黑体 and 楷体; the page's number — 1 — outside at the foot. The fonts are named, not carried:
offices have them, and WPS and Word put their own in their place.
"""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

TITLE, BODY, HEADING, SECOND = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
SIZES: Final = {"title": 22, "body": 16, "table": 12, "foot": 14}
"""Points: 2号, 3号, 小四, 4号."""
LINE: Final = 28.95
"""Points from line to line: 225 mm in 22."""
NUMBERS: Final = "一二三四五六七八九十"
MEDIA: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Heading:
    """A heading of the first level (一、) or the second (（一）); the document numbers them."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Table:
    """`caption` stands above; the first row is repeated on every page; widths in millimetres."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]


@dataclass(frozen=True)
class Picture:
    """A PNG, `width` millimetres of the type area's 156; the caption below says what it shows."""

    png: bytes
    caption: str
    width: float = 150


Part = Heading | Text | Table | Picture


@dataclass(frozen=True)
class Official:
    """What the paper says; `office` and `day` are its signature."""

    title: str
    parts: Sequence[Part]
    office: str
    day: dt.date


def document(paper: Official) -> bytes:
    """The .docx file."""
    from docx import Document

    word = Document()
    _normal(word)
    page_setup(word)
    _paragraph(word, paper.title, TITLE, "title", centred=True, line=35)
    _paragraph(word, "", BODY, "body")
    counts = [0, 0]
    for part in paper.parts:
        match part:
            case Heading():
                _heading(word, part, counts)
            case Text():
                _paragraph(word, part.text, BODY, "body", indent=2)
            case Table():
                _table(word, part)
            case Picture():
                _picture(word, part)
    _signature(word, paper)
    about = word.core_properties
    about.title, about.author = printable(paper.title)[:255], printable(paper.office)[:255]
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _normal(word: Any) -> None:
    """The grid of characters is measured in the document's own type."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style = word.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(SIZES["body"])
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)


def page_setup(word: Any) -> None:
    """Paper, margins, grid of characters, and the number of the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    for old in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(old)
    grid = OxmlElement("w:docGrid")
    for name, value in (("type", "linesAndChars"), ("linePitch", "579"), ("charSpace", "-842")):
        grid.set(qn(f"w:{name}"), value)
    section._sectPr.append(grid)
    word.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, right=True)
    _number(section.even_page_footer, right=False)


def _number(footer: Any, *, right: bool) -> None:
    """— 1 —, one character in from the outer edge."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
    from docx.shared import Pt

    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = Align.RIGHT if right else Align.LEFT
    edge = "right_indent" if right else "left_indent"
    setattr(paragraph.paragraph_format, edge, Pt(SIZES["foot"]))
    _run(paragraph, "— ", "宋体", "foot")
    _field(_run(paragraph, "", "宋体", "foot"), "PAGE")
    _run(paragraph, " —", "宋体", "foot")


def _field(run: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "", "end"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = name
        run._r.append(part)


def _run(paragraph: Any, text: str, font: str, size: str) -> Any:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(printable(text))
    run.font.size = Pt(SIZES[size])
    run.font.name = font
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def printable(text: str) -> str:
    """Text that XML can hold."""
    return "".join(
        c
        for c in text
        if c in "\t\n" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )


def _paragraph(
    word: Any, text: str, font: str, size: str, *, indent: float = 0, centred: bool = False,
    line: float = LINE,
) -> Any:  # fmt: skip
    from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
    from docx.shared import Pt

    paragraph = word.add_paragraph()
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = Pt(line)
    form.first_line_indent = Pt(indent * SIZES[size])
    paragraph.alignment = Align.CENTER if centred else Align.JUSTIFY
    _run(paragraph, text, font, size)
    return paragraph


def _heading(word: Any, heading: Heading, counts: list[int]) -> None:
    level = heading.level - 1
    counts[level] += 1
    if not level:
        counts[1] = 0
    number = NUMBERS[counts[level] - 1]
    words = f"（{number}）{heading.text}" if level else f"{number}、{heading.text}"
    paragraph = _paragraph(word, words, SECOND if level else HEADING, "body", indent=2)
    paragraph.paragraph_format.keep_with_next = True


def _table(word: Any, table: Table) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    caption = _paragraph(word, table.caption, HEADING, "table", centred=True)
    caption.paragraph_format.keep_with_next = True
    grid = word.add_table(rows=0, cols=len(table.head), style="Table Grid")
    grid.autofit = False
    for number, values in enumerate([table.head, *table.rows]):
        row = grid.add_row()
        kept = row._tr.get_or_add_trPr()
        kept.append(OxmlElement("w:cantSplit"))
        if not number:
            kept.append(OxmlElement("w:tblHeader"))
        for cell, value, width in zip(row.cells, values, table.widths, strict=True):
            cell.width = Mm(width)
            _cell(cell, value, HEADING if not number else BODY)
    _paragraph(word, "", BODY, "body")


def _cell(cell: Any, text: str, font: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH as Align

    paragraph = cell.paragraphs[0]
    paragraph.alignment = Align.CENTER if len(text) < 12 else Align.LEFT
    _run(paragraph, text, font, "table")


def _picture(word: Any, picture: Picture) -> None:
    from docx.shared import Mm

    paragraph = _paragraph(word, "", BODY, "body", centred=True)
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.paragraph_format.keep_with_next = True
    paragraph.runs[0].add_picture(io.BytesIO(picture.png), width=Mm(picture.width))
    shape = paragraph._p.xpath(".//wp:docPr")[0]
    shape.set("descr", picture.caption)
    _paragraph(word, picture.caption, HEADING, "table", centred=True)


def _signature(word: Any, paper: Official) -> None:
    """The office over the day, four characters in from the right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH as Align
    from docx.shared import Pt

    day = f"{paper.day.year}年{paper.day.month}月{paper.day.day}日"
    for text in ("", "", paper.office, day):
        paragraph = _paragraph(word, text, BODY, "body")
        paragraph.alignment = Align.RIGHT
        paragraph.paragraph_format.right_indent = Pt(4 * SIZES["body"])
