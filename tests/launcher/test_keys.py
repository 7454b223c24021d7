from pathlib import Path

import pytest

from launcher import keys
from launcher.console import Stop


def test_keys_are_made_once_and_kept_private(local: Path) -> None:
    first = keys.keys()
    assert keys.keys() == first
    assert (local / "keys.env").stat().st_mode & 0o777 == 0o600
    key_id, _, key = first["NUANTONG_FIELD_KEYS"].partition(":")
    assert key_id == "k1"
    assert len(bytes.fromhex(key)) == 16


def test_data_of_other_keys_are_refused(local: Path, home: Path) -> None:
    keys.belong_to(home)
    keys.belong_to(home)
    (local / "keys.env").unlink()
    with pytest.raises(Stop, match="--fresh"):
        keys.belong_to(home)
