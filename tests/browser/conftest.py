"""A city of its own for each file of stories, and one browser; everybody has a window of theirs."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.city import served
from tests.browser.visitor import DESK, PHONE, Visitor
from tests.databases import copy, small_city


@pytest.fixture(scope="module")
def city() -> Iterator[str]:
    """What the stories of another file did has not happened here."""
    with copy(small_city()) as url, served(url) as address:
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
