"""What time changed → tasks for the office that keeps the record: never an exit."""

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from nuantong.access.roles import Permission
from nuantong.eligibility.reading import Record
from nuantong.eligibility.rules import BIRTHDAY
from nuantong.eligibility.values import CAUTION, FITS_TITLES, TITLES, Change, Fits
from nuantong.eligibility.vocabulary import CHANGING
from nuantong.tasks.actions import Wanted

WITHIN: Final = dt.timedelta(days=30)
"""How long the office has; the product's own figure."""


def wanted(record: Record, told: list[Change]) -> Iterator[Wanted]:
    """One task for a child and a day; its key says so, whenever it is found out."""
    mattering = [change for change in told if _matters(change, record)]
    for day, found in groupby(mattering, key=lambda change: change.on):
        yield _wanted(record, day, list(found))


def _matters(change: Change, record: Record) -> bool:
    """A birthday alone is not told here: the register's own list of those who come of age has it
    (people.ageing), and one thing is one task."""
    if change.why.startswith(BIRTHDAY) and "；" not in change.why:
        return False
    return Fits.YES in (change.was, change.now) or change.category.value in record.labels


def _wanted(record: Record, day: dt.date, found: list[Change]) -> Wanted:
    names = "、".join(TITLES[change.category] for change in found)
    lines = [
        f"{TITLES[one.category]}：{FITS_TITLES[one.was]} → {FITS_TITLES[one.now]}" for one in found
    ]
    return Wanted(
        key=f"eligibility:{record.child.pk}:{day}", kind=CHANGING,
        title=f"{day:%Y年%m月%d日}{found[0].why}，“{names}”情形可能变化"[:120],
        permission=Permission.EDIT_CHILDREN, child=record.child, due_on=day + WITHIN,
        note="\n".join([f"{day} {found[0].why}。", *lines, f"{CAUTION}。不会自动退出。"]),
        url_name="people:child", url_args={"number": record.child.number},
    )  # fmt: skip
