"""Pairs two lists from the command line; needs no database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.pairing.batch.policy import defaults
from nuantong.pairing.batch.running import run

SHOWN = 20


class Command(BaseCommand):
    help = "Pair the households of IN/children.csv with IN/carers.csv at the least cost, proven."
    needs_database = False
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "source", metavar="IN", nargs="?", type=Path,
            help="folder with children.csv, carers.csv, and current.csv and policy.json if any",
        )  # fmt: skip
        parser.add_argument("target", metavar="OUT", nargs="?", type=Path, help="folder to write")
        parser.add_argument("--defaults", action="store_true", help="print policy.json's defaults")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["defaults"]:
            self.stdout.write(json.dumps(defaults(clock.today()), indent=1))
            return
        if options["source"] is None or options["target"] is None:
            raise CommandError("请给出两个文件夹 name two folders: IN OUT")
        try:
            found = run(options["source"], options["target"], clock.today())
        except Refusal as refusal:
            raise CommandError(f"无法结对 cannot pair: {refusal}") from refusal
        except OSError as error:
            raise CommandError(f"无法写入 cannot write: {options['target']}") from error
        self._tell(found)

    def _tell(self, found: dict[str, Any]) -> None:
        problems = found["problems"]
        for one in problems[:SHOWN]:
            self.stderr.write(f"{one['file']} 第{one['line']}行: {one['problem']}")
        if len(problems) > SHOWN:
            self.stderr.write(f"另有{len(problems) - SHOWN}条，见 more in details.json")
        proven = "已证明最优" if found["cost"] == found["bound"] else "未证明最优"
        self.stdout.write(
            f"{found['households']}户：结对{found['matched']}户，未结对{found['unpaired']}户，"
            f"总成本{found['cost']}（{proven}）"
        )
