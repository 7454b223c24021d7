"""A demo city of a hundred children, built once for a module and rolled back."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import override_settings

from nuantong.demo.building import build
from nuantong.demo.size import Size

TODAY = dt.date(2018, 8, 24)
LITTLE = Size(scattered=120, institution=15, carers=140)
MD5 = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Size]:
    with (
        django_db_blocker.unblock(),
        override_settings(TODAY=TODAY, DEMO=True, PASSWORD_HASHERS=MD5),
        transaction.atomic(),
    ):
        build(LITTLE)
        connection.check_constraints()
        yield LITTLE
        transaction.set_rollback(True)
