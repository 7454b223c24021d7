"""A district copies the protocol, looks at what would change, publishes; then the clock moves on."""

from playwright.sync_api import Browser, expect

from tests.browser.city import served
from tests.browser.people import CARER, DISTRICT_OFFICER
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.databases import copy, small_city

BEFORE, AFTER = "每周见一次面", "每半月见一次面"
PROTOCOLS = "/duties/protocols/"


def test_from_its_day_on_the_carers_home_shows_the_changed_duty(browser: Browser) -> None:
    with copy(small_city()) as url:
        # Given a district that works by the city's protocol
        with served(url) as address:
            officer = Visitor(browser, address, DESK)
            officer.signs_in(DISTRICT_OFFICER)
            officer.goes_to(PROTOCOLS)
            officer.sees("巴南区没有另定方案，按全市的办。")
            # When an officer copies it, asks for less, and looks at what would change
            _writes(officer)
            officer.presses("用上一季度的记录试算", then="看了多少孩子")
            officer.sees(f"{BEFORE}：改称“{AFTER}”", "2018年第2季度")
            # And publishes it from the next Monday on
            officer.presses_and_confirms("发布", "发布", then="待施行")
            officer.sees("2018年8月27日起施行", "陈静 2018年8月24日发布")
            officer.leaves()
            # Then today everything is as it was
            carer = Visitor(browser, address, PHONE)
            carer.signs_in(CARER)
            carer.sees(BEFORE)
            carer.does_not_see(AFTER)
            carer.leaves()
        # Then, once its day has come and the last old week is over, the carer sees the new duty
        with served(url, today="2018-09-03") as address:
            carer = Visitor(browser, address, PHONE)
            carer.signs_in(CARER)
            carer.sees(AFTER)
            carer.does_not_see(BEFORE)
            carer.leaves()
            # And the version cannot be taken back any more
            officer = Visitor(browser, address, DESK)
            officer.signs_in(DISTRICT_OFFICER)
            officer.goes_to(PROTOCOLS)
            officer.sees("施行中")
            officer.does_not_see("撤回")
            officer.leaves()


def _writes(officer: Visitor) -> None:
    officer.page.get_by_text("制定巴南区自己的方案").click()
    officer.presses("开始修改")
    week = officer.page.get_by_role("region", name=BEFORE)
    week.get_by_text("修改", exact=False).first.click()
    week.get_by_label("名称").fill(AFTER)
    week.get_by_label("多久一次").select_option(label="每半月")
    expect(week.get_by_text("每半月至少一次：见面（当面）")).to_be_visible()
    officer.presses("保存草稿")
    officer.sees("草稿已保存，还没有施行。")
