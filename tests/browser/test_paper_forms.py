"""The tour: 陈静 types in what came on paper."""

from playwright.sync_api import expect

from tests.browser.people import DISTRICT_OFFICER, Comes


def test_paper_forms_are_typed_in_by_keyboard_alone(at_desk: Comes) -> None:
    # Given a district officer with a pile of forms of one village
    officer = at_desk(DISTRICT_OFFICER)
    officer.follows("入户走访")
    officer.follows("录入纸质表")
    officer.picks("乡镇（街道）", "麻柳嘴镇")
    officer.page.get_by_label("村（社区）").select_option(label="八角村")
    officer.fills("走访人", "张桂芳")
    officer.presses("开始录入", then="只用键盘")
    # When she types a day and presses Enter, then what is missing stands beside its cell
    keys = officer.page.keyboard
    officer.page.locator("#c1-happened_on").focus()
    keys.type("8.20")
    keys.press("Enter")
    officer.sees("请填结果", "没填完")
    officer.looks()
    # When she types on from cell to cell and presses Enter
    expect(officer.page.locator("#c1-outcome")).to_be_focused()
    keys.type("1")
    keys.press("Tab")
    keys.type("1 2")
    keys.press("Tab")
    keys.type("2")
    officer.page.locator("#c1-parents_on").focus()
    keys.press("Enter")
    # Then the form is recorded, and she is at the next one
    expect(officer.page.locator("#c2-happened_on")).to_be_focused()
    expect(officer.page.locator("#r1.done")).to_contain_text("已记录")
    # When the connection breaks in the middle of a form, what was typed is there afterwards
    keys.type("8.21")
    with officer.page.expect_response(lambda answer: "draft=1" in answer.url):
        keys.press("Tab")
    officer.page.reload()
    expect(officer.page.locator("#c2-happened_on")).to_have_value("8.21")
    officer.looks()
