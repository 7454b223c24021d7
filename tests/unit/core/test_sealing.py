"""Columns that became encrypted: rows are carried over in both directions, and the walls stand."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from nuantong.access.reader import system_reader
from nuantong.access.roles import Role
from nuantong.audit.actions import record
from nuantong.audit.models import Event
from nuantong.core import sealing
from nuantong.core.fields import EncryptedListField, EncryptedTextField
from nuantong.eligibility.models import Hint
from nuantong.people.models import Exit, Label, Move, Registration
from nuantong.people.sections import timeline
from nuantong.sweeps.models import Closing, FormerStanding
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db
STORY = "父亲酗酒打人，跟着外婆过"
SEALED = "sealed_narratives"
APPS = (
    "audit", "carers", "duties", "eligibility", "pairing", "people", "protection", "sweeps",
    "tasks", "visits",
)  # fmt: skip


@pytest.fixture
def child(make):
    return make.child("甲", VILLAGE)


def step(app: str, *, back: bool) -> None:
    """The migration of one app that sealed its columns, taken back or made again."""
    loader = MigrationLoader(connection)
    name = next(n for a, n in loader.disk_migrations if a == app and n.endswith(SEALED))
    migration = loader.get_migration(app, name)
    before = loader.project_state((app, name), at_end=False)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        (migration.unapply if back else migration.apply)(before, editor)


def kept(model: type[models.Model], column: str) -> Any:
    """The one value of a column as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} ORDER BY 1 NULLS LAST LIMIT 1")
        return cursor.fetchone()[0]


def test_rows_are_carried_over_back_and_forth_in_batches(child, monkeypatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 2)
    for number in range(5):
        Label.objects.create(
            child=child, category=Label.Category.values[number], basis=f"{STORY}{number}",
            since=TODAY, subtype="" if number else "细类",
        )  # fmt: skip
    was = list(Label.objects.order_by("pk").values_list("pk", "basis", "subtype"))
    assert STORY.encode() not in bytes(kept(Label, "basis"))
    step("people", back=True)
    assert kept(Label, "basis") == f"{STORY}0" and kept(Label, "subtype") == ""
    step("people", back=False)
    assert list(Label.objects.order_by("pk").values_list("pk", "basis", "subtype")) == was


def test_a_list_and_the_log_that_only_grows_are_carried_over(child) -> None:
    record(action="查看档案", by=system_reader(), reason=STORY)
    Hint.objects.create(
        child=child, category="hardship", fits="yes", used=[STORY, "二"], rules="1", found_on=TODAY
    )
    for app, model, column, plain in (
        ("audit", Event, "reason", STORY), ("eligibility", Hint, "used", f'["{STORY}", "二"]'),
    ):  # fmt: skip
        step(app, back=True)
        assert kept(model, column) == plain
        step(app, back=False)
        assert STORY.encode() not in bytes(kept(model, column))
    assert Event.objects.get().reason == STORY and Hint.objects.get().used == [STORY, "二"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(reason="别的")


@pytest.mark.parametrize("app", APPS)
def test_each_step_can_be_taken_back_and_made_again(app: str) -> None:
    step(app, back=True)
    step(app, back=False)


def test_going_back_fails_rather_than_cuts_what_is_too_long(child) -> None:
    Label.objects.create(child=child, category="orphan", basis="长" * 121, since=TODAY)
    with pytest.raises(Exception, match="too long"), transaction.atomic():
        step("people", back=True)


def test_what_opened_a_village_again_keeps_its_words_when_taken_back(make) -> None:
    chair = make.user("C9", "刘", Role.VILLAGE_CHAIR, VILLAGE)
    closing = Closing.objects.create(
        region=place(VILLAGE), by=chair, by_name=chair.name, at=dt.datetime.now(dt.UTC),
        reopened_at=dt.datetime.now(dt.UTC), reopened_for="visit",
    )  # fmt: skip
    assert closing.because == "有待入户走访的孩子"
    step("sweeps", back=True)
    assert kept(Closing, "reopened_why") == "有待入户走访的孩子"
    step("sweeps", back=False)
    closing = Closing.objects.defer("reopened_for").get()
    assert closing.because == "有待入户走访的孩子"


def test_a_text_sealed_for_one_column_opens_in_no_other(child) -> None:
    note, cause = (Exit._meta.get_field(name) for name in ("note", "cause"))
    with pytest.raises(ValueError, match="altered"):
        cause.from_db_value(note.seal(STORY))
    former = FormerStanding._meta.get_field("note")
    assert former.label == "sweeps.record.note"


def refused_writes(child) -> Iterator[tuple[type[models.Model], dict[str, Any]]]:
    move = {"child": child, "together": "6b1d0c6e-8f3c-4f62-9a38-1f4a4a3d5b11", "on": TODAY,
            "source": child.place, "target": place(NEIGHBOUR), "proposed_on": TODAY,
            "proposer": "甲"}  # fmt: skip
    yield Move, {**move, "reason": ""}
    yield Move, {**move, "reason": "搬家", "state": "refused", "decided_on": TODAY, "decision": ""}
    gone = {"child": child, "on": TODAY, "recorded_on": TODAY, "by": "甲"}
    yield Exit, {**gone, "reason": "other", "note": ""}
    yield Exit, {**gone, "reason": "died", "cause": ""}
    yield Exit, {**gone, "reason": "adopted", "undone_on": TODAY, "undone_why": ""}


def test_a_reason_that_must_be_there_still_must(child) -> None:
    for model, values in refused_writes(child):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(**values)


def test_an_empty_list_is_no_value_and_comes_back_empty(child) -> None:
    hint = Hint.objects.create(
        child=child, category="hardship", fits="yes", used=[], rules="1", found_on=TODAY
    )
    hint.refresh_from_db()
    assert hint.used == [] and kept(Hint, "used") is None
    assert isinstance(Hint._meta.get_field("used"), EncryptedListField)


def test_words_that_came_as_json_of_the_database_are_opened(child) -> None:
    note = Registration._meta.get_field("note")
    assert isinstance(note, EncryptedTextField)
    Registration.objects.filter(child=child).update(note=STORY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT json_build_object('note', note) ->> 'note' FROM people_registration")
        assert note.of_json(cursor.fetchone()[0]) == STORY
    assert note.of_json(None) == "" and list(timeline(child, system_reader()))
