"""A task is raised once, handed to somebody who may do it, and ends once, on the log."""

import pytest
from django.db import connection

from nuantong.access.reader import reader_of, system_reader
from nuantong.access.roles import Permission, Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.people.actions import accept_move, end_registration, propose_move
from nuantong.tasks.actions import (
    assign,
    finish,
    raise_task,
    raise_tasks,
    retract,
    settle,
    withdraw,
)
from nuantong.tasks.models import Task
from nuantong.tasks.persons import persons_for
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE

pytestmark = pytest.mark.django_db


def events(action: str) -> int:
    return Event.objects.filter(action=action).count()


def test_raised_twice_is_one_task_as_it_was_first(raised) -> None:
    assert raised(title="核对电话").pk == raised(title="又一次").pk
    assert Task.objects.get().title == "核对电话"
    assert events("提出待办") == 1


def test_a_finished_task_stays_finished_unless_asked_again(raised, wanted, reader) -> None:
    officer, task = reader(Role.TOWNSHIP_CHAIR), raised()
    finish(task=task, how="打过电话", by=officer)
    assert not raised().is_open
    again = raise_task(by=system_reader(), wanted=wanted(title="再核对"), again=True)
    assert (again.pk, again.is_open, again.title) == (task.pk, True, "再核对")
    assert [step.kind for step in again.steps.all()] == ["finished", "reopened"]


def test_many_are_raised_in_as_many_queries_as_one(
    cast, make, wanted, django_assert_max_num_queries
) -> None:
    children = [make.child(f"小{n}", VILLAGE) for n in range(40)]
    many = [wanted(key=f"k{n}", child=child) for n, child in enumerate(children)]
    with django_assert_max_num_queries(7):
        assert len(raise_tasks(by=system_reader(), wanted=many)) == 40
    assert raise_tasks(by=system_reader(), wanted=many) == []
    assert events("提出待办") == 40


def test_a_kind_nobody_registered_is_a_mistake_of_the_program(raised) -> None:
    with pytest.raises(ValueError, match="registered"):
        raised(kind="nonsense")


def test_nobody_raises_a_task_about_a_child_she_may_not_see(raised, reader, cast) -> None:
    with pytest.raises(Refusal, match="不在您的工作范围"):
        raised(reader(Role.VILLAGE_CHAIR), child=cast.children.neighbour)


def test_a_village_asks_its_township(raised, reader) -> None:
    task = raised(reader(Role.VILLAGE_CHAIR), permission=Permission.EDIT_CHILDREN)
    assert finish(task=task, how="办了", by=reader(Role.TOWNSHIP_CHAIR)).done_on == TODAY


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.LEADER, Role.CARER, Role.AUDIT_ADMIN])
def test_who_does_not_hold_its_permission_does_not_finish_it(raised, reader, role: Role) -> None:
    with pytest.raises(Refusal, match="不由您办理"):
        finish(task=raised(), how="办了", by=reader(role))


def test_a_named_person_does_it_without_the_permission_of_the_office(raised, reader, cast) -> None:
    chair = cast.staff[Role.VILLAGE_CHAIR]
    task = raised(owner=chair)
    assert finish(task=task, how="去过了", by=reader(Role.VILLAGE_CHAIR)).done_by == chair.name


def test_saying_the_same_twice_says_it_once_and_another_comes_too_late(raised, reader) -> None:
    chair, officer, task = reader(Role.TOWNSHIP_CHAIR), reader(Role.DISTRICT_OFFICER), raised()
    for _ in range(2):
        finish(task=task, how="打过电话", by=chair, version=task.version)
    assert events("办结待办") == 1
    with pytest.raises(Refusal, match="已由"):
        finish(task=task, how="我也打了", by=officer)
    with pytest.raises(Refusal, match="已由"):
        withdraw(task=task, reason="重复了", by=officer)


def test_words_are_needed_and_not_readable_in_the_database(raised, reader) -> None:
    officer, task = reader(Role.TOWNSHIP_CHAIR), raised(note="祖母病重")
    for said in ("", " \x00 "):
        with pytest.raises(Refusal, match="请写明"):
            finish(task=task, how=said, by=officer)
    finish(task=task, how="送到医院", by=officer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text || s::text FROM tasks_task t, tasks_taskstep s")
        row = cursor.fetchone()[0]
    assert not any(word.encode().hex() in row or word in row for word in ("祖母", "医院"))


def test_a_form_overtaken_by_another_person_is_refused(raised, reader, cast) -> None:
    task, chair = raised(), reader(Role.TOWNSHIP_CHAIR)
    assign(task=task, to=cast.staff[Role.DISTRICT_OFFICER], by=chair, version=1)
    with pytest.raises(StaleVersion):
        finish(task=task, how="办了", by=chair, version=1)


def test_it_is_handed_to_those_who_may_do_it_there_and_to_nobody_else(raised, reader, cast) -> None:
    task, chair = raised(), reader(Role.TOWNSHIP_CHAIR)
    fit = [Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER, Role.CITY_OFFICER]
    assert [u.name for u in persons_for(task, chair)] == [cast.staff[role].name for role in fit]
    for role in set(Role) - {*fit}:
        with pytest.raises(Refusal, match="不能交办"):
            assign(task=task, to=cast.staff[role], by=chair)
    assert assign(task=task, to=chair.user, by=chair).owner == chair.user
    assert assign(task=task, to=None, by=chair).owner is None


def test_the_same_hands_twice_is_one_step(raised, reader) -> None:
    task, chair = raised(), reader(Role.TOWNSHIP_CHAIR)
    for _ in range(2):
        assign(task=task, to=chair.user, by=chair)
    assert task.steps.count() == 1


def test_the_app_settles_what_was_done_elsewhere_and_retracts_what_is_moot(raised, reader) -> None:
    carer = reader(Role.CARER)
    raised(key="a"), raised(key="b")
    assert settle(key="a", how="已解决", by=carer).done_by == carer.actor_name
    assert retract(key="b", reason="情况已变", by=carer).withdrawn_on == TODAY
    assert settle(key="a", how="又一次", by=carer) is None
    assert retract(key="none", reason="没有", by=carer) is None


def test_when_a_child_leaves_her_tasks_go_but_for_those_that_outlive_it(
    raised, reader, cast
) -> None:
    raised(key="a"), raised(key="d", kind="danger")
    end_registration(
        child=cast.children.own, on=TODAY, reason="left_city", by=reader(Role.TOWNSHIP_CHAIR)
    )
    assert Task.objects.open().get().key == "d"
    assert "迁出本市" in Task.objects.get(key="a").withdrawn_reason


def test_when_a_child_moves_her_task_moves_along(raised, reader, cast, make) -> None:
    task = raised()
    chair = make.user("t9", "邻镇", Role.TOWNSHIP_CHAIR, NEIGHBOUR[:9])
    assert not Task.objects.visible_to(reader_of(chair, TODAY)).exists()
    (move,) = propose_move(
        child=cast.children.own, place=make.place(NEIGHBOUR).pk, on=TODAY, reason="投亲",
        by=reader(Role.TOWNSHIP_CHAIR),
    )  # fmt: skip
    accept_move(key=move.together, by=reader_of(chair, TODAY))
    assert Task.objects.visible_to(reader_of(chair, TODAY)).get() == task
    assert not Task.objects.visible_to(reader(Role.TOWNSHIP_CHAIR)).exists()
