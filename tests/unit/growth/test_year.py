"""A calendar year of duties: every window once, in a picture and in words."""

import datetime as dt
import re

import pytest

from nuantong.access.roles import Role
from nuantong.growth.year import year_of
from tests.conftest import TODAY
from tests.unit.growth.conftest import met

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(cast, carer):
    child = cast.children.own
    met(child, cast.carer, carer, dt.date(2018, 8, 21), ["meet", "talk"])
    met(child, cast.carer, carer, dt.date(2018, 6, 1), ["meet", "festival"])
    return child


def test_each_window_of_the_year_is_in_a_line_and_its_sums(child) -> None:
    found = year_of(child, 2018, TODAY, phone=False)
    lines = {one.title: one for one in found.lines}
    assert len(lines) == 6
    for line in lines.values():
        assert sum(count for _, count in line.sums) == len(line.windows)
        days = [one.start for one in line.windows]
        assert days == sorted(days, reverse=True)
        assert len(set(days)) == len(days)
    week = next(one for one in found.lines if len(one.windows) > 20)
    assert dict(week.sums)["已履行"] == 2
    assert found.met == 4
    assert found.owed > 20


@pytest.mark.parametrize(("phone", "tables"), [(True, 6), (False, 1)])
def test_the_picture_covers_the_year_once(child, phone, tables) -> None:
    found = year_of(child, 2018, TODAY, phone=phone)
    assert len(found.tables) == tables
    for table in found.tables:
        width = sum(head["span"] for head in table["heads"])
        assert {sum(cell["span"] for cell in row["cells"]) for row in table["rows"]} == {width}
    weeks = sum(head["span"] for table in found.tables for head in table["heads"])
    assert weeks == 53


def test_the_page_says_in_words_what_the_picture_shows(child, client_of) -> None:
    for role in (Role.CARER, Role.TOWNSHIP_CHAIR, Role.COUNSELLOR):
        answer = client_of(role).get(f"/children/{child.number}/year/2018/")
        if role == Role.COUNSELLOR:
            assert answer.status_code == 404
            continue
        page = answer.content.decode()
        assert "应履行" in page
        assert "6月1日" in page
        cells = re.findall(r'<td class="met"[^>]*>(.*?)</td>', page, re.S)
        assert cells
        assert all("已履行" in cell and "<svg" in cell for cell in cells)


def test_a_year_without_duties_says_so_and_one_to_come_is_not_there(child, client_of) -> None:
    client = client_of(Role.CARER)
    assert "没有要履行的职责" in client.get(f"/children/{child.number}/year/2016/").content.decode()
    assert client.get(f"/children/{child.number}/year/2019/").status_code == 404
    assert (
        f"/children/{child.number}/year/2018/"
        in client.get(f"/children/{child.number}/").content.decode()
    )


def test_the_year_costs_few_queries(child, client_of, django_assert_max_num_queries) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    client.get(f"/children/{child.number}/year/2018/")
    with django_assert_max_num_queries(12):
        client.get(f"/children/{child.number}/year/2018/")
