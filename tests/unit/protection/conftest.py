"""A carer who reported a danger, and the neighbours who must not learn of it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.protection.actions import Account, report_danger
from nuantong.protection.models import DangerReport
from tests.conftest import NEIGHBOUR, TODAY


@pytest.fixture
def report_by(cast: Any) -> Callable[..., DangerReport]:
    """report_by(reader, situation=6, who=…): a report kept."""

    def keep(by: Reader, situation: int = 6, **said: Any) -> DangerReport:
        key = said.pop("key", None) or uuid.uuid4()
        return report_danger(by=by, key=key, situation=situation, account=Account(**said))

    return keep


@pytest.fixture
def carer(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.CARER)


@pytest.fixture
def rights(reader: Callable[[Role], Reader]) -> Reader:
    """The rights officer of the carer's district."""
    return reader(Role.RIGHTS_OFFICER)


@pytest.fixture
def other_rights(make: Any) -> Reader:
    """The rights officer of another district."""
    return reader_of(make.user("r2", "权益二", Role.RIGHTS_OFFICER, NEIGHBOUR[:6]), TODAY)


@pytest.fixture
def city_rights(make: Any) -> Reader:
    return reader_of(make.user("r3", "权益三", Role.RIGHTS_OFFICER, "500000"), TODAY)
