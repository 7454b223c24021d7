"""A fund of a company for coats and packs, and short ways to move its money."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from nuantong.access.reader import Reader, system_reader
from nuantong.books import actions, posting
from nuantong.books.models import Balance, Entry, Fund, Project
from tests.conftest import place

DAY = dt.date(2018, 8, 6)
PURPOSES = ("winter_coat", "gift_pack")


def make_fund(name: str = "暖冬专项", purposes: Sequence[str] = PURPOSES, **values: Any) -> Fund:
    said = {"source": "company", "foundation": "阳光基金会", "region_id": place("500000").pk,
            "opened_on": dt.date(2018, 1, 1), **values}  # fmt: skip
    return actions.open_fund(
        said=actions.NewFund(name=name, purposes=purposes, **said), key=uuid.uuid4(),
        by=system_reader(),
    )  # fmt: skip


def make_project(title: str = "暖冬行动") -> Project:
    return Project.objects.create(key=uuid.uuid4(), title=title)


def voucher(fund: Fund, **values: Any) -> posting.Voucher:
    said = {
        "purpose": "winter_coat",
        "on": DAY,
        "words": "测试",
        "document": posting.Document("test", uuid.uuid4()),
        "key": uuid.uuid4(),
        **values,
    }
    return posting.Voucher(fund=fund, **said)


def move(verb: Any, fund: Fund, fen: int, *, by: Reader | None = None, **values: Any) -> Entry:
    """move(posting.receive, fund, 100): what is not of the voucher goes to the verb."""
    own = {k: values.pop(k) for k in ("committed", "pledged", "in_kind", "to") if k in values}
    return verb(about=voucher(fund, **values), fen=fen, by=by or system_reader(), **own)


def undo(entry: Entry, on: dt.date = DAY) -> Entry:
    return posting.reverse(
        entry, on=on, why="退票", document=posting.Document("test", uuid.uuid4()),
        key=uuid.uuid4(), by=system_reader(),
    )  # fmt: skip


def balance(fund: Fund, purpose: str = "winter_coat", project: Project | None = None) -> Balance:
    return Balance.objects.get(fund=fund, purpose=purpose, project=project)
