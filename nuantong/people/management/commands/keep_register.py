"""`manage.py keep_register [--as-of DATE]`, every night: end what ends with a birthday, tell of
those who grow up, and of moves that wait too long."""

import datetime as dt
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand

from nuantong.access.reader import system_reader
from nuantong.people import hooks
from nuantong.people.actions import end_labels_by_age
from nuantong.people.models import Move
from nuantong.people.queries.ageing import children_of
from nuantong.people.values import MOVE_WAITS


class Command(BaseCommand):
    help = "每夜运行，可重复：终止到龄的类别，提示到龄儿童和久未接收的迁移。退出台账由人决定。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=dt.date.fromisoformat, help="截至日期，默认今天")

    def handle(self, *args: Any, **options: Any) -> None:
        by = system_reader()
        by = replace(by, on=options["as_of"] or by.on)
        ended = end_labels_by_age(by)
        due, soon = (list(children_of(by, which)) for which in ("due", "soon"))
        hooks.growing_up(due, soon, by)
        late = list(Move.objects.open().filter(proposed_on__lt=by.on - dt.timedelta(MOVE_WAITS)))
        hooks.moves_wait(late, by)
        self.stdout.write(
            f"终止类别 {ended} 个，到龄待办 {len(due)} 人，60天内到龄 {len(soon)} 人，"
            f"久未接收的迁移 {len({move.together for move in late})} 件。"
        )
