import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import processes
from launcher.console import Stop
from launcher.paths import ROOT


def test_a_failing_command_stops_with_the_end_of_its_output(local: Path) -> None:
    with pytest.raises(Stop, match="broken: the reason"):
        processes.quiet("tool", ["/bin/sh", "-c", "echo broken: the reason; exit 3"])


def test_a_successful_command_says_nothing(local: Path, capsys: pytest.CaptureFixture[str]) -> None:
    processes.quiet("tool", ["/bin/sh", "-c", "echo words"])
    assert capsys.readouterr().out == ""
    assert (local / "log" / "tool.log").read_text() == "words\n"


def test_a_command_in_the_foreground_returns_its_code() -> None:
    assert processes.foreground(["/bin/sh", "-c", "exit 4"], dict(os.environ)) == 4
    assert processes.foreground(["/bin/sh", "-c", "kill -TERM $$"], dict(os.environ)) == 143


def test_children_do_not_outlive_a_killed_launcher() -> None:
    script = (
        "from launcher.processes import spawn\n"
        "child = spawn(['tail', '-f', '/dev/null'])\n"
        "print(child.pid, flush=True)\n"
        "child.wait()\n"
    )
    launcher = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert launcher.stdout
    child = os.pidfd_open(int(launcher.stdout.readline()))
    launcher.send_signal(signal.SIGKILL)
    launcher.communicate()
    watch = select.poll()
    watch.register(child, select.POLLIN)
    assert watch.poll(5000)
