"""`manage.py judge_anew [--most N]`: what the sweeps do each night, now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from nuantong.sweeps.anew import MOST, judge_anew


class Command(BaseCommand):
    help = "每夜运行，可重复、可中断：新登记或有变化的儿童、年龄和规则的变化，让待办的名册记录重新判定。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=MOST, help="最多看多少条，其余下次接着看")

    def handle(self, *args: Any, **options: Any) -> None:
        done = judge_anew(options["most"])
        self.stdout.write(
            f"看了 {done.looked} 条，去向有变化 {done.changed} 条，"
            f"因退出或恢复在册而改动对应的儿童 {done.links} 名。"
        )
