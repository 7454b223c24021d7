"""People who keep the register, as readers."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.core.text import check_character


@pytest.fixture
def township(reader: Callable[[Role], Reader]) -> Reader:
    """The township chair who keeps the register of the cast's own child."""
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def village(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.VILLAGE_CHAIR)


@pytest.fixture
def district(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.DISTRICT_OFFICER)


@pytest.fixture
def city(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.CITY_OFFICER)


@pytest.fixture
def id_of() -> Callable[..., str]:
    """id_of(day, sequence): a right ID number; an even sequence is a girl's."""

    def number(born: dt.date = dt.date(2009, 5, 4), sequence: int = 12, **_: Any) -> str:
        first = f"500113{born:%Y%m%d}{sequence:03d}"
        return first + check_character(first)

    return number
