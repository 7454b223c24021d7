"""Somebody at a screen. Every page she comes to is checked: accessible, not too wide, no errors."""

import re
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from nuantong.demo.accounts import PASSWORD

PHONE: Final = {"width": 360, "height": 740}
DESK: Final = {"width": 1440, "height": 900}
BAD: Final = {"serious", "critical"}
PATIENCE: Final = 15_000
"""Milliseconds: longer than any page takes, shorter than the patience of whoever waits for a test."""

SMALL: Final = """() => [...document.querySelectorAll("a, button, select, input, summary")]
  .filter(one => one.checkVisibility() && getComputedStyle(one).display !== "inline")
  .map(one => [one, (one.closest("label") || one).getBoundingClientRect()])
  .filter(([one, box]) => box.width > 1 && box.height > 1 && (box.width < 44 || box.height < 44))
  .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${box.width}x${box.height}`)"""

LOOK: Final = """async known => {
  const states = ["aria-current", "aria-pressed", "aria-selected", "aria-expanded", "aria-invalid",
                  "disabled", "open", "type", "style"]
  const shown = ["color", "backgroundColor", "backgroundImage", "fontSize", "fontWeight", "opacity"]
  const hash = (text, seed) => {
    let one = seed, two = 0x9e3779b9
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 0x85ebca6b)
      two = Math.imul(two ^ one ^ text.charCodeAt(at), 0xc2b2ae35)
    }
    return (two >>> 0) * 0x200000 + (one >>> 11)
  }
  // A form may have a control of this name.
  const inside = Object.getOwnPropertyDescriptor(Element.prototype, "children").get
  const seen = new Set(known), met = [], fresh = new Set(), alike = []
  const meet = (one, above) => {
    const style = getComputedStyle(one)
    const own = [one.tagName, one.getAttribute("class"), ...states.map(name => one.getAttribute(name) ?? ""),
                 ...shown.map(name => style[name])].join("|")
    const chain = hash(own, hash(String(above), 1) | 0)
    let isFresh = !seen.has(chain)
    if (isFresh) { seen.add(chain); met.push(chain) }
    for (const child of inside.call(one)) if (meet(child, chain)) isFresh = true
    if (isFresh) fresh.add(one)
    return isFresh
  }
  meet(document.body, 0)
  const leave = one => {
    for (const child of inside.call(one)) fresh.has(child) ? leave(child) : alike.push(child)
  }
  leave(document.body)
  const run = async (where, options) =>
    (await axe.run(where, {resultTypes: ["violations"], preload: false, ...options})).violations
  const wrong = await run(document, {rules: {"color-contrast": {enabled: false}}})
  if (fresh.has(document.body)) {
    const where = {include: [document.body], exclude: alike}
    wrong.push(...await run(where, {runOnly: ["color-contrast"]}))
  }
  return [met, wrong]
}"""
"""Contrast is the dear part of a look, and the same elements within the same elements, shown in
the same colours, have the same contrast: one of them is looked at. A look gets the chains of such
elements that were met before, and tells which others it met and what axe finds wrong."""
CONTRASTED: Final = dict[int, set[int]]()
"""Of each width, the chains of elements whose contrast was looked at."""


class Visitor:
    def __init__(self, browser: Browser, address: str, size: dict[str, int]) -> None:
        self._address, self._width, self._errors = address, size["width"], list[str]()
        self._context = browser.new_context(
            base_url=address, viewport=size, has_touch=size is PHONE, is_mobile=size is PHONE,
            locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce",
        )  # fmt: skip
        self._context.set_default_timeout(PATIENCE)
        self._context.add_init_script(Axe().axe_script)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self._errors.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._errors.append(message.text)

    def leaves(self) -> None:
        self._context.close()

    def signs_in(self, staff_number: str) -> None:
        """By one of the demo accounts on the sign-in page; whoever is not listed there types."""
        self.goes_to("/sign-in/")
        listed = self.page.locator(f'[data-fill-user="{staff_number}"]')
        if listed.count():
            listed.click()
        else:
            self.page.locator("[name=username]").fill(staff_number)
            self.page.locator("[name=password]").fill(PASSWORD)
        self.presses("登录")

    def goes_to(self, path: str) -> None:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status < 400, f"{path} answers {answer.status}"
        self.looks()

    def is_refused(self, path: str) -> None:
        """The page is not there for her: forbidden or not found, said in a calm page."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status in (403, 404), f"{path} answers {answer.status}"
        self._errors.clear()
        self.looks()

    def forgives(self) -> None:
        """What the browser complained of was meant to happen."""
        self._errors.clear()

    def follows(self, name: str, within: Locator | None = None) -> None:
        (within or self.page).get_by_role("link", name=spaced(name)).first.click()
        self.looks()

    def presses(self, name: str, within: Locator | None = None, then: str = "") -> None:
        """`then` is what stands there once work in the background is over."""
        (within or self.page).get_by_role("button", name=name, exact=True).first.click()
        if then:
            self.sees(then)
        self.looks()

    def presses_and_confirms(self, name: str, confirmation: str, then: str = "") -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.presses(confirmation, self.page.get_by_role("dialog"), then)

    def chooses(self, label: str) -> None:
        self.page.get_by_label(label).first.check()

    def fills(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def picks(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=True).first.select_option(label=option)

    def sees(self, *texts: str) -> None:
        for text in texts:
            shown = self.page.get_by_text(text).locator("visible=true")
            expect(shown.first).to_be_visible(timeout=PATIENCE)

    def does_not_see(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.get_by_text(text)).to_have_count(0)

    def text(self) -> str:
        return self.page.locator("body").inner_text()

    def listed(self) -> int:
        """How many the list in front of her has."""
        return int(self.page.locator(".nt-list-bar .count b").inner_text().replace(",", ""))

    def figures(self) -> dict[str, str]:
        """The large numbers of the page by their title, without the unit."""
        tiles = self.page.locator(".nt-stat").all()
        return {
            tile.locator(".title").inner_text().strip(): tile.locator(".value").evaluate(
                "one => one.firstChild.textContent.trim().replaceAll(',', '')"
            )
            for tile in tiles
        }

    def menu(self) -> list[str]:
        links = self.page.locator(".nt-nav a").all()
        return [link.get_attribute("href") or "" for link in links]

    def small_targets(self) -> list[str]:
        """Buttons and links to tap, but for links inside a sentence, smaller than 44 px."""
        found: list[str] = self.page.evaluate(SMALL)
        return found

    def looks(self) -> None:
        """What holds for every page at its size."""
        self.page.wait_for_load_state("load")
        where = self.page.url.removeprefix(self._address)
        wide = self.page.evaluate("document.documentElement.scrollWidth") - self._width
        assert wide <= 0, f"{where} is {wide} px wider than the screen"
        assert not self._errors, f"{where}: {self._errors}"
        known = CONTRASTED.setdefault(self._width, set())
        met, violations = self.page.evaluate(LOOK, list(known))
        wrong = [_said(one) for one in violations if one["impact"] in BAD]
        assert not wrong, f"{where}:\n" + "\n".join(wrong)
        known.update(met)


def spaced(name: str) -> re.Pattern[str]:
    """A name as the ear gets it: hidden words are joined to the visible ones by a space."""
    return re.compile(r"\s*".join(map(re.escape, name)))


def _said(violation: dict[str, Any]) -> str:
    places = "\n  ".join(node["html"][:200] for node in violation["nodes"][:4])
    return f"{violation['id']}: {violation['help']}\n  {places}"
