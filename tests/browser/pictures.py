"""The pictures of docs/pictures, taken from a fresh city: python -m tests.browser.pictures"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, FloatRect

from launcher.console import say
from launcher.paths import ROOT
from tests.browser.chromium import chromium
from tests.browser.city import served
from tests.browser.people import (
    CARER,
    CITY_OFFICER,
    COUNSELLOR,
    DISTRICT_OFFICER,
    TOWNSHIP_CHAIR,
    VILLAGE_CHAIR,
)
from tests.browser.rosters import example
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.databases import copy, manage, migrated

FOLDER: Final = ROOT / "docs" / "pictures"


class Photographer:
    """Somebody at a screen who keeps what she sees."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address

    @contextmanager
    def beside(self, staff_number: str, size: dict[str, int]) -> Iterator[Visitor]:
        visitor = Visitor(self._browser, self._address, size)
        visitor.signs_in(staff_number)
        yield visitor
        visitor.leaves()


def keep(visitor: Visitor, name: str, height: int = 0) -> None:
    """One screen as it is, not the whole page; of a desk's screen the upper part."""
    path = FOLDER / f"{name}.png"
    visitor.page.evaluate("document.activeElement.blur()")
    clip = FloatRect(x=0, y=0, width=DESK["width"], height=height) if height else None
    visitor.page.screenshot(path=path, animations="disabled", clip=clip)
    say(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} KB")


def of_the_phone(photographer: Photographer) -> None:
    with photographer.beside(CARER, PHONE) as carer:
        keep(carer, "my_children")
        carer.follows("记一次关爱")
        keep(carer, "record")
        carer.goes_to("/danger/")
        keep(carer, "danger")


def of_the_city(photographer: Photographer) -> None:
    with photographer.beside(CITY_OFFICER, DESK) as city:
        city.goes_to("/figures/")
        keep(city, "dashboard")
        city.goes_to("/care/overdue/")
        keep(city, "overdue")


def of_the_district(photographer: Photographer) -> None:
    with photographer.beside(DISTRICT_OFFICER, DESK) as officer:
        officer.goes_to("/children/")
        keep(officer, "register")
        officer.goes_to("/children/?q=周小航")
        officer.follows("周小航", officer.page.locator("#listing"))
        keep(officer, "child")
        _import_preview(officer)


def of_the_rooms(photographer: Photographer) -> None:
    """Home visits, the sweep's closing sheet, the hints, the month."""
    with photographer.beside(VILLAGE_CHAIR, PHONE) as chair:
        chair.goes_to("/visits/")
        keep(chair, "visits")
    with photographer.beside(TOWNSHIP_CHAIR, DESK) as township:
        for name, path in (("closing", "/sweeps/"), ("hints", "/hints/")):
            township.goes_to(path)
            keep(township, name, 680)
    with photographer.beside(CITY_OFFICER, DESK) as city:
        city.goes_to("/figures/monthly/")
        keep(city, "month", 680)


def _import_preview(officer: Visitor) -> None:
    with tempfile.TemporaryDirectory() as folder:
        officer.goes_to("/rosters/")
        roster = example(Path(folder) / "巴南区困境儿童花名册.xlsx")
        officer.page.get_by_label("花名册文件").set_input_files(roster)
        officer.presses("上传并识别")
        officer.presses("保存并预览", then="导入台账")
        keep(officer, "import")
        officer.presses_and_confirms("导入台账", "导入", then="撤销这次导入")
    officer.follows("结对")
    officer.presses("开始结对", then="找到爱心妈妈")
    keep(officer, "round")


def of_a_round(photographer: Photographer) -> None:
    """How far it would be, beside a clerk and the other ways of weighing: the city's yearly round."""
    with photographer.beside(CITY_OFFICER, DESK) as city:
        city.goes_to("/pairing/")
        city.page.get_by_text("换一种办法").click()
        city.chooses("年度重排")
        city.chooses("同时试算另外两种")
        city.presses("开始结对", then="找到爱心妈妈")
        city.follows("前后对比")
        strips = city.page.locator(".nt-card").filter(has_text="要走多远").first
        strips.screenshot(path=FOLDER / "distances.png", animations="disabled")


def of_a_screening(photographer: Photographer) -> None:
    """The round, and the page on which the child answers."""
    with photographer.beside(TOWNSHIP_CHAIR, DESK) as chair:
        chair.goes_to("/screening/")
        chair.follows("2018年秋季心理健康筛查")
        keep(chair, "screening", 680)
        chair.goes_to(f"{chair.page.url}children/T0000001/")
        asked = chair.page.locator(".s-said")
        asked.nth(0).get_by_label("姓名").fill("陈素珍")
        asked.nth(0).get_by_label("当面口头").check()
        for one in (asked.nth(0), asked.nth(1)):
            one.get_by_label("同意", exact=True).check()
            one.get_by_role("button").click()
            chair.sees("已登记")
        chair.presses("让孩子在平板上填")
        chair.presses("退出登录，交给孩子")
        tablet = chair.page.url
    with photographer.beside(CARER, PHONE) as child:
        child.goes_to(tablet)
        child.follows("开始")
        keep(child, "question")


def of_counselling(photographer: Photographer) -> None:
    """The counsellor's case, whether it helped, how far the groups have come."""
    with photographer.beside(COUNSELLOR, DESK) as counsellor:
        counsellor.goes_to("/counselling/?state=running")
        counsellor.page.locator("#listing tbody th a").first.click()
        keep(counsellor, "case", 780)
    with photographer.beside(CITY_OFFICER, DESK) as city:
        for name, path in (("outcome", "/outcomes/project/"), ("coverage", "/programmes/")):
            city.goes_to(path)
            keep(city, name, 780)


def of_a_campaign(photographer: Photographer) -> None:
    """Who is to get something, and who got it."""
    with photographer.beside(CARER, PHONE) as carer:
        carer.goes_to("/handouts/")
        carer.follows("微爱健康包")
        carer.follows("周小婷")
        keep(carer, "receipt")
    with photographer.beside(CITY_OFFICER, DESK) as city:
        city.goes_to("/handouts/")
        city.follows("微爱行动——一件冬衣的温暖", city.page.locator("main"))
        keep(city, "handout", 680)
        city.goes_to("/campaigns/accounts/")
        city.follows("微爱行动——一件冬衣的温暖", city.page.locator("main"))
        city.page.locator("main a[href*='/trail/']").first.click()
        city.page.get_by_text("这件从哪来").first.click()
        keep(city, "trail")


def take(photographer: Photographer) -> None:
    of_the_phone(photographer)
    of_the_city(photographer)
    of_the_district(photographer)
    of_the_rooms(photographer)
    of_a_round(photographer)
    of_a_screening(photographer)
    of_counselling(photographer)
    of_a_campaign(photographer)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with copy(migrated()) as url, chromium() as browser:
        manage(url, "build_demo")
        with served(url) as address:
            take(Photographer(browser, address))


if __name__ == "__main__":
    main()
