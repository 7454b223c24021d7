"""`manage.py close_windows [--as-of DATE]`: give every window past its grace its outcome."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.duties.closing import close_windows
from nuantong.duties.models import ClosingError


class Command(BaseCommand):
    help = "关闭宽限期已过的周期窗口，可重复运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=dt.date.fromisoformat, help="截至日期，默认今天")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = close_windows(options["as_of"] or clock.today())
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"关闭 {written.closed} 个窗口，更正 {written.corrected} 个，"
            f"待处理的错误 {ClosingError.objects.count()} 条。"
        )
