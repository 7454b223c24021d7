"""Cleaning a province's school roll: CPU and memory for three million rows, half of them bad ones."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from benchmarks.linkage.generator import make
from benchmarks.tables import show

ROWS: Final = 3_000_000
PIECE: Final = 250_000
"""Children that are made up at a time."""
GOALS: Final = {"cleaning, CPU s": 60, "peak, MB": 1000}
HEADINGS: Final = {
    "name": "学生姓名", "sex": "性别", "birth_date": "出生日期", "id_number": "学籍号/身份证号",
    "guardian_name": "家长姓名", "phone": "家长电话", "school": "就读学校", "address": "家庭住址",
}  # fmt: skip
ENCODINGS: Final = ("utf-8", "gb18030")


def main() -> None:
    rows = []
    with TemporaryDirectory() as folder:
        for encoding in ENCODINGS:
            path = Path(folder) / f"{encoding}.csv"
            _write(path, encoding)
            command = [sys.executable, "-m", "benchmarks.linkage_cleaning", str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            rows.append((encoding, *done.stdout.split()))
    headings = ("csv", "rows", "reading, CPU s", "cleaning, CPU s", "peak, MB")
    goals = ", ".join(f"{what} {goal}" for what, goal in GOALS.items())
    show(f"Cleaning a school roll in a process of its own (goals: {goals})", headings, rows)


def _write(path: Path, encoding: str) -> None:
    with path.open("w", encoding=encoding) as file:
        file.write(",".join(HEADINGS.values()) + "\n")
        for piece in _pieces():
            file.write(piece.write_csv(include_header=False))


def _pieces() -> Iterator[pl.DataFrame]:
    """Other children in every piece."""
    for seed in range(ROWS // PIECE):
        profile = ("ordinary", "hard")[seed % 2]
        yield make(1000, PIECE, profile, seed).right.select(*HEADINGS)


def measure(path: Path) -> None:
    """Prints rows, CPU seconds of reading and of cleaning, and the most memory used in MB."""
    from nuantong.linkage.cleaning import clean_chunks
    from nuantong.rosters.raw import raw_chunks

    rows, read = 0, 0.0

    def timed() -> Iterator[pl.DataFrame]:
        nonlocal read
        chunks = raw_chunks(path, "school")
        while True:
            begun = time.process_time()
            chunk = next(chunks, None)
            read += time.process_time() - begun
            if chunk is None:
                return
            yield chunk

    begun = time.process_time()
    for part in clean_chunks(timed()):
        rows += part.height
    cleaning = time.process_time() - begun - read
    print(rows, f"{read:.1f}", f"{cleaning:.1f}", _peak())


def _peak() -> int:
    """Of this process alone: what getrusage() says may be its parent's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    measure(Path(sys.argv[1]))
