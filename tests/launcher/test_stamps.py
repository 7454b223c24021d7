from pathlib import Path

import pytest

from launcher import stamps


def test_work_is_done_once_and_again_when_its_input_changed(tmp_path: Path) -> None:
    source, stamp, made = tmp_path / "input", tmp_path / "stamp", []
    source.write_text("first")
    assert stamps.once(stamp, [source], lambda: made.append(1))
    assert not stamps.once(stamp, [source], lambda: made.append(2))
    source.write_text("second")
    assert stamps.once(stamp, [source], lambda: made.append(3))
    assert made == [1, 3]


def test_work_that_failed_is_done_again(tmp_path: Path) -> None:
    stamp, made = tmp_path / "stamp", []

    def fail() -> None:
        raise OSError

    stamps.once(stamp, ["a"], lambda: None)
    with pytest.raises(OSError):
        stamps.once(stamp, ["b"], fail)
    assert stamps.once(stamp, ["a"], lambda: made.append(1))


def test_moving_text_between_files_changes_the_digest(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("ab")
    two.write_text("c")
    before = stamps.digest([one, two])
    one.write_text("a")
    two.write_text("bc")
    assert stamps.digest([one, two]) != before


def test_a_secret_file_is_readable_only_by_its_owner(tmp_path: Path) -> None:
    stamps.write(tmp_path / "secret", "x", mode=0o600)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
