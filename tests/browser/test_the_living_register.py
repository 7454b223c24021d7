"""Children move, leave and come back: at the desk and on a village chair's phone.

In a township of their own, each story with a child of its own: whatever the other stories do, and
in whichever order, these children are where they were.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from tests.browser.people import Comes
from tests.browser.visitor import Visitor

TOWNSHIP, VILLAGE = "T500154124", "C5001540044"
"""Chairs of 南门镇, 开州区, and of 陶子豪's village there."""
MOVES, LEAVES, DIES = "陶子豪", "胡欣莹", "陈小龙"


def test_a_village_chair_reports_a_move_and_her_township_accepts_it(
    on_phone: Comes, at_desk: Comes
) -> None:
    # Given a village chair with a child whose family moves to the next village
    village = on_phone(VILLAGE)
    village.goes_to(f"/children/?q={MOVES}")
    village.page.locator("a.p-card").first.click()
    village.looks()
    child = urlsplit(village.page.url).path
    village.follows("登记迁居")
    village.fills("原因", "随祖母租房")
    last = village.page.locator("select").last
    last.select_option(index=2)
    village.presses("确认迁居")
    village.sees("等对方接收", "等待接收")
    # When the township, who keeps the register there, sees it and accepts
    chair = at_desk(TOWNSHIP)
    chair.follows("搬迁")
    row = chair.page.locator("li").filter(has_text=MOVES).first
    chair.follows("办理", row)
    chair.sees("随祖母租房", "南门镇")
    chair.presses_and_confirms("接收", "接收", then="已接收")
    # Then the child lives there, with her history, and her carer goes on: it is the same township
    chair.goes_to(child)
    chair.sees("居住经历")
    chair.does_not_see("还没有爱心妈妈")


def test_a_child_leaves_by_mistake_and_in_earnest_and_comes_back(at_desk: Comes) -> None:
    chair = at_desk(TOWNSHIP)
    child = _page_of(chair, LEAVES)
    # Given an exit that was a mistake, when it is undone, then she never left
    _leaves(chair, child, "被收养")
    chair.follows("撤销退出")
    chair.fills("原因", "收养没有办成")
    chair.presses("撤销退出")
    chair.sees("一直在册")
    # Given an exit in earnest, when she comes back, then she is the same child on the register again
    _leaves(chair, child, "迁出本市")
    chair.follows("恢复在册")
    chair.fills("恢复在册的原因", "随母亲搬回")
    chair.presses("恢复在册")
    chair.sees("已恢复在册")
    assert urlsplit(chair.page.url).path == child
    # And the month's report counts her return and closes
    chair.follows("动态月报")
    chair.sees("勾稽相符")
    chair.goes_to("/figures/?as_of=2018-03-01")
    chair.sees("2018年3月1日")


def test_a_death_is_looked_at_twice_and_said_quietly(at_desk: Comes) -> None:
    chair = at_desk(TOWNSHIP)
    child = _page_of(chair, DIES)
    chair.goes_to(f"{child}died/")
    chair.fills("去世日期", "2018-08-20")
    chair.fills("死亡原因", "病故")
    chair.presses("下一步：核对")
    chair.sees("请再看一遍", "病故")
    chair.presses("核对无误，登记")
    chair.sees("已去世")
    chair.follows("撤销")
    chair.fills("原因", "登记错人")
    chair.presses("撤销退出")
    chair.sees("一直在册")


def _page_of(chair: Visitor, name: str) -> str:
    chair.goes_to(f"/children/?q={name}")
    chair.page.locator("#listing tbody th a").filter(has_text=name).first.click()
    chair.looks()
    return urlsplit(chair.page.url).path


def _leaves(chair: Visitor, child: str, reason: str) -> None:
    chair.goes_to(f"{child}leave/")
    chair.chooses(reason)
    chair.presses("确认退出")
    chair.sees("已退出台账")


def test_who_grows_up_is_listed_and_nobody_is_removed_unasked(
    at_desk: Callable[[str], Visitor],
) -> None:
    chair = at_desk(TOWNSHIP)
    chair.follows("到龄")
    chair.follows("即将到龄")
    chair.follows("已到龄待办")
