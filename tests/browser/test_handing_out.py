"""A coat from the township's list to a child: signed for on a phone, exchanged; money by bank."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from nuantong.core.xlsx import write_workbook
from nuantong.handouts.bank_sheets import COLUMNS
from tests.browser.city import served
from tests.browser.handed import COATS, MONEY, gives
from tests.browser.people import CARER, CITY_OFFICER, TOWNSHIP_CHAIR, Comes
from tests.databases import copy, small_city


@pytest.fixture(scope="module")
def city() -> Iterator[str]:
    with copy(small_city()) as url, served(url, given=gives) as address:
        yield address


def draws(page: Page) -> None:
    """A finger over the field: two strokes."""
    page.locator("canvas").evaluate("one => one.scrollIntoView({block: 'center'})")
    box: Any = page.locator("canvas").bounding_box()
    for high in (0.3, 0.6):
        page.mouse.move(box["x"] + 30, box["y"] + box["height"] * high)
        page.mouse.down()
        for step in range(12):
            page.mouse.move(
                box["x"] + 40 + step * 18, box["y"] + box["height"] * (high + step % 3 * 0.1)
            )
        page.mouse.up()


def answer(*rows: list[object]) -> dict[str, Any]:
    file = io.BytesIO()
    write_workbook(file, "代发", COLUMNS, rows)
    return {"name": "回单.xlsx", "mimeType": "application/octet-stream", "buffer": file.getvalue()}


def test_a_coat_is_signed_for_and_exchanged_and_what_the_bank_sent_back_is_a_task(
    on_phone: Comes, at_desk: Comes
) -> None:
    # Given the township's list, as a table, on paper and with its code
    chair = at_desk(TOWNSHIP_CHAIR)
    chair.goes_to("/handouts/")
    chair.follows(COATS)
    waiting = int(chair.figures()["还没发"])
    chair.follows("看名单")
    chair.follows("录纸质名单")
    chair.sees("谁签了字")
    sheet_of_paper = chair.page.url
    chair.page.go_back()
    chair.follows("打印名单")
    chair.sees("签收名单")
    printed = chair.page.url
    assert chair.page.locator(".h-code svg").count() == 1
    # When the carer opens what she has to give, and a grandmother signs with her finger
    phone = on_phone(CARER)
    phone.follows("发放与签收")
    phone.follows(COATS)
    assert not phone.small_targets()
    for page in (printed, sheet_of_paper):
        phone.goes_to(page)
        assert not phone.small_targets()
    phone.goes_to("/handouts/")
    phone.follows(COATS)
    first = phone.page.locator(".h-child").first
    name = first.locator(".h-name").inner_text()
    first.click()
    phone.looks()
    assert not phone.small_targets()
    phone.fills("签收人（监护人）", "周奶奶")
    phone.page.get_by_role("button", name="签收", exact=True).click()
    phone.sees("还没有签名")
    phone.forgives()
    phone.looks()
    draws(phone.page)
    phone.presses("签收", then=f"{name}已签收")
    # Then it was too small: it goes back, and another is kept for her
    phone.page.locator(".h-child", has_text=name).click()
    phone.looks()
    phone.page.get_by_text("退回或换一件").click()
    phone.chooses("尺码不合，换一件")
    phone.picks("换成哪个尺码", "150码")
    phone.presses("登记退回", then="已登记退回")
    phone.sees("150码", "待发放")
    draws(phone.page)
    phone.fills("签收人（监护人）", "周奶奶")
    phone.presses("签收", then=f"{name}已签收")
    # And nobody at home is said in one tap
    phone.page.locator(".h-child:not(.done)").first.click()
    phone.looks()
    phone.presses("人不在家", then="已记下人不在家")
    chair.goes_to("/handouts/")
    chair.follows(COATS)
    assert int(chair.figures()["还没发"]) == waiting - 1
    # Money: the chair writes an account down, the city sends a list, the bank sends it back
    chair.goes_to("/handouts/")
    chair.follows(MONEY)
    chair.follows("发放单")
    chair.page.locator("#listing tbody a").first.click()
    chair.looks()
    chair.page.locator("summary", has_text="登记账号").click()
    chair.fills("收款人", "周奶奶")
    chair.fills("账号", "81230000123456")
    chair.presses("保存账号", then="收款账号已保存")
    officer = at_desk(CITY_OFFICER)
    officer.goes_to("/handouts/")
    officer.follows(MONEY)
    officer.follows("银行代发")
    officer.presses_and_confirms("生成名单（1 笔）", "确定", then="第1份名单已生成")
    sheet = answer([1, "周奶奶", "", "", "", "", "失败", "户名不符"])
    officer.page.get_by_label("银行回单（xlsx）").set_input_files(sheet)
    officer.presses("读入", then="1 笔没有入账")
    chair.goes_to("/tasks/")
    chair.sees("银行没有入账")
