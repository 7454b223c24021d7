"""Importing a ledger end to end, against reading it and a bare COPY of the same rows.

    python -m benchmarks.import_roster [FILE] [--kind children|carers] [--times 5]

Both sides run by turns in one process, on one database; the best of each counts. End to end means:
the file's bytes → guards, header, columns, every cell judged, matched with the register and within
the file, households, encryption, rows of seven tables with all their indexes, the outcome of every
row, the event on the log, constraints checked. Everything is rolled back.
"""

import argparse
import io
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

TARGET = 5.0


def measure(data: bytes, kind: str, times: int) -> dict[str, Any]:
    """Seconds of each step, and the ratio."""
    import_once(data, kind)
    read, copied, whole = [], [], []
    counts: dict[str, int] = {}
    for _ in range(times):
        seconds, rows = timed(lambda: read_only(data))
        read.append(seconds)
        copied.append(copy_only(rows))
        seconds, counts = timed(lambda: import_once(data, kind))
        whole.append(seconds)
    base = min(read) + min(copied)
    return {
        "read": min(read), "copy": min(copied), "import": min(whole), "ratio": min(whole) / base,
        "counts": counts,
    }  # fmt: skip


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def read_only(data: bytes) -> list[list[Any]]:
    """What calamine alone does."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows: list[list[Any]] = book.get_sheet_by_index(0).to_python()
    return rows


def copy_only(rows: list[list[Any]]) -> float:
    """The same rows into a table of text columns without key, index or constraint."""
    from django.db import connection, transaction

    columns = ", ".join(f"c{n} text" for n in range(max(map(len, rows))))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare_copy ({columns})")
        start = time.perf_counter()
        with cursor.copy("COPY bare_copy FROM STDIN") as copy:
            for row in rows:
                copy.write_row([str(value) for value in row])
        seconds = time.perf_counter() - start
        transaction.set_rollback(True)
    return seconds


def import_once(data: bytes, kind: str) -> dict[str, int]:
    """All of it, to the last check before the commit, and back."""
    from django.db import connection, transaction

    from nuantong.access.reader import system_reader
    from nuantong.rosters.actions import import_at_once

    with transaction.atomic():
        roster = import_at_once(
            data=data, file_name="台账.xlsx", kind=kind, by=system_reader(), applying=True
        )
        connection.check_constraints()
        transaction.set_rollback(True)
    return {"rows": roster.rows, **roster.counts}


def table(name: str, size: int, found: dict[str, Any]) -> str:
    counts = "  ".join(f"{key} {value:,}" for key, value in found["counts"].items())
    verdict = "met" if found["ratio"] <= TARGET else "missed"
    return "\n".join(
        [
            f"import_roster  {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
            f"  command              python -m benchmarks.import_roster {' '.join(sys.argv[1:])}",
            f"  file                 {name}, {size / 1024:,.0f} KB",
            f"  outcome              {counts}",
            f"  calamine reads it    {found['read']:8.3f} s",
            f"  bare COPY            {found['copy']:8.3f} s",
            f"  import end to end    {found['import']:8.3f} s",
            f"  ratio                {found['ratio']:8.2f}   (at most {TARGET:g}: {verdict})",
        ]
    )


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
    found = measure(data, options.kind, options.times)
    print(table(name, len(data), found))
    return 0 if found["ratio"] <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
