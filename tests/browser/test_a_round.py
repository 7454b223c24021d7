"""A round as the district officer lives it: looks, turns down, pins, forbids, runs again, publishes,
takes back; and what her chair sees of it on a phone."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import DISTRICT_OFFICER, Comes
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def test_a_round_is_lived_with_published_and_taken_back(at_desk: Comes, on_phone: Comes) -> None:
    # Given a round over the district
    officer = at_desk(DISTRICT_OFFICER)
    officer.follows("结对")
    officer.presses("开始结对", then="找到爱心妈妈")
    address = officer.page.url
    found = int(officer.figures()["找到爱心妈妈"])
    assert found >= 3
    # When she asks of a proposal why not somebody else, then two are named with what they lack
    asked = _rows(officer).filter(has_text="为什么不是别人").first
    asked.get_by_text("为什么不是别人").click()
    expect(asked.locator(".pr-other").first).to_contain_text("：")
    # And the whole stands beside what would be found by hand, with the longest ways
    officer.follows("前后对比")
    officer.sees("手工依次分配", "要走多远", "路最远的", "已经证明")
    officer.goes_to(address)
    # When she turns one down, forbids one and pins a third household
    first, second, third = (_household(_rows(officer).nth(n)) for n in range(3))
    _rejects(officer, first, "隔河无桥")
    officer.goes_to(address)
    _forbids(officer, second, "两家有过纠纷")
    officer.goes_to(address)
    pinned = _pins(officer, third)
    # And has it worked out again
    officer.goes_to(address)
    officer.presses("重算", then="这是第 2 次计算")
    # Then it keeps to what she said
    assert pinned in _row(officer, third).inner_text()
    # When she accepts all and publishes, then it is in force and can be taken back with a reason
    officer.presses_and_confirms("全部采纳", "全部采纳", then="发布后生效")
    officer.page.locator('form[action$="/publish/"] button').click()
    officer.presses("发布", officer.page.get_by_role("dialog"), then="今天起生效")
    officer.page.get_by_text("撤回这次发布").click()
    officer.fills("为什么撤回", "名单还要核对")
    officer.presses("撤回", then="已通知爱心妈妈")
    officer.sees("名单还要核对")
    # And nobody is forgotten: who was left alone by it is on the list of tasks
    officer.goes_to("/tasks/?kind=rearrange")
    officer.sees("发布后撤回")
    # And on a phone nothing is cut
    phone = on_phone(DISTRICT_OFFICER)
    for path in (address, f"{address}compare/", f"{address}left/"):
        phone.goes_to(path)


def _rows(officer: Visitor) -> Locator:
    return officer.page.locator("#listing tbody tr")


def _row(officer: Visitor, name: str) -> Locator:
    return _rows(officer).filter(has_text=name).filter(has_not_text="重算后改配").first


def _household(row: Locator) -> str:
    return row.locator(".names a").first.inner_text()


def _rejects(officer: Visitor, name: str, why: str) -> None:
    row = _row(officer, name)
    row.locator("summary", has_text="不采纳").click()
    row.get_by_label("为什么不采纳").fill(why)
    row.get_by_role("button", name="不采纳这条建议").click()
    expect(_row(officer, name)).to_contain_text(why)


def _candidates(officer: Visitor, name: str) -> Locator:
    officer.follows("换人", _row(officer, name))
    return officer.page.locator(".nt-table-card tbody tr")


def _forbids(officer: Visitor, name: str, why: str) -> None:
    row = _candidates(officer, name).first
    row.locator("summary", has_text="不要").click()
    row.get_by_label("为什么不要").fill(why)
    row.get_by_role("button", name="排除").click()
    officer.sees("已排除", why)
    officer.looks()


def _pins(officer: Visitor, name: str) -> str:
    """Somebody with a place who is not the one proposed; her name."""
    able = _candidates(officer, name).filter(has=officer.page.get_by_role("button", name="指定"))
    free = able.filter(has_not_text="0 户").nth(1)
    carer = free.get_by_role("link").inner_text()
    free.get_by_role("button", name="指定").click()
    officer.sees("已指定")
    officer.looks()
    return carer
