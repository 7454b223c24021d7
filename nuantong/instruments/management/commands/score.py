"""Scores a file of answers from the command line; needs no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuantong.core.errors import Refusal


class Command(BaseCommand):
    help = (
        "Score the sheets of a csv file (respondent, age, sex, i1 … in with the form's own numbers, "
        "empty = not answered) by an instrument that comes with the product (docs/reference/"
        "instruments.md). Exit code: 0 the file is written, 1 it is not, 2 the call is wrong."
    )
    needs_database = False
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("instrument", metavar="INSTRUMENT", help="phq-9, gad-7, ses, mht …")
        parser.add_argument("source", metavar="ANSWERS", type=Path, help="csv file of answers")
        parser.add_argument("--out", type=Path, required=True, help="csv file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        from nuantong.instruments.batch.running import score_file

        try:
            found = score_file(options["instrument"], options["source"], options["out"])
        except Refusal as refusal:
            raise CommandError(f"无法计分 cannot score: {refusal}") from refusal
        except OSError as error:
            raise CommandError(f"无法写入 cannot write: {options['out']}: {error}") from error
        self.stdout.write(
            f"{found.sheets}份，无效{found.invalid}份，有红色题{found.red}份。筛查提示，不是诊断。"
        )
