"""The tour: the signal goes while 张桂芳 writes, and she is not the only one with this phone."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.people import TOWNSHIP_CHAIR, VILLAGE_CHAIR, Comes
from tests.browser.visitor import Visitor, spaced

pytestmark = pytest.mark.browser
TOLD = "夜里常一个人在家，奶奶住院了"
DRAFTS = "Object.entries(localStorage).filter(([name]) => name.startsWith('nuantong-draft:'))"


def kept(visitor: Visitor) -> list[list[str]]:
    """The drafts on this phone, as whoever holds it in her hands can read them."""
    found: list[list[str]] = visitor.page.evaluate(DRAFTS)
    return found


def writes(visitor: Visitor, text: str) -> None:
    """Half a survey: whom she met, and something about the child."""
    before = kept(visitor)
    visitor.page.get_by_role("checkbox", name="监护人", exact=True).first.check()
    visitor.page.locator("[name=grade][value=fair]").check()
    visitor.page.locator("[name=note]").fill(text)
    visitor.page.locator("[name=note]").blur()
    visitor.page.wait_for_function(f"was => JSON.stringify({DRAFTS}) !== was", arg=_json(before))


def _json(found: list[list[str]]) -> str:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def goes_on_as(visitor: Visitor, staff_number: str) -> None:
    """The session is over without anybody having signed out, and somebody signs in."""
    visitor.page.context.clear_cookies()
    visitor.signs_in(staff_number)


def test_a_half_filled_survey_outlives_the_signal_and_is_nobody_elses(on_phone: Comes) -> None:
    # Given a village chair who writes down what she was told, until the signal goes
    chair = on_phone(VILLAGE_CHAIR)
    chair.goes_to("/visits/")
    chair.page.get_by_role("link", name=spaced("记走访：")).last.click()
    home = chair.page.url
    writes(chair, TOLD)
    chair.page.context.set_offline(True)
    chair.page.get_by_role("button", name="保存走访").click()
    chair.sees("现在没有网络，还没有保存")
    # Then it is on the phone, sealed
    ((_, draft),) = kept(chair)
    assert "奶奶" not in draft
    # When her session ends and another person opens the same home on this phone
    chair.page.context.set_offline(False)
    chair.forgives()
    goes_on_as(chair, TOWNSHIP_CHAIR)
    chair.goes_to(home)
    # Then she finds an empty form
    expect(chair.page.locator("[name=note]")).to_have_value("")
    expect(chair.page.locator("[data-draft-note]")).to_be_hidden()
    # When the first one is back, then what she wrote is, too
    goes_on_as(chair, VILLAGE_CHAIR)
    chair.goes_to(home)
    chair.sees("上次没有保存完的内容已经放回来了")
    expect(chair.page.locator("[name=note]")).to_have_value(TOLD)
    expect(chair.page.locator("[name=grade][value=fair]")).to_be_checked()
    # When she sends it, then it is saved, and gone from the phone
    chair.presses("保存走访")
    chair.sees("已保存")
    assert kept(chair) == []


def test_a_survey_that_was_never_answered_stays_until_it_is_saved(on_phone: Comes) -> None:
    # Given a survey whose sending the network swallowed
    chair = on_phone(VILLAGE_CHAIR)
    chair.goes_to("/visits/found/")
    chair.page.get_by_label("孩子或户主姓名").fill("李家小院")
    writes(chair, TOLD)
    chair.page.route("**/visits/found/", lambda route: route.abort())
    chair.page.get_by_role("button", name="保存走访").click()
    chair.page.wait_for_url("chrome-error://**")
    chair.page.unroute("**/visits/found/")
    chair.forgives()
    # When she goes elsewhere and comes back, then it is still there
    chair.goes_to("/visits/")
    chair.goes_to("/visits/found/")
    expect(chair.page.get_by_label("孩子或户主姓名")).to_have_value("李家小院")
    expect(chair.page.locator("[name=note]")).to_have_value(TOLD)
    # When she signs out, then nothing of it is left
    chair.goes_to("/me/")
    chair.presses("退出登录")
    assert kept(chair) == []
