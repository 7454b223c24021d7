"""The demo city, smaller: built once for a module, and rolled back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from nuantong.demo.building import build
from nuantong.demo.size import TODAY, Size

TOWN = Size(scattered=400, institution=60, carers=420)
MD5 = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[Size]:
    with (
        django_db_blocker.unblock(),
        override_settings(TODAY=TODAY, DEMO=True, PASSWORD_HASHERS=MD5),
        transaction.atomic(),
    ):
        build(TOWN)
        yield TOWN
        transaction.set_rollback(True)
