"""A red sign is somebody's the same moment, climbs when nobody takes it on, and ends once."""

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.notices.models import Notice
from nuantong.pairing.models import Pairing
from nuantong.people.models import Child
from nuantong.screening import watchlist
from nuantong.screening.actions.alerts import climb, close, raise_alert, take
from nuantong.screening.actions.observing import observe
from nuantong.screening.models import Alert, AlertStep, Observation
from nuantong.tasks.models import Task
from tests.conftest import SINCE, TODAY

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def child(cast: SimpleNamespace) -> Child:
    return cast.children.own


@pytest.fixture
def alert(child: Child, counsellor: Reader) -> Alert:
    return raise_alert(child=child, source="sheet", key="sheet:1", what="PHQ-A有红色项")


def told() -> set[str]:
    rows = Notice.objects.filter(kind="screening_red").select_related("user")
    return {notice.user.name for notice in rows if notice.user}


def test_her_counsellor_and_the_township_know_at_once_and_no_subject_names_her(
    alert: Alert, child: Child
) -> None:
    assert told() == {Role.COUNSELLOR.label, Role.TOWNSHIP_CHAIR.label}
    assert not any(child.name in one.subject for one in Notice.objects.all())
    task = Task.objects.get(key="screening_red:sheet:1")
    assert (task.due_on, task.owner.name if task.owner else "") == (TODAY, Role.COUNSELLOR.label)


def test_raised_twice_it_is_one(alert: Alert, child: Child) -> None:
    again = raise_alert(child=child, source="sheet", key="sheet:1", what="PHQ-A有红色项")
    assert (again.pk, Task.objects.filter(kind="screening_red").count()) == (alert.pk, 1)


def test_unanswered_it_climbs_to_the_district_then_the_city_and_is_asked_again(
    alert: Alert,
) -> None:
    by, now = system_reader(), alert.due_at
    levels = []
    assert climb(by, now - HOUR) == 0
    for hours in (0, 3, 6):
        assert climb(by, now + dt.timedelta(hours=hours, minutes=1)) == 1
        assert climb(by, now + dt.timedelta(hours=hours, minutes=1)) == 0
        alert.refresh_from_db()
        levels.append(alert.level)
    assert levels == [2, 1, 1]
    assert {Role.DISTRICT_OFFICER.label, Role.CITY_OFFICER.label} <= told()
    assert list(alert.steps.values_list("kind", flat=True)) == [
        "raised",
        "climbed",
        "climbed",
        "again",
    ]


def test_taken_on_it_stays_unless_the_day_passes(alert: Alert, counsellor: Reader) -> None:
    taken = take(alert=alert, by=counsellor)
    assert take(alert=alert, by=counsellor).taken_at == taken.taken_at
    assert climb(system_reader(), alert.due_at + HOUR) == 0
    assert climb(system_reader(), taken.due_at + HOUR) == 1
    assert Alert.objects.get().taken_by == ""


def test_two_people_do_not_both_have_it(alert: Alert, counsellor: Reader, chair: Reader) -> None:
    take(alert=alert, by=counsellor)
    with pytest.raises(Refusal, match="已经认领"):
        take(alert=alert, by=chair)


def test_closing_says_what_was_done_and_ends_the_task(alert: Alert, counsellor: Reader) -> None:
    with pytest.raises(Refusal, match="写明"):
        close(alert=alert, deed="met", words="好", by=counsellor)
    done = close(alert=alert, deed="met", words="当面谈过，祖母陪着", by=counsellor)
    assert close(alert=alert, deed="met", words="当面谈过，祖母陪着", by=counsellor) == done
    assert Task.objects.get(kind="screening_red").done_on == TODAY
    assert climb(system_reader(), clock.now() + dt.timedelta(days=3)) == 0
    with pytest.raises(Refusal, match="办结"):
        take(alert=alert, by=counsellor)


@pytest.mark.parametrize("role", [Role.CARER, Role.VILLAGE_CHAIR, Role.LEADER, Role.COUNSELLOR])
def test_whoever_does_not_answer_for_it_cannot_take_it(
    child: Child, reader: Callable[[Role], Reader], role: Role
) -> None:
    found = raise_alert(child=child, source="list", key="list:1", what="观察清单有红色项")
    with pytest.raises(Refusal, match="工作范围"):
        take(alert=found, by=reader(role))


def test_where_no_township_answers_the_district_is_told(
    cast: SimpleNamespace, child: Child
) -> None:
    cast.staff[Role.TOWNSHIP_CHAIR].grants.all().delete()
    found = raise_alert(child=child, source="list", key="list:1", what="观察清单有红色项")
    assert (found.level, told()) == (2, {Role.DISTRICT_OFFICER.label})


def test_a_red_sign_on_the_list_is_an_alert_and_an_ordinary_one_is_not(
    cast: SimpleNamespace, child: Child, reader: Callable[[Role], Reader]
) -> None:
    Pairing.objects.create(
        child=child, carer=cast.carer, start=SINCE, tier="village", checked_on=SINCE
    )
    carer = reader(Role.CARER)
    about = {"child": child, "on": TODAY, "by": carer}
    observe(key=uuid.uuid4(), signs=["sleepless", "no_school"], note="", **about)
    assert not Alert.objects.exists()
    key = uuid.uuid4()
    kept = observe(key=key, signs=["dying", "sleepless"], note="昨晚说的", **about)
    assert observe(key=key, signs=["dying", "sleepless"], note="昨晚说的", **about) == kept
    assert (Alert.objects.get().source, kept.signs) == ("list", ["sleepless", "dying"])
    with pytest.raises(Refusal, match="重新打开"):
        observe(key=key, signs=["dying"], note="", **about)
    for day, words in ((TODAY + dt.timedelta(1), "之后"), (TODAY - dt.timedelta(60), "一个月")):
        with pytest.raises(Refusal, match=words):
            observe(key=uuid.uuid4(), signs=[], note="", child=child, on=day, by=carer)


def test_nothing_is_added_up_on_the_list() -> None:
    assert watchlist.is_red(["dying"]) and not watchlist.is_red(["sleepless", "angry", "tearful"])
    assert watchlist.known(["no such", "angry", "angry"]) == ["angry"]
    assert len(watchlist.SIGNS) == sum(len(group.signs) for group in watchlist.GROUPS)


@pytest.mark.parametrize(
    ("model", "changes", "constraint"),
    [
        (Alert, {"what": ""}, "alert_says_what"),
        (Alert, {"taken_by": "谁"}, "alert_taken_by_somebody"),
        (Alert, {"closed_by": "谁"}, "alert_closed"),
        (Alert, {"level": 4}, "alert_at_a_desk"),
        (AlertStep, {"by": "别人"}, "append-only"),
        (Observation, {"red": True}, "append-only"),
    ],
)
def test_the_database_keeps_it_so(
    alert: Alert, child: Child, model: type, changes: dict[str, object], constraint: str
) -> None:
    Observation.objects.create(
        key=uuid.uuid4(), child=child, on=TODAY, at=clock.now(), written_by="她", red=False
    )
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.update(**changes)
    if constraint == "append-only":
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            model.objects.all().delete()


def test_a_red_list_names_its_sign(child: Child) -> None:
    with pytest.raises(IntegrityError, match="observation_red"), transaction.atomic():
        Observation.objects.create(
            key=uuid.uuid4(), child=child, on=TODAY, at=clock.now(), written_by="她", red=True
        )
