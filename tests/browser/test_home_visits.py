"""The tour: 张桂芳 walks from door to door."""

from playwright.sync_api import expect

from tests.browser.people import TOWNSHIP_CHAIR, VILLAGE_CHAIR, Comes
from tests.browser.visitor import Visitor


def meets(visitor: Visitor, *who: str) -> None:
    """The taps of an ordinary visit: whom she met, and how the children are cared for."""
    for one in who:
        visitor.page.get_by_role("checkbox", name=one, exact=True).first.check()
    visitor.page.locator("[name=grade][value=fair]").check()


def test_a_visit_is_recorded_in_a_few_taps_and_a_need_becomes_the_townships_task(
    on_phone: Comes, at_desk: Comes
) -> None:
    # Given a village chair whose first screen says how many homes wait
    chair = on_phone(VILLAGE_CHAIR)
    chair.follows("要走访的家庭")
    chair.sees("周小婷、周小航", "有走访请求")
    assert chair.small_targets() == []
    # When she taps the home, whom she met, the grade, a need, and saves
    chair.follows("记走访：周小婷、周小航")
    assert chair.small_targets() == []
    meets(chair, "儿童本人", "监护人")
    chair.page.locator("[name=c0-needs][value=study]").check()
    chair.presses("保存走访")
    # Then she sees the tick and what follows, and the home waits no more
    chair.sees("已保存：周小婷、周小航", "学习辅导")
    chair.goes_to("/visits/")
    chair.does_not_see("周小婷、周小航")
    # And the township has a task with a day
    township = at_desk(TOWNSHIP_CHAIR)
    township.goes_to("/tasks/")
    township.sees("有需求待找人帮：学习辅导")


def test_nobody_at_home_takes_two_taps_and_the_home_comes_back(on_phone: Comes) -> None:
    chair = on_phone(VILLAGE_CHAIR)
    chair.goes_to("/visits/")
    chair.follows("记走访：秦小满")
    chair.sees("学籍名册里有，台账里没有，请看看住在哪家")
    chair.page.get_by_role("radio", name="无人在家").check()
    expect(chair.page.locator("[name=grade]").first).to_be_hidden()
    chair.presses("保存走访")
    chair.sees("过几天会再排到这一户")
    chair.goes_to("/visits/")
    chair.page.get_by_text("先不用去").click()
    chair.sees("1次无人在家")


def test_a_danger_sign_leads_to_110_at_once(on_phone: Comes) -> None:
    chair = on_phone(VILLAGE_CHAIR)
    chair.goes_to("/visits/found/")
    beside = chair.page.locator("a.v-110").first
    assert beside.get_attribute("href") == "tel:110"
    chair.page.get_by_label("孩子或户主姓名").fill("王大山家")
    meets(chair, "其他家人、邻居")
    chair.page.locator("[name=c0-risks][value=alone]").check()
    chair.presses("保存走访")
    chair.sees("走访已保存。孩子可能有危险")
    assert chair.page.locator("main a").first.get_attribute("href") == "tel:110"
