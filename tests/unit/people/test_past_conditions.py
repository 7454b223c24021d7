"""What school and health were stays, whoever writes them otherwise: a form, a list, its undoing."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.people.actions import update_child
from nuantong.people.filters import was
from nuantong.people.models import Child, PastCondition
from nuantong.people.values import ChildValues
from tests.conftest import TODAY
from tests.unit.rosters.sheets_made import a_child, a_ledger
from tests.unit.rosters.test_importing import actions as rosters
from tests.unit.rosters.test_importing import bring

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(1)
SYSTEM = Reader(None, TODAY, system=True)


@pytest.fixture
def on_day(settings):
    def on(day: dt.date) -> None:
        settings.TODAY = day

    return on


def write(child: Child, **changes) -> None:
    child.refresh_from_db()
    update_child(child=child, version=child.version, changes=ChildValues(**changes), by=SYSTEM)


def stage_on(day: dt.date) -> list[str]:
    return [s for s in Child.Stage.values if Child.objects.filter(was("stage", s, day)).exists()]


def test_each_day_keeps_its_school_and_health(cast, on_day) -> None:
    child = cast.children.own
    Child.objects.exclude(pk=child.pk).delete()
    for days, stage in ((0, "junior"), (3, "dropped_out"), (3, "vocational"), (5, "senior")):
        on_day(TODAY + days * DAY)
        write(child, stage=stage, health_note="哮喘" if days == 3 else "")
    found = {days: stage_on(TODAY + days * DAY) for days in (-400, -1, 0, 2, 3, 4)}
    assert found == {
        -400: ["primary"], -1: ["primary"], 0: ["junior"], 2: ["junior"], 3: ["vocational"],
        4: ["vocational"],
    }  # fmt: skip
    assert [row.health_note for row in child.past_conditions.all()] == ["哮喘", "", ""]


def test_what_is_written_as_it_was_adds_nothing(cast) -> None:
    write(cast.children.own, stage="primary", school="")
    write(cast.children.own, ethnicity="苗族")
    assert not PastCondition.objects.exists()


def test_a_list_writes_history_and_so_does_its_undoing(on_day) -> None:
    bring(a_ledger([a_child(1)]))
    on_day(TODAY + DAY)
    newer = bring(a_ledger([a_child(1, 就学情况="初中", 身体情况="残疾")]))
    past = PastCondition.objects.get()
    assert (past.stage, past.health, past.until) == ("primary", "healthy", TODAY + DAY)
    on_day(TODAY + 2 * DAY)
    rosters.undo(roster=newer, by=system_reader())
    assert [stage_on(TODAY + n * DAY) for n in range(3)] == [["primary"], ["junior"], ["primary"]]


def test_the_childs_page_tells_what_was(cast, client_of) -> None:
    child = cast.children.own
    write(child, stage="junior", school="麻柳嘴中学", grade="初一")
    write(child, stage="dropped_out")
    PastCondition.objects.create(
        child=child, until=TODAY - DAY, stage="kindergarten", school="八角幼儿园", health="weak"
    )
    page = client_of(Role.TOWNSHIP_CHAIR).get(f"/children/{child.number}/").content.decode()
    assert "此前的就学与健康（2）" in page
    assert page.index("小学") < page.index("八角幼儿园")


def test_the_database_keeps_the_past_whoever_writes(cast) -> None:
    child = Child.objects.filter(pk=cast.children.own.pk)
    with pytest.raises(IntegrityError, match="written with the time"), transaction.atomic():
        child.update(stage="senior")
    child.update(stage="senior", condition_at=clock.now())
    with pytest.raises(IntegrityError, match="written with the time"), transaction.atomic():
        child.update(health="severe")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PastCondition.objects.update(stage="college")
    with pytest.raises(IntegrityError, match="once_a_day"), transaction.atomic():
        PastCondition.objects.create(child=child.get(), until=TODAY)
