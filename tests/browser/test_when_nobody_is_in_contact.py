"""A child nobody was in contact with: the township hears of it, calls, answers, finds a substitute;
where nobody answers, the district does."""

import re
from collections.abc import Iterator

import pytest

from launcher import django
from launcher.processes import quiet
from tests.browser.city import served
from tests.browser.people import DISTRICT_OFFICER, TOWNSHIP_CHAIR, Comes
from tests.databases import copy, environment, small_city

TWO_WEEKS_LATER = "2018-09-08"


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with copy(small_city()) as url:
        yield url


@pytest.fixture(scope="module")
def city(database: str) -> Iterator[str]:
    with served(database) as address:
        yield address


def test_the_township_sees_the_alarm_calls_answers_and_finds_a_substitute(
    at_desk: Comes, on_phone: Comes
) -> None:
    # Given a child of the township nobody has been in contact with for weeks
    chair = at_desk(TOWNSHIP_CHAIR)
    chair.goes_to("/care/escalations/?rule=silent")
    chair.sees("没有任何联系")
    # When the chair opens it, calls and says what she will do
    chair.page.locator("#listing tbody a.btn").first.click()
    chair.looks()
    chair.sees("发生了什么")
    chair.page.get_by_role("button", name=re.compile("打电话给")).click()
    chair.page.locator('a[href^="tel:"]').first.wait_for()
    chair.page.get_by_label("打电话了解").check()
    chair.presses("答复", then="已记下您的答复")
    # Then the list says so, and a substitute is found for many by one press
    chair.goes_to("/care/escalations/?rule=silent")
    chair.sees("已答复，等办好")
    chair.page.locator("#bulk-whom").select_option("all")
    chair.presses("安排替班")
    chair.sees("名儿童")
    chair.presses("安排替班")
    chair.sees("跳过")
    # And the same list can be read and answered on a phone
    outside = on_phone(TOWNSHIP_CHAIR)
    outside.goes_to("/care/escalations/")
    outside.page.locator("#listing tbody a.btn").first.click()
    outside.looks()


def test_what_the_township_does_not_answer_is_asked_of_the_district(
    at_desk: Comes, database: str
) -> None:
    # Given something overdue in a township that nobody there has acted on
    officer = at_desk(DISTRICT_OFFICER)
    officer.goes_to("/care/escalations/?rule=late&desk=3")
    child = officer.page.locator("#listing tbody th a").first.get_attribute("href") or ""
    # When two weeks go by
    later = {**environment(database), "NUANTONG_TODAY": TWO_WEEKS_LATER}
    quiet("test-escalate", [*django.MANAGE, "escalate"], env=later)
    # Then it has come to the district, whose officer has been told
    officer.goes_to(child)
    officer.sees("无人答复，上报")
    officer.goes_to("/notices/?kind=escalation")
    officer.sees("请看并答复")
    officer.goes_to(child)
    officer.page.get_by_label("上门看望").check()
    officer.presses("答复", then="已记下您的答复")
