"""What was reported stays as it was reported, whoever attacks the tables."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from nuantong.protection.actions import Supplement, add_to_report
from nuantong.protection.models import DangerReport, DangerReportAddition

pytestmark = pytest.mark.django_db

ATTACKS = [
    "UPDATE {} SET key = gen_random_uuid()",
    "DELETE FROM {}",
    "TRUNCATE {} CASCADE",
]
TABLES = ["protection_dangerreport", "protection_dangerreportaddition"]


@pytest.fixture
def report(report_by, carer):
    kept = report_by(carer)
    said = Supplement(DangerReportAddition.Kind.NOTE, text="孩子已送医院")
    add_to_report(by=carer, report=kept, key=uuid.uuid4(), said=said)
    return kept


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("attack", ATTACKS)
def test_rows_are_added_and_never_altered(report, table: str, attack: str) -> None:
    refused = pytest.raises(IntegrityError, match="append-only")
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(attack.format(table))
    assert DangerReport.objects.count() == DangerReportAddition.objects.count() == 1


def test_the_model_cannot_alter_it_either(report) -> None:
    report.seen = "没事"
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        report.save()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        DangerReportAddition.objects.all().delete()


def test_the_database_knows_nine_situations(report, carer) -> None:
    with pytest.raises(IntegrityError, match="nine_situations"), transaction.atomic():
        DangerReport.objects.create(
            reporter=carer.user, situation=10, found_at=report.found_at, reported_at=report.found_at
        )


@pytest.mark.parametrize("kind", list(DangerReportAddition.Kind))
def test_an_addition_says_something(report, carer, kind) -> None:
    with pytest.raises(IntegrityError, match="says_something"), transaction.atomic():
        DangerReportAddition.objects.create(
            report=report, kind=kind, by=carer.user, at=report.reported_at
        )
