"""A pasted sheet: what can be read is read, what cannot says why."""

import datetime as dt

import pytest

from nuantong.carers.pasted import read
from nuantong.carers.queries.checks import meant
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE

HEAD = "序号\t姓名\t身份证号\t查询日期\t查询机关\t查询结果\t文书号"


def rows(*lines: str, head: str = HEAD):
    return read("\n".join([head, *lines]), TODAY)


def test_a_sheet_of_an_office_is_understood() -> None:
    wrong, [first, second] = rows(
        "1\t李 春梅\t\t2018.7.3\t巴南区公安局\t无\t渝公证0031",
        "2\t向华\t\t2018年7月4日\t巴南区公安局\t",
    )
    assert wrong == ""
    assert (first.name, first.on, first.result, first.document) == (
        "李春梅", dt.date(2018, 7, 3), "clear", "渝公证0031",
    )  # fmt: skip
    assert (second.name, second.result, second.problem) == ("向华", "clear", "")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("1\t\t\t2018.7.3\t公安局", "没有姓名"),
        ("1\t甲乙\t\t\t公安局", "没有查询日期"),
        ("1\t甲乙\t\t2018.13.3\t公安局", "不是日历上的日子"),
        ("1\t甲乙\t\t2018-08-25\t公安局", "之后"),
        ("1\t甲乙\t\t2018-08-01\t", "没有查询机关"),
        ("1\t甲乙\t50011319780312\t2018-08-01\t公安局", "身份证"),
        ("1\t甲乙\t\t2018-08-01\t公安局\t待定", "看不懂结果"),
    ],
)
def test_each_row_says_what_is_wrong_with_it(line: str, problem: str) -> None:
    wrong, [row] = rows(line)
    assert not wrong and problem in row.problem


@pytest.mark.parametrize(
    ("text", "result"),
    [("无", "clear"), ("未发现违法犯罪记录", "clear"), ("无异常", "clear"), ("合格", "clear"),
     ("有", "adverse"), ("有犯罪记录", "adverse"), ("不合格", ""), ("有无", "clear")],
)  # fmt: skip
def test_results_as_offices_write_them(text: str, result: str) -> None:
    _, [row] = rows(f"1\t甲乙\t\t2018-08-01\t公安局\t{text}")
    assert (row.problem == "") is bool(result)
    assert not result or row.result == result


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("", "没有内容"), ("甲\t2018-01-01", "没有找到"), ("\n".join([HEAD, *["x"] * 2001]), "最多")],
)
def test_a_text_that_is_no_sheet_says_so(text: str, wrong: str) -> None:
    assert wrong in read(text, TODAY)[0]


@pytest.mark.django_db
def test_whom_a_row_means(cast, township, make) -> None:
    make.carer("向华", VILLAGE, phone="13900000001")
    make.carer("向华", VILLAGE, phone="13900000002")
    make.carer("邻区", NEIGHBOUR)
    head = "姓名\t手机\t查询日期\t查询机关"
    _, read_rows = rows(
        "李春梅\t\t2018-08-01\t公安局", "向华\t\t2018-08-01\t公安局",
        "向华\t13900000002\t2018-08-01\t公安局", "邻区\t\t2018-08-01\t公安局",
        "向华\t13900000009\t2018-08-01\t公安局", head=head,
    )  # fmt: skip
    good, wrong = meant(read_rows, township)
    assert [(c.name, str(c.phone)) for c, _ in good] == [("李春梅", ""), ("向华", "13900000002")]
    assert [why[:6] for _, why in wrong] == ["有2位“向华", "您的范围内没", "“向华”的身"]
