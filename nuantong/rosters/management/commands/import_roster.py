"""Imports a roster from the command line, as the system."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from nuantong.access.reader import system_reader
from nuantong.core.errors import Refusal
from nuantong.rosters import actions, reports
from nuantong.rosters.models import RosterImport


class Command(BaseCommand):
    help = "Read a roster (xlsx, xls, ods, csv); without --apply nothing is written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--kind", choices=RosterImport.Kind.values, required=True)
        parser.add_argument("--apply", action="store_true", help="write it into the register")
        parser.add_argument("--report", type=Path, help="write counts and problems here as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
            found, notes = run(data, options["file"].name, options["kind"], options["apply"])
        except OSError as error:
            self.fail(f"打不开文件 cannot open the file: {options['file']}", error, options)
        except Refusal as refusal:
            self.fail(f"无法导入 cannot import: {refusal}", refusal, options)
        _write(found, options["report"])
        self.stdout.write(reports.summary(found, notes, applied=options["apply"]))

    def fail(self, said: str, cause: Exception, options: dict[str, Any]) -> NoReturn:
        """Ends with 1, and the report says why."""
        _write(reports.unread(said), options["report"])
        raise CommandError(said) from cause


def _write(found: dict[str, Any], report: Path | None) -> None:
    if report:
        report.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")


def run(data: bytes, file_name: str, kind: str, applying: bool) -> tuple[dict[str, Any], list[str]]:
    """The report and notes on the file. Without `applying` everything is rolled back."""
    with transaction.atomic():
        roster = actions.import_at_once(
            data=data, file_name=file_name, kind=kind, by=system_reader(), applying=applying
        )
        found = reports.report(roster)
        if not applying:
            transaction.set_rollback(True)
    return found, roster.notes
