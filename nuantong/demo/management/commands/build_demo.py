"""manage.py build_demo: the demo city, in a database of its own."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from nuantong.core.errors import Refusal
from nuantong.demo.accounts import PASSWORD, listed
from nuantong.demo.building import build
from nuantong.demo.models import DemoMark
from nuantong.demo.size import TODAY, Size
from nuantong.demo.wiping import wipe
from nuantong.people.models import Child

SMALL = 0.1


class Command(BaseCommand):
    help = "建演示城市（2018年8月24日的重庆，全部人物虚构）并列出演示账号。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--small", action="store_true", help="十分之一的规模")
        parser.add_argument("--if-missing", action="store_true", help="已有演示城市时不再建")
        parser.add_argument("--fresh", action="store_true", help="清空演示数据后重建")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._make(**options)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self._print_accounts()

    def _make(self, *, small: bool, if_missing: bool, fresh: bool, **_: Any) -> None:
        self._check_settings()
        there = DemoMark.objects.exists()
        if not there and Child.objects.exists():
            raise Refusal("这个数据库里已有儿童档案，又不是演示数据：不建，也不清空。")
        if there and fresh:
            wipe()
        elif there and if_missing:
            return
        elif there:
            raise Refusal("演示城市已经建好；要重建请加 --fresh。")
        build(Size().times(SMALL) if small else Size(), self.stdout.write)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")

    def _check_settings(self) -> None:
        if not settings.DEMO or settings.TODAY != TODAY:
            raise Refusal(
                f"演示城市只建在演示用的数据库里：请设 NUANTONG_DEMO=1、NUANTONG_TODAY={TODAY}。"
            )

    def _print_accounts(self) -> None:
        self.stdout.write(f"演示账号（密码都是 {PASSWORD}）：")
        for one in listed():
            self.stdout.write(
                f"  {one['staff_number']:12}{one['name']:　<4}{one['role']}：{one['what']}"
            )
