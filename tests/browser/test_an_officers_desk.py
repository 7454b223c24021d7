"""The tour, at the desk: 陈静 of the district and 杨慧 of the township."""

import datetime as dt
from pathlib import Path

import pytest

from tests.browser.people import CITY_OFFICER, DISTRICT_OFFICER, TOWNSHIP_CHAIR, Comes
from tests.browser.rosters import person, write_roster
from tests.browser.visitor import Visitor


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Two children, one of them with an ID that a sheet has ruined, and a row without a name."""
    first, second = dt.date(2009, 3, 1), dt.date(2010, 6, 2)
    ruined = person("向小松", second, 902)
    ruined[2] = "5.00113E+17"
    nameless = person("", second, 904)
    return write_roster(
        tmp_path / "巴南区名册.xlsx", [person("向小柏", first, 901), ruined, nameless]
    )


def test_a_roster_is_seen_through_imported_and_undone(at_desk: Comes, roster: Path) -> None:
    # Given an officer with a roster that has title rows and a ruined ID
    officer = at_desk(DISTRICT_OFFICER)
    officer.follows("导入花名册")
    officer.page.get_by_label("花名册文件").set_input_files(roster)
    # When she uploads it, then its columns are known and the preview tells what would happen
    officer.presses("上传并识别")
    officer.sees("核对列的对应", "监护人姓名")
    officer.presses("保存并预览", then="导入台账")
    officer.sees("向小松", "没有姓名")
    assert officer.figures()["数据行"] == "3"
    assert officer.figures()["新增"] == "2"
    assert officer.figures()["未导入"] == "1"
    # When she imports it, then the children are on the register
    officer.presses_and_confirms("导入台账", "导入", then="撤销这次导入")
    imported = officer.page.url
    assert _found(officer, "向小柏") == 1
    assert _found(officer, "向小松") == 1
    # When she undoes it, then they are not
    officer.goes_to(imported)
    officer.presses_and_confirms("撤销这次导入", "撤销导入", then="已于")
    assert _found(officer, "向小柏") == 0


def _found(officer: Visitor, name: str) -> int:
    officer.goes_to(f"/children/?q={name}")
    return officer.listed()


def test_a_new_child_is_looked_for_registered_and_paired_in_a_round(at_desk: Comes) -> None:
    # Given a township chair who finds that a child is not on the register yet, and registers her
    chair = at_desk(TOWNSHIP_CHAIR)
    chair.follows("儿童台账")
    chair.follows("登记儿童")
    chair.fills("姓名", "江小渔")
    chair.fills("出生日期", "2011-04-05")
    chair.presses("查重")
    chair.sees("可以登记")
    chair.presses("填写登记表")
    _lives_in(chair, "八角村")
    chair.presses("登记入册")
    chair.sees("江小渔已登记入册", "还没有爱心妈妈")
    # When the round over her township is run
    chair.follows("结对")
    chair.presses("开始结对", then="找到爱心妈妈")
    # Then it proposes a carer with the reason and the distance, and publishing pairs them
    row = chair.page.get_by_role("row", name="勾选 江小渔")
    assert any(tier in row.inner_text() for tier in ("同村", "同乡镇", "同区县"))
    chair.presses_and_confirms("全部采纳", "全部采纳", then="发布后生效")
    _publishes(chair)
    chair.goes_to("/children/?q=江小渔")
    chair.follows("江小渔")
    chair.does_not_see("还没有爱心妈妈")


def _publishes(officer: Visitor) -> None:
    officer.page.locator('form[action$="/publish/"] button').click()
    officer.presses("发布", officer.page.get_by_role("dialog"), then="今天起生效")


def _lives_in(chair: Visitor, village: str) -> None:
    """The last of the place's selects, wherever the chair's scope begins."""
    choice = chair.page.locator("select").filter(has=chair.page.get_by_text(village, exact=True))
    choice.first.select_option(label=village)


def test_an_overdue_child_is_found_from_city_to_village_and_acted_upon(at_desk: Comes) -> None:
    # Given a city officer who sees where children wait
    officer = at_desk(CITY_OFFICER)
    officer.follows("逾期职责")
    before = officer.listed()
    # When she goes down, place by place, and takes the first child in hand
    places = officer.page.locator(".nt-places a")
    while places.count():
        waiting = int(places.first.locator("b").inner_text())
        places.first.click()
        officer.looks()
        assert officer.listed() == waiting
    officer.follows("处理", officer.page.locator("#listing"))
    officer.sees("逾期的职责", "找谁")
    officer.chooses("已打电话")
    officer.fills("说明", "已与爱心妈妈通话，周末补上")
    officer.presses("保存")
    # Then one less is waiting
    officer.sees("已记下处理情况。")
    officer.goes_to("/care/overdue/")
    assert officer.listed() == before - 1


def test_a_list_keeps_its_filters_under_a_name(at_desk: Comes) -> None:
    officer = at_desk(DISTRICT_OFFICER)
    officer.goes_to("/children/?setting=institution")
    shown = officer.listed()
    officer.page.get_by_text("常用视图").click()
    officer.fills("视图名称", "机构儿童")
    officer.presses("保存")
    officer.goes_to("/children/")
    assert officer.listed() > shown
    officer.page.get_by_text("常用视图").click()
    officer.follows("机构儿童")
    assert officer.listed() == shown
