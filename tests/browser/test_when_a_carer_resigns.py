"""A carer resigns: an answer at once, one swap, both told, handed over, taken by a tap."""

from playwright.sync_api import expect

from tests.browser.people import CARER, TOWNSHIP_CHAIR, VILLAGE_CHAIR, Comes
from tests.browser.visitor import Visitor


def test_a_carer_resigns_and_her_children_are_in_other_hands_the_same_day(
    at_desk: Comes, on_phone: Comes
) -> None:
    # Given a village where nobody is free: 张桂芳 next door can have one household and has one
    chair = at_desk(TOWNSHIP_CHAIR)
    _changes(chair, "龙小梅", status="已退出")
    _changes(chair, "张桂芳", places="1")
    # When 李春梅 resigns
    _changes(chair, "李春梅", status="已退出")
    # Then her children wait in nobody's silence: on her page and among the tasks of the township
    chair.sees("她离开后还在等爱心妈妈的")
    chair.goes_to("/tasks/?kind=rearrange")
    chair.sees("重新安排爱心妈妈：爱心妈妈离岗")
    chair.page.locator("#listing tbody a.btn").first.click()
    chair.looks()
    chair.follows("去办理")
    # And what can be done stands there with its price; she takes the swap, with a word for the new one
    chair.sees("不动别的家庭", "刘佳慧家从张桂芳")
    chair.fills("需要向新的爱心妈妈交代的事", "小航怕黑，晚上打个电话")
    swap = chair.page.locator(".pr-choices > li").filter(has_text="另有1户要换人").first
    swap.get_by_role("button").click()
    chair.page.get_by_role("dialog").get_by_role("button", name="换", exact=True).click()
    chair.sees("双方都已通知")
    chair.looks()
    # And the former carer is told, and sees them no longer
    former = on_phone(CARER)
    former.does_not_see("周小航")
    former.page.locator(".nt-bell").click()
    former.looks()
    former.sees("由张桂芳接着关爱")
    # And the new one reads what she has to know, and takes them by a tap
    new = on_phone(VILLAGE_CHAIR)
    new.follows("请接手")
    new.sees("小航怕黑，晚上打个电话", "最近的关爱", "要办的事", "以前由李春梅关爱")
    new.presses("我接手了")
    new.sees("已接手")
    # And the duties are hers: she records one, on the same day
    new.goes_to("/care/")
    card = new.page.get_by_role("article").filter(has_text="周小航")
    expect(card).to_contain_text("您是爱心妈妈")
    new.follows("记一次关爱", card)
    new.presses("保存")
    new.sees("已保存")
    # And on paper, for the file
    chair.goes_to("/tasks/?kind=handover&state=done")
    chair.page.locator("#listing tbody a.btn").first.click()
    chair.looks()


def _changes(chair: Visitor, name: str, places: str = "", status: str = "") -> None:
    chair.goes_to(f"/carers/?q={name}")
    chair.follows(name, chair.page.locator("#listing"))
    chair.follows("修改资料")
    if places:
        chair.fills("可结对户数", places)
        chair.fills("户数改动的原因", "家里有老人要照顾")
    if status:
        chair.picks("状态", status)
    chair.presses("保存")
