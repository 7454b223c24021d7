"""小乐's township and counsellor."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.people.models import GrantedChild
from tests.conftest import TODAY


@pytest.fixture
def chair(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def counsellor(cast: SimpleNamespace) -> Reader:
    """With 小乐 on her list."""
    grant = Grant.objects.get(role=Role.COUNSELLOR)
    GrantedChild.objects.get_or_create(grant=grant, child=cast.children.own)
    return reader_of(cast.staff[Role.COUNSELLOR], TODAY)
