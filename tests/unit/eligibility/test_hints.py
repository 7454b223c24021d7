"""Hints are kept as rows, written when they differ; time raises tasks and removes nobody."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app

from nuantong.access.reader import Reader, system_reader
from nuantong.eligibility import reading, tasks
from nuantong.eligibility.actions import assess, assess_everybody
from nuantong.eligibility.book import shipped
from nuantong.eligibility.models import Assessment, Hint
from nuantong.people.actions import (
    SituationDetails,
    add_label,
    complete_situation,
    end_registration,
    set_parent_situation,
)
from nuantong.people.ageing import LIMITS, SCHOOLS
from nuantong.people.models import Child, Label, ParentSituation
from nuantong.tasks.models import Task
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE

from .conftest import RELEASE, situate

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def system(on: dt.date = TODAY) -> Reader:
    reader = system_reader()
    reader.on = on
    return reader


def told(child: Child) -> dict[str, str]:
    return dict(Hint.objects.current().filter(child=child).values_list("category", "fits"))


def test_what_fits_is_kept_with_its_reasons_and_its_end(own) -> None:
    assess([own.pk], system())
    hint = Hint.objects.get()
    assert (hint.category, hint.fits, hint.holds_until) == ("unattended", "yes", RELEASE)
    assert hint.used[0] == "父亲死亡" and "期满" not in hint.until_why and hint.article
    assert Assessment.objects.get().on == TODAY


def test_judged_again_nothing_is_written_again(own, django_assert_num_queries) -> None:
    assess([own.pk], system())
    again = assess([own.pk], system())
    assert (again.judged, again.begun, again.ended, again.tasks) == (1, 0, 0, 0)


def test_a_changed_fact_ends_the_hint_and_keeps_it_as_history(own, officer) -> None:
    assess([own.pk], system())
    set_parent_situation(child=own, parent="mother", status="dead", by=officer)
    assess([own.pk], system())
    assert told(own) == {"orphan": "yes"}
    past = Hint.objects.get(category="unattended")
    assert (past.ended_on, past.fits) == (TODAY, "yes")


def test_a_release_raises_one_task_and_removes_nobody(own) -> None:
    assess([own.pk], system())
    for night in (RELEASE, RELEASE, RELEASE + DAY):
        assess([own.pk], system(night))
    task = Task.objects.get()
    assert task.key == f"eligibility:{own.pk}:{RELEASE}"
    assert "服刑在押结束" in task.title and task.due_on == RELEASE + 30 * DAY
    assert "由民政认定" in task.note and own.name not in task.title + task.note
    assert told(own) == {"unattended": "incomplete"}
    assert Child.objects.get(pk=own.pk).status == Child.Status.ON_REGISTER


def test_nights_that_were_missed_raise_the_same_tasks(own) -> None:
    """Both parents' sentences have ended when the run comes back: a task for each day."""
    own.parent_situations.filter(parent="father").delete()
    situate(own, father=("in_prison", dt.date(2015, 1, 1), dt.date(2018, 9, 1)))
    assess([own.pk], system())
    assess([own.pk], system(RELEASE + 20 * DAY))
    (task,) = Task.objects.all()
    assert task.key.endswith(":2018-09-01"), "the second release changes nothing any more"


def test_a_birthday_is_told_by_the_register_and_not_twice(own) -> None:
    own.birth_date = dt.date(2000, 9, 1)
    own.save()
    assess([own.pk], system())
    assess([own.pk], system(dt.date(2018, 9, 2)))
    assert told(own) == {} and not Task.objects.exists()


def test_the_ages_of_the_rules_are_those_of_the_register() -> None:
    rules = shipped().rules("500113", dt.date(2026, 11, 26))
    ages = {
        name: rules[f"{name}.age"] for name in ("orphan", "unattended", "left_behind", "migrant")
    }
    assert {name: LIMITS[name].age for name in ages} == ages
    assert {str(stage) for stage in SCHOOLS} == {*rules["unattended.in_school"]}


def test_the_first_judgement_raises_no_task(own) -> None:
    assess([own.pk], system(RELEASE + DAY))
    assert not Task.objects.exists()


def test_a_sixth_month_is_told_and_a_sixteenth_birthday_ends_the_hint(make) -> None:
    child = make.child("小安", VILLAGE, birth_date=dt.date(2002, 9, 5))
    away = ("working_away", dt.date(2018, 3, 1))
    situate(child, father=away, mother=away)
    assess([child.pk], system())
    assess([child.pk], system(dt.date(2018, 9, 1)))
    assert told(child) == {"left_behind": "yes"}
    assess([child.pk], system(dt.date(2018, 9, 5)))
    assert told(child) == {}
    assert [t.title[:11] for t in Task.objects.all()] == ["2018年09月01日"]


def test_a_label_that_the_facts_contradict_is_kept_as_such(make) -> None:
    child = make.child("小安", VILLAGE)
    situate(child, father="dead", mother="caring")
    Label.objects.create(child=child, category="orphan", basis="旧台账")
    assess([child.pk], system())
    assert told(child) == {"orphan": "no"}


def test_a_label_is_not_said_again_but_its_absence_is(make) -> None:
    child = make.child("小安", VILLAGE, health="disabled")
    situate(child, father="caring", mother="caring")
    assess([child.pk], system())
    assert told(child) == {"disabled": "yes", "hardship": "yes"}
    Label.objects.create(child=child, category="disabled", basis="残疾人证", subtype="肢体二级")
    assess([child.pk], system())
    assert told(child) == {}


def test_whoever_leaves_the_register_has_no_hints_any_more(own, officer) -> None:
    assess([own.pk], system())
    end_registration(child=own, on=TODAY, reason="left_city", by=officer)
    assess_everybody(system())
    assert told(own) == {}


def test_a_child_that_cannot_be_judged_is_set_aside_and_the_rest_goes_on(
    own, make, monkeypatch
) -> None:
    broken = make.child("小破", VILLAGE)
    Child.objects.filter(pk=broken.pk).update(birth_date=dt.date(9999, 12, 31))
    situate(broken, father=("lost_contact", dt.date(9999, 6, 30)), mother="dead")
    real = reading.Record

    def breaking(child: Child, *rest: Any) -> Any:
        made = real(child, *rest)
        return real(child, None, *rest[1:]) if child.pk == broken.pk else made

    monkeypatch.setattr(reading, "Record", breaking)
    out, err = StringIO(), StringIO()
    call_command("evaluate_eligibility", stdout=out, stderr=err)
    assert "搁置 1 名" in out.getvalue() and broken.number in err.getvalue()
    assert told(own) == {"unattended": "yes"}
    monkeypatch.undo()
    call_command("evaluate_eligibility", stdout=out)
    assert not Assessment.objects.exclude(problem="").exists()


def test_two_judgements_at_once_wait_for_each_other(own) -> None:
    """Else both would keep a current hint of the same child, and one of them would break."""
    with CaptureQueriesContext(connection) as asked:
        assess([own.pk], system())
    statements = [query["sql"] for query in asked.captured_queries]
    locked = next(n for n, sql in enumerate(statements) if "pg_advisory_xact_lock" in sql)
    assert not any("eligibility_hint" in sql for sql in statements[:locked])


def test_many_children_cost_as_many_queries_as_one(make, django_assert_max_num_queries) -> None:
    children = [make.child(f"小{n}", VILLAGE) for n in range(30)]
    for child in children:
        situate(child, father="dead", mother="severely_ill")
    with django_assert_max_num_queries(12):
        written = assess([child.pk for child in children], system())
    assert written.begun == 30


def test_a_written_fact_is_judged_as_soon_as_it_is_committed(
    own, officer, django_capture_on_commit_callbacks
) -> None:
    assess([own.pk], system())
    with django_capture_on_commit_callbacks(execute=True):
        mother = ParentSituation.objects.get(parent="mother")
        details = SituationDetails(since=mother.since, until=dt.date(2020, 1, 1), months=40)
        complete_situation(situation=mother, details=details, by=officer)
        add_label(child=own, category="poor", basis="低保证", subtype="低保", by=officer)
        assert Assessment.objects.get().stale
    assert Hint.objects.current().get(category="unattended").holds_until == dt.date(2020, 1, 1)
    assert told(own) == {"unattended": "yes"}, "a label says of itself that it holds"
    assert not Assessment.objects.get().stale


def test_the_nightly_job_judges_everybody_at_a_fixed_hour(own) -> None:
    tasks.nightly(timestamp=0)
    assert told(own) == {"unattended": "yes"}
    registered = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert "eligibility.nightly" in registered


def test_the_region_is_that_of_the_household_register(make) -> None:
    """Chongqing's ledger of 2018 knew deported parents; the place of registration decides."""
    child = make.child("小安", VILLAGE, registered_place=make.place(NEIGHBOUR))
    (record,) = reading.records([child.pk], TODAY, system().tree)
    assert (record.region, record.facts.home) == (NEIGHBOUR[:6], VILLAGE[:6])


@pytest.mark.parametrize(
    ("second", "wall"),
    [
        ({}, "hint_current_once"),
        ({"ended_on": TODAY - DAY}, "hint_ends_after_it_was_found"),
    ],
)
def test_the_database_keeps_one_current_hint_of_a_category(own, second, wall: str) -> None:
    values = {"child": own, "category": "orphan", "fits": "yes", "rules": "1", "found_on": TODAY}
    Hint.objects.create(**values)
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        Hint.objects.create(**values, **second)
