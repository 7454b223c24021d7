"""`manage.py escalate [--as-of DATE]`: notice every silence and lateness, ask whom it concerns."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuantong.access.reader import system_reader
from nuantong.core import clock
from nuantong.duties.ladder import escalate


class Command(BaseCommand):
    help = "每日运行，可重复：提醒爱心妈妈，提出和上报逾期、无联系的情形，通知要答复的人。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=dt.date.fromisoformat, help="截至日期，默认今天")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["as_of"] or clock.today()
        if on > clock.today():
            raise CommandError("还没有到这一天。")
        self.stdout.write(str(escalate(system_reader().as_of(on))))
