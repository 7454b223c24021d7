"""Server time of the five pages that are opened most, on the whole demo city.

Each is compared with a bare Django view that asks `SELECT 1` and sends as many bytes, served the
same way in the same run: two processes, four threads each, on the loopback.
"""

import os
from dataclasses import dataclass
from typing import Final

from benchmarks.reading import Reader, p95
from benchmarks.sessions import session_of
from benchmarks.tables import show
from launcher.server import free_port, running
from nuantong.people.models import Child

WARM, ALONE, READERS, EACH = 5, 60, 8, 25
GOAL_ALONE, GOAL_TOGETHER = 100, 300
HEADINGS: Final = (
    "page", "KB", "p95 alone", "goal", "bare", "times", f"p95 of {READERS}", "goal", "bare", "times",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    title: str
    path: str
    staff_number: str


def pages() -> list[Page]:
    """By those who open them: the city officer where the lists are longest."""
    child = Child.objects.get(name="周小航", place__code__startswith="500113111200")
    return [
        Page("register list", "/children/", "M500001"),
        Page("child page", f"/children/{child.number}/", "T500113111"),
        Page("carer's home", "/care/", "C5001130001"),
        Page("overdue list", "/care/overdue/", "M500001"),
        Page("dashboard", "/figures/", "M500001"),
    ]


def measure(reader: Reader) -> tuple[float, float]:
    """p95 of one reader and of several who ask again at once, in milliseconds.

    So many readers warm it too, for every thread to have its connection.
    """
    reader.together(READERS, WARM)
    return p95(reader.seconds(ALONE)), p95(reader.together(READERS, EACH))


def main() -> None:
    measured: list[tuple[Page, int, tuple[float, float]]] = []
    port = free_port(8300)
    with running(port, dict(os.environ)):
        for page in pages():
            reader = Reader(port, page.path, session_of(page.staff_number))
            measured.append((page, reader.size(), measure(reader)))
    with running(port, dict(os.environ), "benchmarks.bare:application"):
        bare = [measure(Reader(port, f"/{size}/")) for _, size, _ in measured]
    rows = [_row(*one, base) for one, base in zip(measured, bare, strict=True)]
    title = f"Pages: {Child.objects.count()} children; milliseconds to the last byte"
    show(title, HEADINGS, rows)


def _row(
    page: Page, size: int, found: tuple[float, float], bare: tuple[float, float]
) -> list[object]:
    parts: list[object] = [page.title, round(size / 1024)]
    for time, goal, base in zip(found, (GOAL_ALONE, GOAL_TOGETHER), bare, strict=True):
        parts += [f"{time:.0f}", f"<{goal}", f"{base:.1f}", f"{time / base:.0f}"]
    return parts
