"""How cost grows with the city: what was measured, and nothing that was only reckoned.

The engine judges a year at every size; PostgreSQL is measured at the sizes that fit a bench. What
a row takes is measured; a child's year of them is the rows she has in a year times that.
"""

import json
import time
from pathlib import Path
from typing import Any, Final

from benchmarks.duties.city import CONTACTS
from benchmarks.tables import show

ENGINE: Final = (10_000, 100_000, 1_000_000)
STORED: Final = (10_000, 100_000)
WINDOWS: Final = 95
"""Of the Six Ones, a child and year."""
ROWS_OF_A_YEAR: Final = {"duties_contact": CONTACTS, "duties_windowoutcome": WINDOWS}
NOT: Final = "not measured"
HEADS: Final = (
    "children", "engine: CPU s a year", "us a window", "a week closed: CPU s", "us a window",
    "contact saved: CPU ms", "KB a child and year: contacts", "outcomes",
)  # fmt: skip


def engine(children: int) -> tuple[float, int]:
    """CPU seconds for a year of so many children, and how many windows it has."""
    from benchmarks.duties.city import make
    from benchmarks.duties.report import judged

    judged(make(100))
    city = make(children)
    begun = time.process_time()
    windows = judged(city)
    return time.process_time() - begun, windows


def stored(figures: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(figures.read_text())
    return found


def table(measured: dict[int, dict[str, Any]]) -> None:
    rows: list[list[object]] = []
    for children in ENGINE:
        cpu, windows = engine(children)
        here = measured.get(children)
        row: list[object] = [f"{children:,}", f"{cpu:.2f}", f"{cpu / windows * 1e6:.2f}"]
        rows.append([*row, *(_stored(here) if here else [NOT] * 5)])
    show("How it grows", HEADS, rows)


def _stored(found: dict[str, Any]) -> list[object]:
    sizes = [found["bytes a row"][name] * count / 1024 for name, count in ROWS_OF_A_YEAR.items()]
    return [
        f"{found['week']:.1f}", f"{found['week'] / found['closed'] * 1e6:.0f}",
        f"{found['saved'] * 1000:.1f}", *(f"{size:.1f}" for size in sizes),
    ]  # fmt: skip
