"""A child whose father is dead and whose mother is in prison for some days more."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.people.models import Child, ParentSituation

RELEASE = dt.date(2018, 9, 10)


def situate(child: Child, **parents: Any) -> None:
    """situate(child, father="dead", mother=("in_prison", since, until))."""
    for parent, said in parents.items():
        status, *days = said if isinstance(said, tuple) else (said,)
        values = dict(zip(("since", "until"), days, strict=False))
        ParentSituation.objects.create(child=child, parent=parent, status=status, **values)


@pytest.fixture
def own(cast: Any) -> Child:
    child = cast.children.own
    situate(child, father="dead", mother=("in_prison", dt.date(2016, 9, 10), RELEASE))
    return child


@pytest.fixture
def officer(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)
