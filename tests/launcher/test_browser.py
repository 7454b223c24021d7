"""Where a Chromium comes from: the machine's, Debian's for root, else one clear line."""

import os
from pathlib import Path

import pytest

from launcher import browser
from launcher.console import Stop

APT = """#!/bin/sh
echo "$DEBIAN_FRONTEND $*" >> {folder}/asked
case "$*" in
  *install*-shell*) echo '#!/bin/sh' > {folder}/{name}; /bin/chmod 755 {folder}/{name} ;;
esac
exit {code}
"""


@pytest.fixture
def machine(tmp_path: Path, local: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without a browser: the only folder of its PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return folder


def apt(folder: Path, code: int) -> None:
    """An apt-get that notes what it was asked and ends with this code."""
    name = browser.SHELL if code == 0 else "half"
    program(folder / "apt-get", APT.format(folder=folder, name=name, code=code))


def program(path: Path, text: str = "#!/bin/sh\n") -> None:
    path.write_text(text)
    path.chmod(0o755)


def be(user: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)


def test_the_machines_own_is_taken_and_nothing_is_installed(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(0, monkeypatch)
    program(machine / "google-chrome")
    apt(machine, code=0)
    assert browser.chromium() == str(machine / "google-chrome")
    assert not (machine / "asked").exists()


def test_one_that_is_named_wins(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(machine / "chromium")
    monkeypatch.setenv("CHROMIUM", "/opt/chromium")
    assert browser.chromium() == "/opt/chromium"


def test_root_installs_debians_with_a_chinese_font_and_asks_nobody(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(0, monkeypatch)
    apt(machine, code=0)
    assert browser.chromium() == str(machine / browser.SHELL)
    update, install = (machine / "asked").read_text().splitlines()
    assert update.startswith("noninteractive update")
    assert install.startswith("noninteractive install") and "-y" in install
    assert install.endswith("chromium-headless-shell fonts-noto-cjk")


def test_an_installation_that_fails_says_why(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(0, monkeypatch)
    apt(machine, code=100)
    with pytest.raises(Stop, match="apt-update failed"):
        browser.chromium()


def test_another_user_is_told_what_to_install(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    be(1000, monkeypatch)
    apt(machine, code=0)
    with pytest.raises(Stop, match="apt-get install chromium-headless-shell fonts-noto-cjk"):
        browser.chromium()
    assert not (machine / "asked").exists()


def test_root_without_apt_is_told_the_same(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    be(0, monkeypatch)
    with pytest.raises(Stop, match="The browser tests need Chromium"):
        browser.chromium()
