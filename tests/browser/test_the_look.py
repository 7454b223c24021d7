"""What every step of a story looks for is found: a look that sees nothing would pass everything."""

import pytest
from playwright.sync_api import Browser

from tests.browser.visitor import PHONE, Visitor

PAGE = '<html lang="zh"><meta name="viewport" content="width=device-width, initial-scale=1"><title>样页</title><main><h1>样页</h1>%s</main></html>'
PALE = '<p style="color: #bbb; background: #fff">看不清的字</p>'


@pytest.fixture
def visitor(browser: Browser):
    """Somebody at a phone with a page that nobody serves."""
    one = Visitor(browser, "http://nobody.invalid", PHONE)
    one.page.route("**/*", lambda route: route.fulfill(content_type="text/html", body=one.shown))
    yield one
    one.leaves()


def shows(visitor: Visitor, content: str) -> None:
    visitor.shown = PAGE % content
    visitor.goes_to("/")


def test_a_page_in_order_is_let_through_and_looked_at_again(visitor: Visitor) -> None:
    shows(visitor, "<p>看得清的字</p>")
    shows(visitor, "<p>看得清的字</p><p>看得清的字</p>")
    shows(visitor, '<form><label>孩子<input name="children"></label></form>')


@pytest.mark.parametrize("before", ["", "<p>看得清的字</p>" * 3])
def test_pale_letters_are_found_though_such_elements_were_seen(
    visitor: Visitor, before: str
) -> None:
    shows(visitor, "<p>看得清的字</p>")
    for _ in range(2):
        with pytest.raises(AssertionError, match="color-contrast"):
            shows(visitor, before + PALE)


def test_letters_pale_by_what_lies_around_them_are_found(visitor: Visitor) -> None:
    shows(visitor, "<div><p>看得清的字</p></div>")
    with pytest.raises(AssertionError, match="color-contrast"):
        shows(visitor, "<div><p>看得清的字</p></div><style>div {background: #333}</style>")


def test_a_picture_without_words_is_found(visitor: Visitor) -> None:
    with pytest.raises(AssertionError, match="image-alt"):
        shows(visitor, '<img src="data:,">')


def test_a_page_wider_than_the_screen_is_found(visitor: Visitor) -> None:
    with pytest.raises(AssertionError, match="wider than the screen"):
        shows(visitor, '<div style="width: 500px">宽</div>')


def test_an_error_of_a_script_is_found(visitor: Visitor) -> None:
    with pytest.raises(AssertionError, match="broken"):
        shows(visitor, "<script>throw new Error('broken')</script>")
