"""Linking by name alone, quick and plain: the engine has its own tests and one here."""

import datetime as dt
from collections.abc import Iterable, Iterator

import pytest

from nuantong.people.models import Child
from nuantong.sweeps import settling
from nuantong.sweeps.linking import Proposal, Row


def by_name(rows: Iterable[Row], on: dt.date, tell: object = None) -> Iterator[Proposal]:
    """The same name and birth date is linked, the name alone is put to people."""
    children = {c.name: c for c in Child.objects.on_register().order_by("-pk")}
    for row in rows:
        child = children.get(row.name) if row.name else None
        if child:
            same = child.birth_date == row.birth_date
            weight = 20.0 if same else 3.0
            yield Proposal(row.id, child.pk, None, weight, {"name": "equal"}, "", same, "by-name")


@pytest.fixture(autouse=True)
def linked_by_name(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "engine" not in request.fixturenames:
        monkeypatch.setattr(settling, "propose", by_name)


@pytest.fixture
def engine() -> None:
    """The test links by the trained model."""
