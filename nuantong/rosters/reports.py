"""What became of a list: for people as a few lines, for programs as JSON."""

import json
from typing import Any

from nuantong.rosters.models import OUTCOMES, RosterImport, RosterRow


def report(roster: RosterImport) -> dict[str, Any]:
    """Counts that add up, unmapped columns, notes on the whole file, and problems by cell.

    `row` is the row as Excel numbers it, from 1; `column` is the column's heading as the sheet has
    it (a second equal one after its group: 监护人·姓名).
    """
    cells = [
        {"row": number, "column": column, "problem": problem}
        for number, kept in _with_problems(roster)
        for column, problem in json.loads(kept)
    ]
    return {
        "rows": roster.rows,
        **roster.counts,
        "unmapped": roster.unmapped,
        "notes": roster.notes,
        "cells": cells,
    }


def unread(error: str) -> dict[str, Any]:
    """The report of a file that could not be read: no row was, and why."""
    return {
        "error": error, "rows": 0, **dict.fromkeys(OUTCOMES, 0), "unmapped": [], "notes": [],
        "cells": [],
    }  # fmt: skip


def summary(found: dict[str, Any], notes: list[str], *, applied: bool) -> str:
    """A few lines for the terminal."""
    names = dict(RosterRow.Outcome.choices)
    counts = "　".join(f"{names[outcome]} {found[outcome]}" for outcome in OUTCOMES)
    lines = [f"数据行 {found['rows']}：{counts}", f"有问题的单元格 {len(found['cells'])}"]
    if found["unmapped"]:
        lines.append(f"没有用到的列：{'、'.join(found['unmapped'])}")
    lines += notes
    lines.append("已写入台账。" if applied else "只是预览，没有写入；加 --apply 写入台账。")
    return "\n".join(lines)


def _with_problems(roster: RosterImport) -> Any:
    rows = roster.lines.filter(has_problems=True).order_by("number")
    return rows.values_list("number", "problems")
