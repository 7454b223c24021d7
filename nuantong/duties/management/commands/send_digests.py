"""`manage.py send_digests`: the week's list to every supervisor, now; once a week each."""

from typing import Any

from django.core.management.base import BaseCommand

from nuantong.access.reader import system_reader
from nuantong.duties.ladder.digest import send_digests


class Command(BaseCommand):
    help = "发出本周清单：每位负责人一条，一周只发一次，可重复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"发出 {send_digests(system_reader())} 条。")
