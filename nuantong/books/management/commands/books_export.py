"""./dev manage books_export OUT.beancount: the whole of the books as plain text."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from nuantong.books.exporting import journal


class Command(BaseCommand):
    help = "Write the whole of the books as a journal in beancount's plain text."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path)

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        with transaction.atomic(), out.open("w", encoding="utf-8") as file:
            if len(connection.savepoint_ids) == 0:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            file.writelines(journal())
        self.stdout.write(f"{out}")
