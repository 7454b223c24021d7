"""Somebody who writes and the officers who may answer."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.help.actions import Letter, complain
from nuantong.help.models import Complaint
from tests.conftest import TODAY


@pytest.fixture
def write(cast: Any) -> Callable[..., Complaint]:
    """write(reader, text=…, about_officer=…): a complaint kept."""

    def keep(by: Reader, text: str = "走访太少", **said: Any) -> Complaint:
        key = said.pop("key", None) or uuid.uuid4()
        letter = Letter(kind=said.pop("kind", "complaint"), text=text, **said)
        return complain(by=by, key=key, letter=letter)

    return keep


@pytest.fixture
def carer(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.CARER)


@pytest.fixture
def officer(reader: Callable[[Role], Reader]) -> Reader:
    """The district's officer, nearest to the carer."""
    return reader(Role.DISTRICT_OFFICER)


@pytest.fixture
def city(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.CITY_OFFICER)


@pytest.fixture
def colleague(make: Any) -> Reader:
    """Another officer of the same district."""
    return reader_of(make.user("d2", "陈", Role.DISTRICT_OFFICER, "500113"), TODAY)
