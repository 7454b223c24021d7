"""A database that other first migrations made is refused in words, not by a table that exists."""

import pytest
from django.core.checks import Error
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db.migrations.recorder import MigrationRecorder

from nuantong.core.history import check_history

pytestmark = pytest.mark.django_db
APPLIED = MigrationRecorder.Migration.objects


def errors() -> list[Error]:
    return check_history(databases=["default"])


def test_a_database_of_these_migrations_is_taken() -> None:
    assert errors() == []


def test_an_empty_one_and_one_that_is_behind_are_taken() -> None:
    APPLIED.filter(app="sweeps").exclude(name="0001_initial").delete()
    assert errors() == []
    APPLIED.all().delete()
    assert errors() == []


def test_migrating_a_database_of_other_first_migrations_says_what_to_do() -> None:
    APPLIED.filter(app="consents", name="0001_initial").update(name="0001_consents")
    with pytest.raises(SystemCheckError, match=r"no more \(consents\)(.|\n)*--fresh"):
        call_command("migrate", verbosity=0, skip_checks=False)
