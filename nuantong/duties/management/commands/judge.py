"""Judges a folder of facts from the command line; needs no database."""

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from nuantong.core.errors import Refusal

SHOWN: Final = 20
STRICT: Final = 3


class Command(BaseCommand):
    help = (
        "Judge every duty window begun by a day, from the files of a folder (docs/reference/"
        "judge.md). Exit code: 0 outcomes.csv is written, 1 it is not, 2 the call is wrong; with "
        "--strict 3 when some rows were not used as they stand."
    )
    needs_database = False
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="IN", type=Path, help="folder with enrolments.csv, …")
        parser.add_argument("target", metavar="OUT", type=Path, help="folder to write")
        parser.add_argument(
            "--as-of", metavar="DATE", type=dt.date.fromisoformat, required=True,
            help="the day at whose end is judged, from what was known then",
        )  # fmt: skip
        parser.add_argument(
            "--strict", action="store_true", help="exit with 3 if a row has a problem"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        from nuantong.duties.batch.running import judge_folder

        try:
            found = judge_folder(options["source"], options["target"], options["as_of"])
        except Refusal as refusal:
            raise CommandError(f"无法判定 cannot judge: {refusal}") from refusal
        except OSError as error:
            raise CommandError(f"无法写入 cannot write: {options['target']}: {error}") from error
        for file, line, problem in found.problems.head(SHOWN).iter_rows():
            self.stderr.write(f"{file} 第{line}行: {problem}")
        more = len(found.problems) - SHOWN
        if more > 0:
            self.stderr.write(f"另有{more}条，见 more in problems.csv")
        self.stdout.write(
            f"{found.enrolments}份参加记录、{found.contacts}条联系记录，判定{found.windows}个周期窗口，"
            f"{len(found.problems)}条待核对"
        )
        if options["strict"] and len(found.problems):
            raise CommandError("有待核对的行 some rows have problems", returncode=STRICT)
