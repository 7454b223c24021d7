"""Two offices enter one answer of the police at the same moment, each from the other end."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from nuantong.access.reader import system_reader
from nuantong.carers.actions import Check, enter_checks
from nuantong.carers.models import BackgroundCheck
from nuantong.people.models import Carer
from tests.conftest import TODAY, VILLAGE

NAME, MANY = "同时的妈妈", 60
CHECK = Check(on=TODAY, organ="巴南区公安局")


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: Any, make: SimpleNamespace
) -> Iterator[list[Carer]]:
    """Carers whose rows are committed; they are taken away afterwards, log and all."""
    with django_db_blocker.unblock():
        yield [make.carer(f"{NAME}{n}", VILLAGE) for n in range(MANY)]
        carers = Carer.objects.filter(name__startswith=NAME)
        BackgroundCheck.objects.filter(carer__in=carers).delete()
        carers.delete()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM audit_event")
            cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
        connection.close()


def test_each_check_is_entered_once_whatever_the_order(committed: list[Carer]) -> None:
    gate = Barrier(4)

    def enter(carers: list[Carer]) -> None:
        try:
            gate.wait()
            enter_checks(checks=[(one, CHECK) for one in carers], by=system_reader())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(enter, [committed, committed[::-1]] * 2))
    found = BackgroundCheck.objects.filter(carer__in=committed, on=TODAY)
    assert sorted(found.values_list("carer", flat=True)) == sorted(one.pk for one in committed)
