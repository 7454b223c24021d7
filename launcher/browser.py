"""A Chromium for the browser tests."""

import os
import shutil

from launcher.console import Stop, step
from launcher.processes import quiet

SHELL = "chromium-headless-shell"
"""The same browser without the window around its pages: a third less work for each of them."""
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")
PACKAGES = (SHELL, "fonts-noto-cjk")
WAITING = ("-o", "DPkg::Lock::Timeout=300")
"""A machine that has just started may be busy with its own updates."""


def chromium() -> str:
    """The machine's, else Debian's when root can install it."""
    if given := os.environ.get("CHROMIUM"):
        return given
    if not find() and os.geteuid() == 0 and shutil.which("apt-get"):
        install()
    if found := find():
        return found
    raise Stop("The browser tests need Chromium: apt-get install " + " ".join(PACKAGES))


def find() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with step("Chromium"):
        quiet("apt-update", ["apt-get", "update", "-q"], env=env)
        chosen = ["install", "-q", "-y", "--no-install-recommends", *WAITING, *PACKAGES]
        quiet("apt-install", ["apt-get", *chosen], env=env)
