"""Importing a ledger end to end, against reading it and a bare COPY of the same rows.

    ./dev bench import_roster [FILE] [--kind children|carers] [--times 5]

Both sides run by turns in one process, on one database (the demo city: a register in use), swept
before each turn; the best of each counts. End to end means: the file's bytes → guards, header,
columns, every cell judged, matched with the register and within the file, households, encryption,
the rows of every table with all their indexes, the outcome of every row, the event on the log,
constraints checked. Everything is rolled back.

'The same rows' may be read in two ways, and both are shown. The verdict takes the stricter: the
sheet's own rows as text into one table without key, index or constraint. The other is the least
that any import with this register's promises costs: the rows it writes, ready made, by COPY into
their tables as they are, with the same constraints checked.
"""

import argparse
import io
import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from benchmarks.costs import Cost

TARGET = 5.0


def measure(data: bytes, kind: str, times: int) -> tuple["dict[str, Cost]", dict[str, int]]:
    """The least cost of each step, and what became of the rows."""
    from benchmarks.costs import cost, least

    written = rows_written(data, kind)
    steps: dict[str, list[Cost]] = {"read": [], "copy": [], "written": [], "import": []}
    counts: dict[str, int] = {}
    for _ in range(times):
        spent, rows = cost(lambda: read_only(data))
        steps["read"].append(spent)
        steps["copy"].append(copy_only(rows))
        sweep(written)
        steps["written"].append(copy_written(written))
        sweep(written)
        spent, counts = cost(lambda: import_once(data, kind))
        steps["import"].append(spent)
    return {step: least(costs) for step, costs in steps.items()}, counts


def read_only(data: bytes) -> list[list[Any]]:
    """What calamine alone does."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows: list[list[Any]] = book.get_sheet_by_index(0).to_python()
    return rows


def copy_only(rows: list[list[Any]]) -> "Cost":
    """The same rows into a table of text columns without key, index or constraint."""
    from django.db import connection, transaction

    from benchmarks.costs import cost

    def copy() -> None:
        with cursor.copy("COPY bare_copy FROM STDIN") as copying:
            for row in rows:
                copying.write_row([str(value) for value in row])

    columns = ", ".join(f"c{n} text" for n in range(max(map(len, rows))))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare_copy ({columns})")
        spent, _ = cost(copy)
        transaction.set_rollback(True)
    return spent


def rows_written(data: bytes, kind: str) -> dict[str, bytes]:
    """Table → the rows that the import adds to it, as COPY takes them, parents first."""
    from django.apps import apps
    from django.db import connection, transaction

    tables = [
        model._meta.db_table
        for app in ("rosters", "people")
        for model in apps.get_app_config(app).get_models()
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        last = {table: last_id(cursor, table) for table in tables}
        run_import(data, kind)
        rows = {table: copied_out(cursor, table, last[table]) for table in tables}
        transaction.set_rollback(True)
    return {table: copied for table, copied in rows.items() if copied}


def last_id(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")
    return int(cursor.fetchone()[0])


def copied_out(cursor: Any, table: str, after: int) -> bytes:
    with cursor.copy(f"COPY (SELECT * FROM {table} WHERE id > {after}) TO STDOUT") as copy:
        return b"".join(copy)


def copy_written(written: dict[str, bytes]) -> "Cost":
    """The rows of an import, ready made, into their tables with all that hangs on these.

    A table that triggers have filled meanwhile is left out.
    """
    from django.db import connection, transaction

    from benchmarks.costs import cost

    def copy() -> None:
        for table, rows in written.items():
            if last_id(cursor, table) == last[table]:
                with cursor.copy(f"COPY {table} FROM STDIN") as copying:
                    copying.write(rows)
        connection.check_constraints()

    with transaction.atomic(), connection.cursor() as cursor:
        last = {table: last_id(cursor, table) for table in written}
        spent, _ = cost(copy)
        transaction.set_rollback(True)
    return spent


def sweep(tables: Iterable[str]) -> None:
    """What earlier turns rolled back is no load that an office's import would meet."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"VACUUM {table}")


def import_once(data: bytes, kind: str) -> dict[str, int]:
    """All of it, to the last check before the commit, and back."""
    from django.db import connection, transaction

    with transaction.atomic():
        counts = run_import(data, kind)
        connection.check_constraints()
        transaction.set_rollback(True)
    return counts


def run_import(data: bytes, kind: str) -> dict[str, int]:
    from nuantong.access.reader import system_reader
    from nuantong.rosters.actions import import_at_once

    roster = import_at_once(
        data=data, file_name="台账.xlsx", kind=kind, by=system_reader(), applying=True
    )
    return {"rows": roster.rows, **roster.counts}


STEPS = {
    "calamine reads it": "read", "bare COPY": "copy", "import end to end": "import",
    "rows as written, by COPY": "written",
}  # fmt: skip


def table(name: str, size: int, found: "dict[str, Cost]", counts: dict[str, int]) -> str:
    ratio, cpu = ratios(found, "copy")
    other, other_cpu = ratios(found, "written")
    verdict = "met" if ratio <= TARGET else "missed"
    return "\n".join(
        [
            f"import_roster  {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            f"  {name}, {size / 1024:,.0f} KB",
            f"  {'  '.join(f'{key} {value:,}' for key, value in counts.items())}",
            f"  {'':26}{'seconds':>9}{'CPU':>9}",
            *(
                f"  {title:26}{found[step].wall:9.3f}{found[step].cpu:9.3f}"
                for title, step in STEPS.items()
            ),
            f"  {'ratio':26}{ratio:9.2f}{cpu:9.2f}   (at most {TARGET:g}: {verdict})",
            f"  {'ratio to rows as written':26}{other:9.2f}{other_cpu:9.2f}",
        ]
    )


def ratios(found: "dict[str, Cost]", copied: str) -> tuple[float, float]:
    """Of the import to reading and a COPY: by the clock, and in processor time."""
    whole, read, copy = found["import"], found["read"], found[copied]
    return whole.wall / (read.wall + copy.wall), whole.cpu / (read.cpu + copy.cpu)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", help="a ledger; else one is made")
    parser.add_argument("--kind", default="children", choices=["children", "carers"])
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nuantong.config.settings")
    django.setup()
    from benchmarks.ledger import ledger

    data = options.file.read_bytes() if options.file else ledger()
    name = options.file.name if options.file else "a made ledger"
    found, counts = measure(data, options.kind, options.times)
    print(table(name, len(data), found, counts))
    return 0 if ratios(found, "copy")[0] <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
