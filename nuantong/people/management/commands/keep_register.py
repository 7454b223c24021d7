"""`manage.py keep_register [--as-of DATE]`: what the register does each night, now."""

import datetime as dt
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand

from nuantong.access.reader import system_reader
from nuantong.people.keeping import keep_register


class Command(BaseCommand):
    help = "每夜运行，可重复：终止到龄的类别，提示到龄儿童和久未接收的搬迁。退出台账由人决定。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=dt.date.fromisoformat, help="截至日期，默认今天")

    def handle(self, *args: Any, **options: Any) -> None:
        by = system_reader()
        kept = keep_register(replace(by, on=options["as_of"] or by.on))
        self.stdout.write(
            f"终止类别 {kept.ended} 个，到龄待办 {kept.due} 人，60天内到龄 {kept.soon} 人，"
            f"久未接收的搬迁 {kept.late} 件。"
        )
