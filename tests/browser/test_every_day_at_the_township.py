"""What a township's chair has to arrange on any day: a family that moved, a carer on leave with two
homes, a new child. On her desk, and on her phone on the way."""

from urllib.parse import urlsplit

from playwright.sync_api import Locator, expect

from tests.browser.people import TOWNSHIP_CHAIR, Comes
from tests.browser.visitor import Visitor

REVIEWS = "T500113108"
"""The chair of a township with pairings from before the programme."""


def test_a_family_moves_and_is_given_to_a_carer_near_its_new_home(at_desk: Comes) -> None:
    # Given two siblings of 八角村 who move to 梓桐村, in the same township
    chair = at_desk(TOWNSHIP_CHAIR)
    _moves(chair, "周小航", "梓桐村")
    # When the chair looks at her tasks, one of them asks whether the carer is too far now
    chair.goes_to("/tasks/?kind=moved_farther")
    _first_task(chair)
    chair.sees("孩子搬家后李春梅是同乡镇")
    chair.follows("去办理")
    # Then a carer of the new village comes first, without anybody else moving
    first = chair.page.locator(".pr-choices > li").first
    expect(first).to_contain_text("同村（社区）")
    expect(first).to_contain_text("不动别的家庭")
    chair.sees("多换几户，也不会更好")
    chair.looks()
    chair.picks("更换原因", "儿童迁居")
    chair.fills("需要向新的爱心妈妈交代的事", "新家在村小旁边")
    first.get_by_role("button").click()
    chair.sees("双方都已通知")
    chair.looks()
    # And what waits for the new one is a task of its own until she has taken them
    chair.goes_to("/tasks/?kind=handover")
    chair.sees("接手")


def test_a_carer_with_two_homes_goes_on_leave_and_each_has_somebody(
    on_phone: Comes, at_desk: Comes
) -> None:
    """On the phone, as chairs are on the way."""
    # Given 张桂芳, who has a second home
    desk = at_desk(TOWNSHIP_CHAIR)
    _new_child(desk, "田小禾")
    desk.goes_to("/tasks/?kind=rearrange&sort=-due")
    _first_task(desk, "新登记")
    desk.follows("去办理")
    _option(desk, "张桂芳").get_by_role("button").click()
    desk.sees("双方都已通知")
    desk.looks()
    # When her leave is entered on the chair's phone
    phone = on_phone(TOWNSHIP_CHAIR)
    phone.goes_to("/carers/?q=张桂芳")
    phone.follows("张桂芳", phone.page.locator("#listing"))
    phone.follows("请假与顶岗")
    phone.sees("她现在有 2 户")
    phone.fills("从哪天起", "2018-08-25")
    phone.fills("到哪天（含）", "2018-08-31")
    phone.presses("登记请假", then="还没开始")
    # Then every home asks for somebody, by the children's names
    homes = phone.page.locator(".pr-home")
    expect(homes).to_have_count(2)
    phone.sees("刘佳慧", "田小禾")
    phone.presses("请她顶岗", homes.filter(has_text="田小禾"), then="已请")
    expect(homes.filter(has_text="田小禾")).to_contain_text("有人顶岗")
    expect(homes.filter(has_text="刘佳慧")).to_contain_text("还没有人顶岗")
    # And the task is there until the last home has
    phone.presses("请她顶岗", homes.filter(has_text="刘佳慧"), then="已请")
    expect(phone.page.locator(".pr-home").filter(has_text="还没有人顶岗")).to_have_count(0)
    phone.goes_to("/tasks/?kind=leave_alone")
    phone.does_not_see("张桂芳8月25日起请假")


def test_a_year_is_reviewed_and_a_pairing_that_goes_badly_ends_with_its_reason(
    on_phone: Comes,
) -> None:
    """On the phone: the review leads to the end, the end to the options, each with what was said."""
    # Given a pairing a year old, whose review is asked of the township
    chair = on_phone(REVIEWS)
    chair.goes_to("/tasks/?kind=pairing_review")
    _first_task(chair)
    chair.follows("去办理")
    chair.sees("满 1 年", "写下的内容，爱心妈妈看不到")
    # When nothing is chosen, nothing is kept
    chair.chooses("解除结对")
    chair.presses("登记回访")
    # Then what was asked of each of them is chosen, and why it ends is written
    for label, wish in (
        ("相处得怎样", "有困难"), ("孩子的意愿", "希望结束"), ("监护人的意愿", "没能问到"),
        ("爱心妈妈的意愿", "愿意继续"),
    ):  # fmt: skip
        chair.picks(label, wish)
    chair.fills("更换或解除的原因", "孩子见了她就躲")
    chair.presses("登记回访")
    chair.sees("回访已登记", "解除从今天起生效")
    chair.picks("解除原因", "儿童或监护人要求更换")
    chair.fills("说明", "回访时孩子说怕她")
    chair.presses_and_confirms("解除结对", "确定", then="已解除")
    # And she stands before what can be done for the child
    chair.sees("还没有爱心妈妈")


def _first_task(chair: Visitor, words: str = "") -> None:
    rows = chair.page.locator("#listing tbody tr")
    (rows.filter(has_text=words) if words else rows).first.locator("a.btn").first.click()
    chair.looks()


def _option(chair: Visitor, name: str) -> Locator:
    return chair.page.locator(".pr-choices > li").filter(has_text=name).first


def _moves(chair: Visitor, name: str, village: str) -> None:
    chair.goes_to(f"/children/?q={name}")
    chair.follows(name, chair.page.locator("#listing"))
    chair.goes_to(f"{urlsplit(chair.page.url).path}move/")
    chair.fills("原因", "随祖母租房")
    chair.page.locator("select").last.select_option(label=village)
    chair.presses("确认迁居")


def _new_child(chair: Visitor, name: str) -> None:
    chair.goes_to("/children/new/")
    chair.fills("姓名", name)
    chair.fills("出生日期", "2011-04-05")
    chair.presses("查重")
    chair.presses("填写登记表")
    choice = chair.page.locator("select").filter(has=chair.page.get_by_text("八角村", exact=True))
    choice.first.select_option(label="八角村")
    chair.presses("登记入册")
    chair.sees(f"{name}已登记入册")
