"""Visits as the village chair records them."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.people.models import Child
from nuantong.visits.actions import record_visit
from nuantong.visits.filled import About, Filled, Subject
from nuantong.visits.models import Visit
from tests.conftest import TODAY


def met(child: Child | None, about: dict[str, Any] | None = None, **said: Any) -> Filled:
    """Somebody was met at the child's home."""
    values = {"met": ["guardian"], "grade": "fair", **said}
    on, place = values.pop("on", TODAY), values.pop("place", child.place_id if child else None)
    subject = values.pop("subject", None) or Subject(child)
    return Filled(on, "met", place, "张桂芳", (About(subject, about or {}),), values)


def missed(child: Child, outcome: str = "nobody", **said: Any) -> Filled:
    """Nobody was met."""
    on = said.pop("on", TODAY)
    return Filled(on, outcome, child.place_id, "张桂芳", (About(Subject(child)),), said)


@pytest.fixture
def chair(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.VILLAGE_CHAIR)


@pytest.fixture
def visit(chair: Reader) -> Callable[..., Visit]:
    """visit(filled): recorded by the village chair."""

    def keep(filled: Filled, **more: Any) -> Visit:
        values = {"key": uuid.uuid4(), "by": chair, **more}
        return record_visit(filled=filled, **values)

    return keep
