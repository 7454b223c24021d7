"""Worlds built once for a module, and rolled back: the demo city, smaller, and two children's."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from nuantong.demo.building import build
from nuantong.demo.size import TODAY, Size
from tests.conftest import gather_cast
from tests.web.world import World, build_world

TOWN = Size(scattered=400, institution=60, carers=420)
MD5 = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@contextmanager
def passing(blocker: Any) -> Iterator[None]:
    """What is written in here is there for the tests of a module, and gone after them.

    Whoever writes has its constraints checked: else each of the tests would check them again.
    """
    with (
        blocker.unblock(),
        override_settings(TODAY=TODAY, DEMO=True, PASSWORD_HASHERS=MD5),
        transaction.atomic(),
    ):
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Size]:
    with passing(django_db_blocker):
        build(TOWN)
        connection.check_constraints()
        yield TOWN


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with passing(django_db_blocker):
        world = build_world(gather_cast())
        connection.check_constraints()
        yield world


@pytest.fixture
def cast(world: World) -> SimpleNamespace:
    """Those whom the world was built around."""
    return world.cast
