"""A made-up register in the database, and the list of an office in two months, as csv files."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import polars as pl
from django.db import transaction

from benchmarks.linkage.generator import Lists, make
from nuantong.core import clock
from nuantong.core.copying import copy_rows, reserve_ids
from nuantong.linkage.cleaning import clean_chunks
from nuantong.linkage.columns import CLEAN, IdState
from nuantong.people.models import Child, Guardian, Household
from nuantong.regions.tree import Tree, tree_on

HEADINGS: Final = {
    "name": "姓名", "sex": "性别", "birth_date": "出生日期", "id_number": "身份证号",
    "guardian_name": "监护人", "phone": "监护人电话", "school": "学校", "address": "家庭住址",
    "father": "父亲情况", "mother": "母亲情况",
}  # fmt: skip
CHILD: Final = (
    "id", "name", "pinyin", "sex", "birth_date", "id_number", "id_index", "id_status", "household",
    "place", "address", "version", "status", "registered_on", "left_reason", "ethnicity", "setting",
    "stage", "school", "grade", "teacher", "health",
)  # fmt: skip
CHANGED: Final = 0.01
"""Share of the rows that next month's list says otherwise, leaves out, or has new, a third each."""
LOST: Final = (0.004, 0.006)
"""Shares of the rows whose parents are both lost to the child, and of which one is."""


def write(children: int, rows: int, seed: int, first: Path, second: Path) -> None:
    """Fills the register; this month's list and next month's stand in the two files."""
    lists = make(children, rows + rows // 100, "ordinary", seed)
    clean = pl.concat([pl.DataFrame(schema=CLEAN), *clean_chunks([lists.left])])
    _fill(lists, clean)
    rng = np.random.default_rng(seed)
    every = _with_parents(lists.right, rng)
    this = every.head(rows)
    this.write_csv(first)
    _next(this, every.tail(every.height - rows), rng).write_csv(second)


def _with_parents(roll: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    drawn = rng.random(roll.height)
    father = np.where(drawn < sum(LOST), "死亡", "")
    mother = np.where(drawn < LOST[0], "失联", "")
    told = roll.with_columns(pl.all().fill_null(""), father=father, mother=mother)
    return told.select(list(HEADINGS)).rename(HEADINGS)


def _next(this: pl.DataFrame, new: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Somebody has another phone, somebody is no longer on it, somebody is new."""
    drawn = pl.Series(rng.random(this.height))
    later = this.with_columns(
        pl.when(drawn < CHANGED / 3).then(pl.lit("13900000000")).otherwise("监护人电话")
        .alias("监护人电话")
    )  # fmt: skip
    stay = later.filter(drawn < 1 - CHANGED / 3)
    return pl.concat([stay, new.head(this.height - stay.height)])


@transaction.atomic
def _fill(lists: Lists, clean: pl.DataFrame) -> None:
    tree, today = tree_on(clock.today()), clock.today()
    ids = reserve_ids(Child, clean.height)
    homes = reserve_ids(Household, clean.height)
    rows = list(clean.with_columns(address=lists.left["address"]).iter_rows(named=True))
    places = [_place(tree, row) for row in rows]
    copy_rows(Household, ("id", "place"), zip(homes, places, strict=True))
    named = zip(ids, homes, places, rows, strict=True)
    copy_rows(Child, CHILD, _children(named, today))
    copy_rows(
        Guardian, ("child", "name", "relation", "phone"), _guardians(zip(ids, rows, strict=True))
    )


def _place(tree: Tree, row: dict[str, Any]) -> int:
    code = row["village"] or row["town"] or row["district"]
    found = tree.by_code(str(code)) if code else None
    return found.id if found else tree.root.id


def _children(rows: Any, today: dt.date) -> Iterator[tuple[Any, ...]]:
    fields: Any = {
        name: Child._meta.get_field(name) for name in ("id_number", "id_index", "address")
    }
    taken: set[str] = set()
    for pk, home, place, row in rows:
        number, born = row["id18"] or "", row["dob"]
        valid = row["id_state"] == IdState.VALID and number not in taken
        taken.add(number)
        yield (
            pk, row["name"] or "无名", row["py"] or "", str(row["sex"] or 0),
            dt.date(1970, 1, 1) + dt.timedelta(days=born) if born is not None else None,
            fields["id_number"].seal(number), fields["id_index"].of(number),
            "valid" if valid else "wrong" if number else "missing", home, place,
            fields["address"].seal(row["address"]), 1, "on_register", today, "", "", "scattered",
            "", row["school"] or "", "", "", "",
        )  # fmt: skip


def _guardians(rows: Any) -> Iterator[tuple[Any, ...]]:
    phone: Any = Guardian._meta.get_field("phone")
    for child, row in rows:
        if row["guardian"]:
            yield child, row["guardian"], "", phone.seal(row["phone"])
