"""`manage.py close_windows [--as-of DATE]`: give every window past its grace its outcome."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuantong.access.reader import system_reader
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.duties.closing import close_windows
from nuantong.duties.setting_aside import ask_about_broken


class Command(BaseCommand):
    help = "关闭宽限期已过的周期窗口，可重复运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=dt.date.fromisoformat, help="截至日期，默认今天")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = close_windows(options["as_of"] or clock.today(), self._tell)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        waiting = ask_about_broken(system_reader())
        self.stdout.write(
            f"关闭 {written.closed} 个窗口，更正 {written.corrected} 个，"
            f"无法判定、等待处理的 {waiting} 条。"
        )

    def _tell(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} / {total}")
