"""Writing a folder of facts and reading what came out."""

import csv
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from nuantong.duties.batch.running import judge_folder

Row = Mapping[str, Any]
HEADINGS = {
    "enrolments": "enrolment,child,protocol,start,end,stage,no_signal,boarding,birthday",
    "pairings": "child,carer,start,end",
    "exemptions": "child,start,end,reason",
    "contacts": "contact,child,carer,happened_on,received_at,acts,means,topics,supersedes",
    "leaves": "carer,start,end,substitute",
    "heard": "carer,last_heard_at",
    "terms": "stage,term,start,end",
}


def write_folder(
    folder: Path, tables: Mapping[str, Iterable[Row]], protocols: Mapping[str, Any] | None = None
) -> Path:
    """Tables that are not named are empty, the optional ones are not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, headings in HEADINGS.items():
        if name in tables or name in ("enrolments", "pairings", "exemptions", "contacts"):
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, headings.split(","), restval="")
                writer.writeheader()
                writer.writerows(tables.get(name, ()))
    for code, content in (protocols or {}).items():
        text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
        (folder / f"{code}.json").write_text(text, encoding="utf-8")
    return folder


def judged(folder: Path, as_of: str) -> list[dict[str, str]]:
    """The rows of outcomes.csv."""
    judge_folder(folder, folder / "out", dt.date.fromisoformat(as_of))
    return read(folder / "out" / "outcomes.csv")


def problems(folder: Path) -> list[dict[str, str]]:
    return read(folder / "out" / "problems.csv")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
