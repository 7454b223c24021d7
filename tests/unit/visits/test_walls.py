"""What the database refuses, whoever writes."""

import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from nuantong.core import clock
from nuantong.visits.models import PaperBatch, PaperRow, PlanRule, Visit, VisitedChild, VisitRequest
from tests.conftest import TODAY
from tests.unit.visits.conftest import met

pytestmark = pytest.mark.django_db


def values(child, **changed):
    return {
        "key": uuid.uuid4(), "place": child.place, "happened_on": TODAY, "outcome": "met",
        "met": ["child"], "grade": "fair", "visitor": "张桂芳", "source": "phone",
        "received_at": clock.now(), **changed,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"met": []}, "visit_met_somebody"),
        ({"grade": ""}, "visit_met_somebody"),
        ({"outcome": "nobody"}, "visit_met_somebody"),
        ({"outcome": "nobody", "met": [], "grade": "", "focus": True}, "visit_met_somebody"),
        ({"outcome": "withdrawn", "met": [], "grade": ""}, "visit_withdrawal_supersedes"),
        ({"visitor": ""}, "visit_has_a_visitor"),
    ],
)
def test_a_visit_without_sense_cannot_be_written(cast, changed, constraint) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        Visit.objects.create(**values(cast.children.own, **changed))


def test_a_visited_child_is_somebody_and_once(cast, visit) -> None:
    kept = visit(met(cast.children.own))
    with pytest.raises(IntegrityError, match="visitedchild_is_somebody"), transaction.atomic():
        VisitedChild.objects.create(visit=kept)
    with pytest.raises(IntegrityError, match="visitedchild_once"):
        VisitedChild.objects.create(visit=kept, child=cast.children.own)


@pytest.mark.parametrize("table", ["visits_visit", "visits_visitedchild"])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_rows_are_never_altered_or_removed(cast, visit, table, change) -> None:
    visit(met(cast.children.own))
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(change.format(table))


def test_one_subject_has_one_open_request_with_one_end(cast, visit) -> None:
    child = cast.children.own
    ask = {
        "subject_key": "row:1", "label": "王小明", "place": child.place, "reason": "核实",
        "asked_on": TODAY, "asked_by": "陈静", "due_on": TODAY,
    }  # fmt: skip
    first = VisitRequest.objects.create(**ask)
    with pytest.raises(IntegrityError, match="visitrequest_open_once"), transaction.atomic():
        VisitRequest.objects.create(**ask)
    with pytest.raises(IntegrityError, match="visitrequest_says_who"), transaction.atomic():
        VisitRequest.objects.create(**{**ask, "subject_key": "row:2", "reason": ""})
    first.answer, first.withdrawn_on = visit(met(child)), TODAY
    with pytest.raises(IntegrityError, match="visitrequest_one_end"):
        first.save()


@pytest.mark.parametrize(
    "changed", [{"retry_days": 0}, {"tries": 0}, {"tries": 10}, {"first_within_days": 400}]
)
def test_rules_without_sense_cannot_be_written(db, changed) -> None:
    with pytest.raises(IntegrityError, match="planrule_is_sane"):
        PlanRule.objects.create(at=clock.now(), **changed)


def test_a_batch_has_one_open_row_for_a_child(cast) -> None:
    child = cast.children.own
    batch = PaperBatch.objects.create(place=child.place, visitor="张", at=clock.now())
    PaperRow.objects.create(batch=batch, number=1, child=child)
    with pytest.raises(IntegrityError, match="paperrow_open_child_once"), transaction.atomic():
        PaperRow.objects.create(batch=batch, number=2, child=child)
    with pytest.raises(IntegrityError, match="paperrow_number_once"):
        PaperRow.objects.create(batch=batch, number=1)
