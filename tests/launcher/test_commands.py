import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import django
from launcher.database import Database
from launcher.paths import ROOT
from launcher.server import free_port


def test_no_argument_prints_help_and_a_wrong_one_fails() -> None:
    plain = subprocess.run([sys.executable, ROOT / "dev"], capture_output=True, text=True)
    wrong = subprocess.run([sys.executable, ROOT / "dev", "frob"], capture_output=True, text=True)
    assert "./dev run" in plain.stdout
    assert (plain.returncode, wrong.returncode) == (0, 2)


def test_a_taken_port_moves_to_the_next() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port(port) > port
    assert free_port(port) == port


def test_a_command_that_declares_it_needs_no_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(django, "ROOT", tmp_path)
    folder = tmp_path / "nuantong" / "core" / "management" / "commands"
    folder.mkdir(parents=True)
    (folder / "score.py").write_text("class Command:\n    needs_database = False\n")
    (folder / "count.py").write_text("class Command:\n    pass\n")
    assert not django.needs_database("score")
    assert django.needs_database("count")
    assert django.needs_database("shell")
    assert not django.needs_database("makemessages")


def test_only_a_database_of_our_own_lives_on_the_day_of_the_demo(
    local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NUANTONG_TODAY", raising=False)
    foreign = django.environment(Database("postgresql:///theirs"))
    assert "NUANTONG_TODAY" not in foreign
    assert foreign["DATABASE_URL"] == "postgresql:///theirs"
    assert django.environment(None)["NUANTONG_TODAY"] == "2018-08-24"


def test_python_keeps_what_it_compiled_of_the_program(
    local: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("LANG", "C.UTF-8")
    kept = django.environment(None)
    assert "PYTHONDONTWRITEBYTECODE" not in kept and kept["LANG"] == "C.UTF-8"
