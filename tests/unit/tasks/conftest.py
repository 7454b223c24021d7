"""Kinds of the tests' own, and a task about the cast's child."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from nuantong.access.reader import Reader, system_reader
from nuantong.tasks.actions import Wanted, raise_task
from nuantong.tasks.kinds import KINDS, register_kind
from nuantong.tasks.models import Task


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    before = dict(KINDS)
    register_kind("check", "核对资料", "打电话或上门核对。")
    register_kind("danger", "跟进危险报告", "与派出所联系。", outlives=True)
    yield
    KINDS.clear()
    KINDS.update(before)


@pytest.fixture
def wanted(cast: Any) -> Callable[..., Wanted]:
    """wanted(title=…): a task about the cast's own child, unless it is of a region."""

    def build(**values: Any) -> Wanted:
        about = {} if "region" in values else {"child": cast.children.own}
        return Wanted(**{"key": "check-1", "kind": "check", "title": "核对电话", **about, **values})

    return build


@pytest.fixture
def raised(wanted: Callable[..., Wanted], cast: Any) -> Callable[..., Task]:
    """raised(by, key=…): the same, raised (by the system when nobody is named)."""

    def build(by: Reader | None = None, **values: Any) -> Task:
        return raise_task(by=by or system_reader(), wanted=wanted(**values))

    return build
