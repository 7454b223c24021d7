"""What the first load of a carer's home transfers, as Chromium counts it: headers, compressed."""

import os
from collections import Counter
from typing import Any, Final

from playwright.sync_api import BrowserContext, sync_playwright

from benchmarks.sessions import session_of
from benchmarks.tables import show
from launcher.browser import chromium
from launcher.server import HOST, free_port, running

GOAL_KB: Final = 200
CARER: Final = "C5001130001"
PHONE: Final = {"width": 360, "height": 740}


def main() -> None:
    port, found, session = free_port(8300), chromium(), session_of(CARER)
    with running(port, dict(os.environ)), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        context = browser.new_context(viewport=PHONE)
        url = f"http://{HOST}:{port}/care/"
        context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
        transferred = load(context, url)
        browser.close()
    rows = [(kind, _kb(size)) for kind, size in transferred.most_common()]
    rows.append(("all", f"{_kb(transferred.total())} of {GOAL_KB}"))
    show("First load of the carer's home, KB transferred", ("what", "KB"), rows)


def load(context: BrowserContext, url: str) -> Counter[str]:
    """Bytes by kind of file, with nothing in the cache."""
    page = context.new_page()
    network, kinds, sizes = context.new_cdp_session(page), dict[str, str](), Counter[str]()

    def received(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"].lower()

    def finished(event: dict[str, Any]) -> None:
        sizes[kinds[event["requestId"]]] += int(event["encodedDataLength"])

    network.on("Network.responseReceived", received)
    network.on("Network.loadingFinished", finished)
    network.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    return sizes


def _kb(size: int) -> str:
    return f"{size / 1024:.1f}"
