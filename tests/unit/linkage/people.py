"""Clean rows for tests of linkage: a child, and what another list may write of it."""

from typing import Any

import polars as pl

from nuantong.linkage.columns import CLEAN, IdState

CHILD: dict[str, Any] = {
    "name": "王子涵", "surname": "王", "given": "子涵", "py": "wangzihan", "py_dialect": "wanzihan",
    "id18": "500113201003050013", "id_state": IdState.VALID, "dob": 14673, "sex": 1,
    "phone": "13912345678", "guardian": "王建国", "guardian_py": "wangjianguo",
    "district": 500113, "town": 500113111, "village": 500113111200, "house": "3-12",
}  # fmt: skip
"""Born 2010-03-05."""


def clean(*rows: dict[str, Any]) -> pl.DataFrame:
    """Frames of the contract: CHILD, with what each row changes."""
    full = [{**CHILD, **row, "row": number} for number, row in enumerate(rows, 1)]
    return pl.DataFrame([{name: row.get(name) for name in CLEAN} for row in full], schema=CLEAN)


def somebody(number: int) -> dict[str, Any]:
    """A child of its own, unlike every other."""
    name = f"李{chr(0x4E00 + 7 * number)}{chr(0x5E00 + 11 * number)}"
    return {
        "name": name, "surname": "李", "given": name[1:], "py": f"li{number}", "py_dialect": f"li{number}",
        "id18": f"5001132011{number:07}0", "dob": 11000 + 3 * number, "sex": 1 + number % 2,
        "phone": f"138{number:08}", "guardian": f"张{name[1:]}", "guardian_py": f"zhang{number}",
        "village": 500113111200 + number % 40, "house": f"{number}-1",
    }  # fmt: skip
