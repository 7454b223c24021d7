"""Columns that became encrypted: rows are carried over in both directions, and the walls stand."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.operations import AlterField
from django.db.migrations.state import ProjectState

from nuantong.access.reader import system_reader
from nuantong.audit.actions import record
from nuantong.audit.models import Event
from nuantong.core import sealing
from nuantong.core.fields import EncryptedListField, EncryptedTextField
from nuantong.core.sealing import SealField
from nuantong.eligibility.models import Hint
from nuantong.people.models import Exit, Label, Move, Registration
from nuantong.people.sections import timeline
from nuantong.sweeps.models import FormerStanding
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db
STORY = "父亲酗酒打人，跟着外婆过"
PLAIN = {
    (Label, "basis"): models.CharField(max_length=120),
    (Label, "subtype"): models.CharField(max_length=40, blank=True),
    (Event, "reason"): models.CharField(max_length=400, blank=True),
    (Hint, "used"): models.JSONField(default=list),
}
"""Columns as they would be if they had never been sealed."""


@pytest.fixture
def child(make):
    return make.child("甲", VILLAGE)


def carry(model: type[models.Model], *columns: str, back: bool) -> None:
    """What a migration does that seals these columns, taken back or made again."""
    sealed = ProjectState.from_apps(apps)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for column in columns:
        app, name = model._meta.app_label, model._meta.model_name
        operation = SealField(name, column, model._meta.get_field(column).clone())
        plain = sealed.clone()
        AlterField(name, column, PLAIN[model, column]).state_forwards(app, plain)
        with connection.schema_editor() as editor:
            if back:
                operation.database_backwards(app, editor, sealed, plain)
            else:
                operation.database_forwards(app, editor, plain, sealed)


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
    carry(Label, "basis", "subtype", back=True)
    assert kept(Label, "basis") == f"{STORY}0" and kept(Label, "subtype") == ""
    carry(Label, "basis", "subtype", back=False)
    assert list(Label.objects.order_by("pk").values_list("pk", "basis", "subtype")) == was


def test_a_list_and_the_log_that_only_grows_are_carried_over(child) -> None:
    record(action="查看档案", by=system_reader(), reason=STORY)
    Hint.objects.create(
        child=child, category="hardship", fits="yes", used=[STORY, "二"], rules="1", found_on=TODAY
    )
    for model, column, plain in (
        (Event, "reason", STORY),
        (Hint, "used", f'["{STORY}", "二"]'),
    ):
        carry(model, column, back=True)
        assert kept(model, column) == plain
        carry(model, column, back=False)
        assert STORY.encode() not in bytes(kept(model, column))
    assert Event.objects.get().reason == STORY and Hint.objects.get().used == [STORY, "二"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(reason="别的")


def test_going_back_fails_rather_than_cuts_what_is_too_long(child) -> None:
    Label.objects.create(child=child, category="orphan", basis="长" * 121, since=TODAY)
    with pytest.raises(Exception, match="too long"), transaction.atomic():
        carry(Label, "basis", back=True)


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
