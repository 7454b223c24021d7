"""A township reviews its doubtful rows by keys; who is unsure asks another, who gets a task."""

import re

from playwright.sync_api import expect

from tests.browser.people import SECOND_READER, TOWNSHIP_CHAIR, Comes
from tests.browser.visitor import PATIENCE, Visitor

WAITING = "/sweeps/records/?standing=waiting&reason=review"


def test_three_keys_bring_card_after_card_and_the_third_a_second_person(at_desk: Comes) -> None:
    # Given the chair of a township with doubtful rows, both sides and what agrees in view
    chair = at_desk(TOWNSHIP_CHAIR)
    chair.goes_to("/sweeps/review/")
    chair.sees("电脑看", "是否一致", "兄弟姐妹、同户", "监护人")
    # When she presses 3, then the next card is there, and the last answer can be taken back
    name = _presses(chair, "3")
    chair.sees("今天核对 1 张")
    chair.presses("撤回上一张")
    expect(chair.page.locator("#sw-who")).to_contain_text(name, timeout=PATIENCE)
    _presses(chair, "3")
    # Then the row waits for another, and another finds the card and decides it
    second = at_desk(SECOND_READER)
    second.goes_to("/sweeps/records/?standing=waiting&reason=second")
    second.follows(name)
    second.sees("由另一人核对", "秦岚")
    second.follows("去核对卡片")
    expect(second.page.locator("#sw-who")).to_contain_text(name, timeout=PATIENCE)
    second.page.keyboard.press("2")
    expect(second.page.locator("#card")).to_contain_text("今天核对 1 张", timeout=PATIENCE)
    second.looks()


def _presses(chair: Visitor, key: str) -> str:
    """Answers the card in front of her; gives the name on it."""
    card = chair.page.locator("form.sw-keys")
    before, name = card.get_attribute("action"), chair.page.locator("#sw-who").inner_text()
    chair.page.keyboard.press(key)
    expect(card).not_to_have_attribute("action", before or "", timeout=PATIENCE)
    chair.looks()
    return re.split(r"\s", name.strip())[0]


def test_a_row_is_handed_to_an_account_and_is_on_her_list(at_desk: Comes) -> None:
    # Given a row that another knows better
    chair = at_desk(TOWNSHIP_CHAIR)
    chair.goes_to(WAITING)
    chair.page.locator("#listing tbody th a").last.click()
    chair.page.get_by_text("转由他人办理").click()
    # When it is handed to her account, then the task is hers and leads to the row
    chair.fills("转给谁", "秦岚")
    chair.presses("转出", then="已保存")
    chair.sees("等 秦岚 办", "已转出")
    taker = at_desk(SECOND_READER)
    taker.goes_to("/tasks/?owner=mine")
    taker.follows("转给您办理的名册记录")
    taker.follows("去办理")
    taker.sees("已转出", "困难家庭学生摸底")
