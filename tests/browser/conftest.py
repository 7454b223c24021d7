"""One city and one browser for the tour; everybody in it has a window of their own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.city import served_city
from tests.browser.visitor import DESK, PHONE, Visitor


@pytest.fixture(scope="package")
def city() -> Iterator[str]:
    with served_city("--small") as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def visitors(city: str, browser: Browser) -> Iterator[Callable[..., Visitor]]:
    came: list[Visitor] = []

    def comes(staff_number: str, size: dict[str, int]) -> Visitor:
        visitor = Visitor(browser, city, size)
        came.append(visitor)
        visitor.signs_in(staff_number)
        return visitor

    yield comes
    for visitor in came:
        visitor.leaves()


@pytest.fixture
def on_phone(visitors: Callable[..., Visitor]) -> Callable[[str], Visitor]:
    """on_phone(staff number): signed in at 360 px."""
    return lambda staff_number: visitors(staff_number, PHONE)


@pytest.fixture
def at_desk(visitors: Callable[..., Visitor]) -> Callable[[str], Visitor]:
    """at_desk(staff number): signed in at 1440 px."""
    return lambda staff_number: visitors(staff_number, DESK)
