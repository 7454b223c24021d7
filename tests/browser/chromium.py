"""The Chromium of the browser tests and of the pictures."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from launcher.browser import find


@contextmanager
def chromium() -> Iterator[Browser]:
    """The one that the launcher found; without one its tests fail, they are not skipped."""
    found = os.environ.get("CHROMIUM") or find()
    assert found, "The browser tests need Chromium: ./dev test installs it, or says which"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
