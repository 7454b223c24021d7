"""The tour, from the city's side: reasons, figures without names, and who reads the log."""

import pytest

from tests.browser.people import (
    AUDITOR,
    CITY_OFFICER,
    COUNSELLOR,
    LEADER,
    SECURITY_ADMIN,
    SYSTEM_ADMIN,
    VILLAGE_CHAIR,
    Comes,
)
from tests.browser.visitor import Visitor

REASON = "督办八角村的逾期关爱"


def test_the_city_opens_a_file_with_a_reason_and_the_auditor_reads_it(at_desk: Comes) -> None:
    # Given a city officer who finds a child
    city = at_desk(CITY_OFFICER)
    city.goes_to("/children/?q=周小航")
    city.page.get_by_role("row").get_by_role("link").filter(has_text="周小航").click()
    # When she opens the file, then she must say why, and then it opens
    city.sees("说明查看事由")
    city.does_not_see("成长记录")
    city.fills("查看事由", REASON)
    city.presses("打开档案")
    city.sees("周小航", "成长记录")
    number = city.page.url.rstrip("/").rpartition("/")[2]
    # Then the auditor reads who looked, when and why
    auditor = at_desk(AUDITOR)
    auditor.goes_to(f"/log/?child={number}")
    auditor.sees("王丽华", REASON)
    auditor.does_not_see("周小航")


def test_a_number_opens_to_exactly_so_many_children(at_desk: Comes) -> None:
    # Given the city in figures
    city = at_desk(CITY_OFFICER)
    city.follows("数据总览")
    for title in ("在册儿童", "散居儿童", "逾期儿童"):
        # When a number is opened, then the list behind it has as many
        number = city.figures()[title]
        city.follows(title)
        assert city.listed() == int(number)
        city.goes_to("/figures/")
    number = _first_unpaired(city)
    assert city.listed() == number


def _first_unpaired(city: Visitor) -> int:
    """Opens the first district's unpaired children; returns what the table said."""
    link = city.page.locator('td a[href*="unpaired"]').first
    number = int(link.inner_text())
    link.click()
    city.looks()
    return number


def test_a_leader_sees_figures_and_no_names(at_desk: Comes) -> None:
    leader = at_desk(LEADER)
    leader.sees("在册儿童", "各区县履行率")
    leader.does_not_see("周小航", "李春梅")
    leader.page.get_by_role("link", name="巴南区").first.click()
    leader.looks()
    assert leader.page.locator("main a[href*='/children/']").count() == 0
    leader.is_refused("/children/")
    leader.is_refused("/care/overdue/")


def test_a_village_chair_enters_on_a_carers_behalf(on_phone: Comes) -> None:
    chair = on_phone(VILLAGE_CHAIR)
    chair.goes_to("/care/overdue/")
    chair.goes_to("/care/")
    chair.follows("记一次关爱：周小航")
    chair.sees("替爱心妈妈 李春梅 代记")
    chair.presses("保存")
    chair.sees("已保存：周小航")


@pytest.mark.parametrize("who", [COUNSELLOR, SYSTEM_ADMIN, SECURITY_ADMIN])
def test_everybody_finds_a_first_page_of_her_own(at_desk: Comes, who: str) -> None:
    visitor = at_desk(who)
    for link in visitor.menu():
        visitor.goes_to(link)
