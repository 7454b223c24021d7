"""The same protocol and facts for the engine of the Community Health Toolkit (npm)."""

import json
import subprocess
from pathlib import Path

from benchmarks.duties.city import City
from nuantong.duties.windows import Window

PACKAGES = ("cht-conf@6.6.1", "cht-conf-test-harness@5.0.4")
DAY_MS, EPOCH = 86_400_000, 719_163
SCRIPT = Path(__file__).with_name("cht.js")


def installed(folder: Path) -> bool:
    """Puts the packages into a folder outside the repository; False where npm cannot."""
    if (folder / "node_modules" / "cht-conf").is_dir():
        return True
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        "npm",
        "install",
        "--prefix",
        str(folder),
        "--ignore-scripts",
        "--no-audit",
        *PACKAGES,
    ]
    try:
        return subprocess.run(command, capture_output=True, timeout=600).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def cht(city: City, folder: Path) -> dict[str, float]:
    """windows, resolved and CPU seconds."""
    facts = folder / "facts.json"
    facts.write_text(json.dumps({"duties": _duties(city), "children": _children(city)}))
    command = ["node", "--max-old-space-size=4096", str(SCRIPT), str(facts)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _duties(city: City) -> list[dict[str, object]]:
    book, found = city.book, []
    for number in range(book.lines[0], book.lines[1]):
        line = book.line[number]
        windows = city.sheets.windows[book.opens[line] : book.closes[line]]
        duty = windows[0].duty
        (way,) = duty.accepts
        (act,) = way.acts
        spans = [_span(window) for window in windows]
        found.append({"code": duty.code, "act": act, "means": [*way.means], "windows": spans})
    return found


def _span(window: Window) -> dict[str, object]:
    return {"key": window.key, "start": _ms(window.start.toordinal()), "end": _ms(window.end.toordinal())}  # fmt: skip


def _ms(day: int) -> int:
    return (day - EPOCH) * DAY_MS


def _children(city: City) -> list[list[tuple[int, list[str], str]]]:
    from benchmarks.duties.city import SORTS

    sorts = [(sorted(sort.acts), sort.means) for sort in SORTS]
    known = city.known
    return [
        [
            (_ms(day), *sorts[kind])
            for day, kind in zip(known.day[a:b].tolist(), known.kind[a:b].tolist(), strict=True)
        ]
        for a, b in zip(known.contacts[:-1], known.contacts[1:], strict=True)
    ]
