"""Nothing here touches the checkout's own .local."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher.accounts import Account, server_account


@pytest.fixture
def local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("launcher.paths.LOCAL", tmp_path)
    return tmp_path


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return server_account(tmp_path / "none-yet")


@pytest.fixture
def home(account: Account) -> Iterator[Path]:
    """A short folder that the server's account may enter and owns."""
    folder = Path(tempfile.mkdtemp(prefix="nt-"))
    account.own(folder)
    yield folder
    shutil.rmtree(folder)
