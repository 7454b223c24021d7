import shutil
from pathlib import Path

import pytest

from launcher import places
from launcher.accounts import Account
from launcher.console import Stop


def test_the_socket_lies_in_a_short_home_itself(home: Path, account: Account) -> None:
    assert places.socket_folder(home, account) == home


def test_a_deep_home_gets_a_short_private_folder_and_keeps_it(home: Path, account: Account) -> None:
    deep = home / ("a" * 60) / ("b" * 60)
    deep.mkdir(parents=True)
    short = places.socket_folder(deep, account)
    assert places.fits(short)
    assert places.is_private(short, account)
    assert places.socket_folder(deep, account) == short
    shutil.rmtree(short)
    other = places.socket_folder(deep, account)
    assert places.is_private(other, account)
    shutil.rmtree(other)


def test_a_folder_others_may_enter_is_not_trusted_with_the_socket(
    home: Path, account: Account
) -> None:
    home.chmod(0o755)
    assert not places.is_private(home, account)


def test_a_path_in_chinese_is_measured_in_bytes() -> None:
    assert places.fits(Path("/" + "a" * 90))
    assert not places.fits(Path("/" + "童" * 40))


def test_data_go_where_the_account_can_enter(
    tmp_path: Path, home: Path, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.chmod(0o755)
    monkeypatch.setattr(places, "LOCAL", tmp_path / "local")
    monkeypatch.setattr(places, "SYSTEM", home)
    found, _ = places.home()
    reachable = account.can_enter(tmp_path)
    assert found.parent == (tmp_path / "local" if reachable else home)
    assert found.stat().st_uid == account.uid


def test_no_postgresql_is_one_clear_line(
    home: Path, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "VENV", home)
    monkeypatch.setattr(places, "DEBIAN", home)
    with pytest.raises(Stop, match="no PostgreSQL"):
        places.binaries(home, account)
