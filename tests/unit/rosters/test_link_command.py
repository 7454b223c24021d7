"""./dev manage link: two files in, a file of links out, no database."""

import csv
import json

import pytest
from django.core.management import CommandError, call_command

from launcher.django import needs_database

LEFT = """某区困境儿童台账
姓名,身份证号,出生日期,性别,监护人,联系电话,家庭住址
王子涵,500113201003050010,2010-03-05,男,王建国,13912345678,重庆市巴南区界石镇海棠村3组12号
李欣怡,500113200907152042,2009-07-15,女,李大勇,13812345678,重庆市巴南区界石镇海棠村1组2号
赵一鸣,,2011-11-02,男,赵云,,重庆市巴南区界石镇
"""
RIGHT = """学校,学生姓名,性别,出生年月日,学籍号
界石小学,周杰,男,20080101,
界石小学,李欣怡,女,20090715,G500113200907152042
界石小学,王梓涵,男,2010年3月5日,G500113201003050010
"""


@pytest.fixture
def lists(tmp_path):
    left, right = tmp_path / "left.csv", tmp_path / "right.csv"
    left.write_text(LEFT, encoding="utf-8")
    right.write_bytes(RIGHT.encode("gb18030"))
    return left, right


def linked(left, right, *options):
    out = left.parent / "links.csv"
    call_command("link", str(left), str(right), "--out", str(out), *options)
    with out.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_rows_are_counted_below_the_header_in_the_order_of_the_files(lists):
    found = linked(*lists)
    assert list(found[0]) == ["left_row", "right_row", "weight", "decision"]
    assert [(one["left_row"], one["right_row"]) for one in found] == [("1", "3"), ("2", "2")]


def test_the_summary_says_rows_links_time_and_memory(lists):
    summary = lists[0].parent / "s.json"
    found = linked(
        *lists, "--left-kind", "civil", "--right-kind", "school", "--summary", str(summary)
    )
    said = json.loads(summary.read_text())
    assert set(said) == {"rows", "auto", "review", "cpu_s", "peak_mb"} and said["rows"] == 6
    assert said["auto"] + said["review"] == len(found)
    assert said["cpu_s"] > 0 and said["peak_mb"] > 0


def test_a_file_that_is_no_table_is_refused_in_words(lists, tmp_path):
    picture = tmp_path / "list.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    with pytest.raises(CommandError, match="这是图片，不是表格"):
        linked(lists[0], picture)
    assert not (tmp_path / "links.csv").exists()


def test_a_file_that_is_not_there_is_named(lists, tmp_path):
    with pytest.raises(CommandError, match="打不开文件.*nowhere.csv"):
        linked(lists[0], tmp_path / "nowhere.csv")


def test_it_needs_no_database():
    assert not needs_database("link")
