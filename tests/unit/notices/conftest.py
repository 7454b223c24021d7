"""Kinds of the tests' own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from nuantong.access.reader import system_reader
from nuantong.notices.actions import notify
from nuantong.notices.kinds import KINDS, register_kind


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    before = dict(KINDS)
    register_kind("paired", "结对", "看孩子")
    yield
    KINDS.clear()
    KINDS.update(before)


@pytest.fixture
def tell(cast: Any) -> Callable[..., bool]:
    """tell(key=…): the cast's carer, unless somebody else is named."""

    def build(**values: Any) -> bool:
        given = {
            "to": cast.carer, "kind": "paired", "key": "1", "subject": "您有新结对的孩子",
            "by": system_reader(), **values,
        }  # fmt: skip
        return notify(**given)

    return build
