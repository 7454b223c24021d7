"""A new child, a move, a child back again: whoever has no carer is somebody's task, whoever has one
is told, and what is farther away than it was is looked at."""

from typing import Any

import pytest

from nuantong.access.roles import Role
from nuantong.notices.models import Notice
from nuantong.pairing.actions import end_pairing, pair, take_answer
from nuantong.pairing.models import Handover, Pairing
from nuantong.pairing.models.words import EndReason
from nuantong.pairing.queries.options import Options
from nuantong.people import actions
from nuantong.people.models import Child
from nuantong.tasks.actions import finish
from nuantong.tasks.models import Task
from tests.conftest import place

from .conftest import NEXT_VILLAGE, OTHER_TOWNSHIP, TODAY, VILLAGE, paired
from .test_pairs import DAY

pytestmark = pytest.mark.django_db
EARLIER = TODAY - 60 * DAY


@pytest.fixture
def chair(reader):
    return reader(Role.TOWNSHIP_CHAIR)


def open_tasks(kind: str) -> list[Task]:
    return list(Task.objects.open().filter(kind=kind))


def register(by: Any, name: str = "小新", **values: Any) -> Child:
    given = {"name": name, "sex": "2", "birth_date": TODAY - 3000 * DAY}
    return actions.register_child(values=given, place=place(VILLAGE).pk, by=by, **values)


def move(child: Child, to: str, by: Any) -> None:
    actions.move_child(child=child, place=place(to).pk, on=TODAY, by=by, reason="租房")


def test_a_new_child_is_the_townships_task_until_she_has_a_carer(cast, chair, client_of):
    child = register(chair)
    [task] = open_tasks("rearrange")
    assert (task.child, task.due_on, task.permission) == (child, TODAY + 7 * DAY, "run_rounds")
    page = client_of(Role.TOWNSHIP_CHAIR).get(task.url).content.decode()
    assert "李春梅" in page
    take_answer(moves=Options(child, chair).found[0].moves, by=chair, reason=EndReason.REARRANGED)
    assert not open_tasks("rearrange")


def test_a_household_that_waits_is_one_task_and_a_new_sister_joins_her_brothers_carer(cast, chair):
    brother = register(chair)
    sister = register(chair, "小妹", household=brother.household)
    assert len(open_tasks("rearrange")) == 1
    pair(child=brother, carer=cast.carer, by=chair)
    assert set(Pairing.objects.values_list("child", flat=True)) == {brother.pk, sister.pk}
    late = register(chair, "小弟", household=brother.household)
    assert [task.child for task in open_tasks("rearrange")] == [late]
    [option] = Options(late, chair).found
    assert option.first.carer == cast.carer


def test_in_an_institution_nobody_looks_for_a_carer_and_back_home_somebody_does(cast, chair):
    child, sister = register(chair), None
    sister = register(chair, "小妹", household=child.household)
    update = {"child": child, "by": chair}
    actions.update_child(version=child.version, changes={"setting": "institution"}, **update)
    assert [task.child for task in open_tasks("rearrange")] == [sister]
    child.refresh_from_db()
    pair(child=sister, carer=cast.carer, by=chair)
    assert not open_tasks("rearrange")
    actions.update_child(version=child.version, changes={"setting": "scattered"}, **update)
    assert [task.child for task in open_tasks("rearrange")] == [child]


def test_who_is_back_on_the_register_waits_again(cast, chair):
    child = register(chair)
    pair(child=child, carer=cast.carer, by=chair)
    actions.end_registration(child=child, reason="left_city", on=TODAY, by=chair, note="去贵州")
    assert not open_tasks("rearrange")
    actions.return_to_register(child=Child.objects.get(pk=child.pk), reason="回来了", by=chair)
    assert [task.child for task in open_tasks("rearrange")] == [child]


def test_siblings_who_wait_and_part_are_two_tasks(cast, chair):
    child = register(chair)
    sister = register(chair, "小妹", household=child.household)
    actions.move_child(
        child=child, place=place(NEXT_VILLAGE).pk, on=TODAY, by=chair, reason="投亲", together=False
    )
    assert {task.child for task in open_tasks("rearrange")} == {child, sister}


def test_a_sister_still_waits_when_the_one_whose_task_it_was_leaves_the_register(cast, chair):
    child = register(chair)
    sister = register(chair, "小妹", household=child.household)
    actions.end_registration(child=child, reason="left_city", on=TODAY, by=chair, note="去贵州")
    assert [task.child for task in open_tasks("rearrange")] == [sister]


def test_whoever_is_paired_by_hand_hears_of_it_and_takes_over_what_another_began(cast, make, chair):
    child, second = cast.children.own, make.carer("王秀英", VILLAGE)
    pair(child=child, carer=cast.carer, by=chair.as_of(EARLIER))
    assert Notice.objects.get(carer=cast.carer).subject.startswith("您有 1 名新结对的孩子")
    end_pairing(pairing=Pairing.objects.get(), by=chair, reason=EndReason.CARER_UNABLE)
    pair(child=child, carer=second, by=chair)
    made = Handover.objects.get()
    assert (made.former, made.carer, made.on) == (cast.carer, second, TODAY)
    assert {"handover_given", "pairing_ended"} <= set(
        Notice.objects.filter(carer=cast.carer).values_list("kind", flat=True)
    )
    assert open_tasks("handover")[0].title == "等王秀英接手"


@pytest.fixture
def moved(cast, chair):
    """小乐 moved from her carer's village to the next."""
    paired(cast.children.own, cast.carer, EARLIER)
    move(cast.children.own, NEXT_VILLAGE, chair)
    return Child.objects.get(pk=cast.children.own.pk)


def test_whose_child_moved_farther_away_goes_on_and_somebody_looks_at_it(moved, cast, chair):
    assert Pairing.objects.get().end is None
    [task] = open_tasks("moved_farther")
    assert task.title == "孩子搬家后李春梅是同乡镇（街道），看看要不要换人"
    assert task in Task.objects.visible_to(chair)
    finish(task=task, how="孩子舍不得她，愿意继续", by=chair)
    assert not open_tasks("moved_farther")


def test_a_nearer_carer_for_whom_moved_settles_it_and_the_words_go_along(moved, cast, make, chair):
    make.carer("王秀英", NEXT_VILLAGE)
    [option] = Options(moved, chair).found
    [made] = take_answer(
        moves=option.moves, by=chair, reason=EndReason.CHILD_MOVED, words="新家在村小旁边"
    )
    assert (made.former, made.words) == (cast.carer, "新家在村小旁边")
    assert not open_tasks("moved_farther")
    assert not open_tasks("rearrange")


def test_who_moves_nearer_or_as_far_is_nobodys_task(moved, chair, reader):
    [task] = open_tasks("moved_farther")
    finish(task=task, how="愿意继续", by=chair)
    move(moved, VILLAGE, chair)
    assert not open_tasks("moved_farther")


def test_her_page_says_how_near_the_carer_is_now_and_not_when_they_were_paired(moved, client_of):
    page = client_of(Role.TOWNSHIP_CHAIR).get(f"/children/{moved.number}/").content.decode()
    section = page[page.index("pr-now") :][:400]
    assert "同乡镇（街道）" in section


def test_a_parted_household_that_overburdens_her_parts_from_her(cast, make, chair, reader):
    """One of two siblings moves to another township of the district: two households, one place."""
    child = cast.children.own
    brother = make.child("小弟", VILLAGE, household=child.household)
    for one in (child, brother):
        paired(one, cast.carer, EARLIER)
    move_by = reader(Role.DISTRICT_OFFICER)
    proposed = actions.propose_move(
        child=brother, place=place(OTHER_TOWNSHIP).pk, on=TODAY, by=move_by, reason="投亲",
        together=False,
    )  # fmt: skip
    actions.accept_move(key=proposed[0].together, by=move_by)
    assert [task.child for task in open_tasks("rearrange")] == [brother]
    assert Pairing.objects.get(child=child).end is None
