"""Only the named files of npm packages are served, and style sheets without their map's name."""

from pathlib import Path
from typing import Any

import pytest

from nuantong.core.static_finder import NpmFinder

CSS = "@tabler/core/dist/css/tabler.min.css"


@pytest.fixture
def finder(tmp_path: Path, settings: Any) -> NpmFinder:
    settings.NPM_ROOT = tmp_path
    path = tmp_path / CSS
    path.parent.mkdir(parents=True)
    path.write_bytes(b"a{}\n/*# sourceMappingURL=tabler.min.css.map */")
    (tmp_path / "secret.js").write_text("no")
    return NpmFinder()


def test_a_named_file_is_found_under_its_prefix(finder: NpmFinder, tmp_path: Path) -> None:
    assert finder.find(f"npm/{CSS}") == str(tmp_path / CSS)
    assert finder.find(f"npm/{CSS}", find_all=True) == [str(tmp_path / CSS)]


@pytest.mark.parametrize("path", [CSS, "npm/secret.js", "npm/../secret.js", "npm/"])
def test_nothing_else_is_found(finder: NpmFinder, path: str) -> None:
    assert not finder.find(path)


def test_collecting_brings_what_is_there_and_drops_the_maps_name(finder: NpmFinder) -> None:
    (name, storage), *others = finder.list([])
    assert (name, storage.prefix, others) == (CSS, "npm", [])
    assert storage.open(name).read() == b"a{}"
