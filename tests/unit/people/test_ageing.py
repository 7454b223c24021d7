"""Growing up: mechanical ends by themselves, once; leaving is for people, many at once."""

import datetime as dt

import pytest
from django.core.management import call_command

from nuantong.access.roles import Role
from nuantong.people import actions
from nuantong.people.ageing import LIMITS, birthday
from nuantong.people.models import Child, Exit, Label
from nuantong.people.queries.ageing import children_of
from nuantong.tasks.actions import withdraw
from nuantong.tasks.models import Task
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db
DAY = dt.date


@pytest.fixture
def labelled(make):
    """labelled(name, born, *categories): a child with labels held since spring."""

    def made(name: str, born: dt.date, *categories: str, **values) -> Child:
        child = make.child(name, VILLAGE, birth_date=born, **values)
        for category in categories:
            Label.objects.create(child=child, category=category, basis="证", since=DAY(2018, 3, 1))
        return child

    return made


def listed(reader, which="due") -> set[str]:
    return {child.name for child in children_of(reader, which)}


def test_every_category_has_its_limit() -> None:
    assert set(LIMITS) == set(Label.Category.values)


def test_whoever_is_born_on_a_leap_day_is_of_age_on_the_first_of_march() -> None:
    assert birthday(DAY(2004, 2, 29), 18) == DAY(2022, 3, 1)
    assert birthday(DAY(2004, 2, 29), 16) == DAY(2020, 2, 29)


def test_left_behind_ends_with_sixteen_on_the_birthday_and_only_once(labelled) -> None:
    child = labelled("甲", DAY(2002, 8, 20), "left_behind", "poor")
    labelled("乙", DAY(2002, 8, 25), "left_behind")
    for _ in range(2):
        call_command("keep_register")
    ended = Label.objects.exclude(until=None)
    assert [(one.child, one.category, one.until, one.ended_because) for one in ended] == [
        (child, "left_behind", DAY(2018, 8, 20), "年满16周岁")
    ]
    assert Child.objects.get(pk=child.pk).status == "on_register"


def test_a_label_given_after_the_birthday_still_ends_after_it_began(labelled) -> None:
    labelled("甲", DAY(2001, 1, 1), "migrant")
    call_command("keep_register")
    assert Label.objects.get().until == DAY(2018, 3, 2)


@pytest.mark.parametrize(
    ("born", "categories", "stage", "found"),
    [
        (DAY(2000, 8, 24), ["orphan"], "", {"due"}),
        (DAY(2000, 8, 24), ["orphan"], "senior", set()),
        (DAY(2000, 8, 24), ["poor"], "senior", {"due"}),
        (DAY(2000, 8, 25), ["poor"], "", {"soon"}),
        (DAY(2000, 10, 23), [], "", {"soon"}),
        (DAY(2000, 10, 24), [], "", set()),
        (DAY(2002, 9, 1), ["left_behind"], "", {"soon"}),
        (DAY(2002, 9, 1), ["poor"], "", set()),
        (DAY(2002, 8, 1), ["left_behind"], "", {"due"}),
        (DAY(2002, 8, 1), ["left_behind", "poor"], "", set()),
    ],
)
def test_who_is_on_which_list(labelled, township, born, categories, stage, found) -> None:
    labelled("甲", born, *categories, stage=stage)
    call_command("keep_register")
    assert {which for which in ("due", "soon") if "甲" in listed(township, which)} == found


def test_a_reprieve_keeps_her_off_the_list_until_its_day(labelled, township) -> None:
    child = labelled("甲", DAY(2000, 1, 1), "poor")
    (said,) = actions.reprieve(children=[child], until=DAY(2018, 9, 1), why="等待安置", by=township)
    assert said.skipped == "" and listed(township) == set()
    township.on = DAY(2018, 9, 1)
    assert listed(township) == {"甲"}


def test_many_at_once_each_done_or_skipped_with_its_reason(labelled, client_of, township) -> None:
    grown = labelled("甲", DAY(2000, 1, 1), "poor")
    soon = labelled("乙", DAY(2001, 1, 1), "poor")
    actions.end_registration(
        child=labelled("丙", DAY(2000, 1, 1)), on=TODAY, reason="adult", by=township
    )
    client = client_of(Role.TOWNSHIP_CHAIR)
    assert (
        client.get("/ageing/").status_code == client.get("/ageing/?which=soon").status_code == 200
    )
    sent = {"do": "leave", "on": "2018-08-24",
            "child": [child.number for child in Child.objects.filter(name__in="甲乙丙")]}  # fmt: skip
    page = client.post("/ageing/", sent)
    said = {one.name: one.skipped for one in page.context["outcomes"]}
    assert said["甲"] == "" and "没有满18周岁" in said["乙"] and "已经退出" in said["丙"]
    assert Exit.objects.get(child=grown).reason == "adult"
    assert Child.objects.get(pk=soon.pk).status == "on_register"


def test_a_birth_date_that_is_unknown_again_stops_neither_page_nor_night(
    labelled, client_of
) -> None:
    child = labelled("甲", DAY(2002, 1, 1), "left_behind")
    call_command("keep_register")
    Child.objects.filter(pk=child.pk).update(birth_date=None)
    call_command("keep_register")
    assert client_of(Role.TOWNSHIP_CHAIR).get("/ageing/").status_code == 200


def test_without_a_reason_nobody_is_kept(labelled, client_of) -> None:
    child = labelled("甲", DAY(2000, 1, 1), "poor")
    page = client_of(Role.TOWNSHIP_CHAIR).post("/ageing/", {"do": "keep", "child": [child.number]})
    assert "请写明" in page.context["outcomes"][0].skipped


def test_the_night_raises_tasks_once_and_takes_them_back_when_it_is_decided(
    labelled, township
) -> None:
    child = labelled("甲", DAY(2000, 1, 1), "poor")
    labelled("乙", DAY(2000, 9, 1), "poor")
    for _ in range(2):
        call_command("keep_register")
    assert {task.kind: task.child.name for task in Task.objects.open()} == {
        "ageing": "甲", "ageing_soon": "乙"
    }  # fmt: skip
    actions.reprieve(children=[child], until=DAY(2019, 9, 1), why="等待安置", by=township)
    call_command("keep_register")
    assert [task.kind for task in Task.objects.open()] == ["ageing_soon"]
    call_command("keep_register", "--as-of", "2019-09-01")
    assert Task.objects.open().filter(kind="ageing", child=child).exists()


def test_what_a_person_withdrew_stays_so_and_an_undone_exit_waits_anew(labelled, township) -> None:
    child = labelled("甲", DAY(2000, 1, 1), "poor")
    call_command("keep_register")
    actions.end_registration(child=child, on=TODAY, reason="adult", by=township)
    actions.undo_exit(child=child, why="看错了人", by=township)
    call_command("keep_register")
    waits = Task.objects.open().exclude(kind="rearrange")
    withdraw(task=waits.get(), reason="家里已商量好", by=township)
    call_command("keep_register")
    assert not waits.exists()


def test_a_move_that_waits_too_long_is_its_receivers_task_until_it_is_decided(
    cast, township
) -> None:
    township.on = DAY(2018, 8, 10)
    (move,) = actions.propose_move(child=cast.children.own, place=place(NEIGHBOUR).pk,
                                   on=DAY(2018, 8, 1), reason="投亲", by=township)  # fmt: skip
    call_command("keep_register", "--as-of", "2018-08-17")
    assert not Task.objects.exists()
    for _ in range(2):
        call_command("keep_register")
    task = Task.objects.open().get()
    assert (task.kind, task.region) == ("move", place(NEIGHBOUR))
    township.on = TODAY
    actions.withdraw_move(key=move.together, why="不搬了", by=township)
    assert not Task.objects.open().exists()


def test_the_check_lists_places_out_of_use_and_children_the_book_disagrees_with(
    cast, make, capsys
) -> None:
    call_command("check_register")
    assert capsys.readouterr().out.split() == ["核对完毕。"]
    wrong = make.child("甲", VILLAGE)
    Child.objects.filter(pk=wrong.pk).update(place=place(NEIGHBOUR))
    call_command("check_register")
    assert wrong.number in capsys.readouterr().out
