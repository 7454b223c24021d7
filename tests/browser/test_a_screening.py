"""The tour: 周小婷 is asked, answers on a tablet; somebody is there the same hour."""

from collections.abc import Callable

from playwright.sync_api import Locator

from tests.browser.people import CARER, COUNSELLOR, DISTRICT_OFFICER, TOWNSHIP_CHAIR, Comes
from tests.browser.visitor import PHONE, Visitor

CHILD = "T0000001"


def of(visitor: Visitor, title: str) -> Locator:
    return visitor.page.locator("section").filter(
        has=visitor.page.get_by_role("heading", name=title)
    )


def test_a_child_is_asked_answers_and_somebody_comes(
    at_desk: Comes, on_phone: Comes, visitors: Callable[..., Visitor]
) -> None:
    # Given the township's chair with the round of her district
    chair = at_desk(TOWNSHIP_CHAIR)
    chair.goes_to("/screening/")
    chair.follows("2018年秋季心理健康筛查")
    chair.sees("筛查提示，不是诊断")
    chair.follows("全部名单")
    chair.fills("姓名", "周小婷")
    chair.presses("筛选")
    chair.follows("周小婷", chair.page.locator("#listing"))
    # When grandmother and child are willing
    guardian = of(chair, "监护人的意见")
    guardian.get_by_label("同意", exact=True).check()
    guardian.get_by_label("姓名").fill("陈素珍")
    guardian.get_by_label("当面口头").check()
    guardian.get_by_role("button").click()
    chair.sees("已登记")
    child = of(chair, "孩子自己愿不愿意")
    child.get_by_label("同意", exact=True).check()
    child.get_by_role("button").click()
    chair.sees("可以填答")
    chair.looks()
    # And she hands over the tablet, which signs her out
    chair.presses("让孩子在平板上填")
    chair.presses("退出登录，交给孩子")
    tablet = chair.page.url
    chair.does_not_see("退出", "周小婷", "暖童首页")
    # Then the child answers question by question, here and, after a pause, on a phone
    chair.follows("开始")
    chair.sees("1 / 9")
    chair.page.locator(".q-choice").first.click()
    chair.sees("2 / 9")
    chair.follows("休息")
    phone = visitors(CARER, PHONE)
    phone.page.context.clear_cookies()
    phone.goes_to(tablet)
    phone.sees("2 / 9")
    assert phone.small_targets() == []
    for number in range(2, 10):
        phone.page.locator(".q-choice").nth(1 if number == 9 else 0).click()
        phone.looks()
    phone.presses("交给老师", then="谢谢你")
    chair.goes_to(tablet)
    chair.sees("谢谢你")
    # And the counsellor's and the township's red sign waits; the township takes it on
    chair.signs_in(TOWNSHIP_CHAIR)
    chair.goes_to("/screening/red/?state=open")
    chair.sees("等待认领")
    chair.follows("周小婷", chair.page.locator("#listing"))
    chair.presses("我来处理")
    chair.chooses("已当面看望，确认安全")
    chair.fills("孩子现在怎样、谁在陪着", "当面见到，奶奶陪着，约了心理咨询师")
    chair.presses("办结", then="已办结")
    # Then her carer sees the colour with advice and nothing else
    carer = on_phone(CARER)
    carer.goes_to(f"/children/{CHILD}/")
    carer.sees("红色", "筛查提示，不是诊断", "今天就去看看孩子")
    carer.does_not_see("PHQ", "总分")
    carer.is_refused("/screening/")
    # And the answers open to no officer, nor to a counsellor who has not charge of her
    officer = at_desk(DISTRICT_OFFICER)
    officer.goes_to(f"/children/{CHILD}/")
    officer.follows("打开", of(officer, "心理关怀"))
    officer.does_not_see("看作答")
    at_desk(COUNSELLOR).is_refused(f"/children/{CHILD}/")


def test_a_carer_ticks_what_she_heard(on_phone: Comes) -> None:
    # Given a carer on the child's page
    carer = on_phone(CARER)
    carer.goes_to(f"/children/{CHILD}/")
    carer.follows("填观察清单")
    # When she ticks a red sign
    carer.chooses("说过不想活、死了算了")
    carer.presses("保存", then="先保证安全")
    # Then she reads whom to call first, and that somebody has been told
    carer.sees("正有危险，马上打", "已经告诉负责的专业人员和妇联")
    assert carer.small_targets() == []
