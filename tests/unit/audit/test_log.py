"""The log takes rows and gives none back."""

import pytest
from django.db import IntegrityError, connection, transaction

from nuantong.access.reader import system_reader
from nuantong.audit.actions import record
from nuantong.audit.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE audit_event SET actor = '别人'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
    ],
)
def test_the_database_refuses_to_alter_the_log(attack: str) -> None:
    record(action="测试", by=system_reader())
    refused = pytest.raises(IntegrityError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)
    assert Event.objects.count() == 1


def test_an_event_of_a_rolled_back_change_never_was() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record(action="测试", by=system_reader())
        raise RuntimeError
    assert not Event.objects.exists()


def test_a_reason_longer_than_the_log_keeps_is_cut_and_refuses_nothing() -> None:
    kept = record(action="测试", by=system_reader(), reason="因" * 10_000)
    assert len(kept.reason) == 400
