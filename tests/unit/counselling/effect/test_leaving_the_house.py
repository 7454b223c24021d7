"""What leaves the house: the paper for the office, and rows for research."""

import csv
import datetime as dt
import io
import random
import zipfile
from collections import Counter

import pytest
from docx import Document
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as st

from nuantong.core.small_numbers import HIDDEN
from nuantong.counselling.effect import export, report, waiting
from nuantong.counselling.effect.flow import Participant, flow
from nuantong.counselling.effect.wording import NOT_CAUSE, WITH_WAITING
from nuantong.documents.official import MEDIA, Heading, Official, Text, document
from tests.unit.counselling.effect.test_outcomes import POINTS, of, twenty


def paper(**more):
    people = [
        Participant(key, True, True, 40, finished=pair[1] is not None, left="" if pair[1] is not None else "搬离",
                    assessed=frozenset({"m0"} | ({"m12"} if pair[1] is not None else set())))
        for key, pair in twenty().items()
    ]  # fmt: skip
    return report.Paper(
        "个案辅导项目",
        "市妇联",
        dt.date(2018, 8, 24),
        flow(people, POINTS),
        [of(twenty())],
        ["项目经费三十万元。"],
        **more,
    )


@pytest.fixture(scope="module")
def word():
    return Document(io.BytesIO(document(report.official(paper()))))


def said(word):
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in word.paragraphs] + cells)


def test_the_paper_says_the_figures_and_that_they_prove_no_cause(word):
    text = said(word)
    for words in (
        "个案辅导项目成效评估报告",
        "一、基本情况",
        "项目经费三十万元。",
        "18名儿童两次都测过",
        NOT_CAUSE,
        "市妇联",
        "2018年8月24日",
    ):
        assert words in text
    assert "10人，56%（95%置信区间 34% 至 75%）" in text
    assert "Tsai et al. 2014" in text


def test_two_children_who_got_worse_and_two_who_left_are_not_to_be_found_in_it(word):
    assert HIDDEN in said(word)
    rows = {
        row.cells[0].text: [cell.text for cell in row.cells]
        for table in word.tables
        for row in table.rows
    }
    assert rows["中途退出：搬离"][1] == HIDDEN
    assert rows["按计划完成"][1] == HIDDEN  # eighteen of twenty would tell


def test_the_page_is_that_of_an_official_paper(word):
    section = word.sections[0]
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(one / Mm(1)) for one in margins] == [37, 26, 35, 28]
    title, body = word.paragraphs[0], next(p for p in word.paragraphs if p.text == NOT_CAUSE)
    assert (title.runs[0].font.size.pt, title.runs[0].font.name) == (22, "方正小标宋简体")
    assert (body.runs[0].font.size.pt, body.runs[0].font.name) == (16, "仿宋_GB2312")
    assert body.paragraph_format.first_line_indent.pt == 32
    heading = next(p for p in word.paragraphs if p.text == "一、基本情况")
    assert heading.runs[0].font.name == "黑体"
    assert (
        "PAGE" in section.footer._element.xml
        and "— " in section.even_page_footer.paragraphs[0].text
    )
    assert len(word.inline_shapes) == 1 and round(word.inline_shapes[0].width / Mm(1)) == 150


def test_a_waiting_list_changes_the_sentence_about_cause():
    one = of(twenty())
    beside = (one.before, one.after), ([20, 18, 16, 17], [19, 18, 17, 15])
    rows = [report.Waiting(one, waiting.difference(*beside), waiting.effect_size(*beside))]
    text = said(Document(io.BytesIO(document(report.official(paper(waiting=rows))))))
    assert WITH_WAITING in text and NOT_CAUSE not in text and "与等待组比较" in text


def test_what_was_typed_is_text_and_no_character_breaks_the_file():
    made = document(
        Official(
            "题\x00目<w:p/>",
            [Heading("一"), Text("甲\ud800乙&<b>")],
            "办\ufffe公室",
            dt.date(2018, 1, 2),
        )
    )
    word = Document(io.BytesIO(made))
    assert word.paragraphs[0].text == "题目<w:p/>" and "甲乙&<b>" in said(word)
    assert "wordprocessingml" in MEDIA and zipfile.is_zipfile(io.BytesIO(made))


ROWS = st.lists(
    st.builds(
        export.Row, sex=st.sampled_from("男女"), age=st.sampled_from(["8–11岁", "12–14岁"]), place=st.sampled_from("甲乙丙"),
        sessions=st.just(3), end=st.just("还在进行"),
    ),
    max_size=40,
)  # fmt: skip


@given(ROWS)
def test_nobody_stands_in_a_group_of_fewer_than_five(rows):
    found = export.anonymous(rows)
    assert len(found) == (len(rows) if len(rows) >= 5 else 0)
    counts = Counter((row.place, row.age, row.sex) for row in found)
    assert all(count >= 5 for count in counts.values())


def test_what_everybody_shares_is_kept():
    rows = [export.Row("女", "8–11岁", "甲区", 40, "按计划完成")] * 6
    assert export.anonymous(rows) == rows
    odd = export.anonymous([*rows, export.Row("男", "15–17岁", "乙县", 4, "还在进行")])
    assert {(row.place, row.age, row.sex) for row in odd} == {(export.WITHHELD,) * 3}


def test_the_rows_carry_no_day_and_the_dictionary_explains_every_column():
    rows = [
        export.Row(
            "女",
            "8–11岁",
            "甲区",
            40,
            "按计划完成",
            (("phq-a", "m0", 0, 18.0), ("phq-a", "m12", 52, 6.0)),
        )
    ] * 5
    lines = list(csv.DictReader(io.StringIO(export.table(rows, random.Random(1)))))
    assert len(lines) == 10 and len({line["number"] for line in lines}) == 5
    assert {line["week"] for line in lines} == {"0", "52"}
    explained = [row[0] for row in csv.reader(io.StringIO(export.dictionary()))][1:]
    assert explained == export.HEAD == list(lines[0])


@pytest.mark.parametrize(
    ("age", "band"),
    [(None, "未采集"), (7, "0–7岁"), (12, "12–14岁"), (17, "15–17岁"), (19, "18岁及以上")],
)
def test_an_age_leaves_as_a_band(age, band):
    assert export.band(age) == band


def test_of_three_children_the_paper_tells_nothing():
    few = of({"a": (20, 5), "b": (10, 9), "c": (12, 3)})
    made = report.Paper("项目", "市妇联", dt.date(2018, 8, 24), flow([], POINTS), [few])
    text = said(Document(io.BytesIO(document(report.official(made)))))
    assert "两次都测过的不足5人，不公布" in text and "−" not in text and "8.0" not in text
