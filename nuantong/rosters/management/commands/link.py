"""Links two lists from the command line; needs no database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nuantong.core.errors import Refusal
from nuantong.linkage.engines import Resources
from nuantong.rosters.batch import File, link_files
from nuantong.rosters.raw import KINDS

SUMMARY = ("rows", "auto", "review", "cpu_s", "peak_mb")
KIND_HELP = "whose list it is: civil 民政, school 教委, disabled 残联, any (told by its headings)"


class Command(BaseCommand):
    help = "Find who of the list LEFT is who of the list RIGHT (xlsx, xls, ods, csv)."
    needs_database = False
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("left", type=Path, help="the register, or the list to be found")
        parser.add_argument("right", type=Path, help="the roster whose rows are looked up")
        parser.add_argument("--out", type=Path, required=True, help="links.csv")
        parser.add_argument("--left-kind", choices=KINDS, default="any", help=KIND_HELP)
        parser.add_argument("--right-kind", choices=KINDS, default="any", help=KIND_HELP)
        parser.add_argument("--summary", type=Path, help="write counts, time and memory as JSON")
        parser.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
        parser.add_argument("--threads", type=int, default=2)
        parser.add_argument("--memory", default="", help="DuckDB's limit, as in 2GB; then on disk")

    def handle(self, *args: Any, **options: Any) -> None:
        left = File(options["left"], options["left_kind"])
        right = File(options["right"], options["right_kind"])
        for file in (left, right):
            if not file.path.is_file():
                raise CommandError(f"打不开文件 cannot open the file: {file.path}")
        resources = Resources(options["engine"], options["threads"], options["memory"])
        try:
            found = link_files(left, right, options["out"], resources)
        except Refusal as refusal:
            raise CommandError(f"无法关联 cannot link: {refusal}") from refusal
        except OSError as error:
            raise CommandError(f"无法写入 cannot write: {options['out']}") from error
        if options["summary"]:
            said = json.dumps({key: found[key] for key in SUMMARY}, indent=1)
            options["summary"].write_text(said + "\n", encoding="utf-8")
        self.stdout.write(
            f"左表{found['left_rows']}行，右表{found['right_rows']}行："
            f"自动关联{found['auto']}对，待人工核对{found['review_rows']}行"
        )
