"""An answer at once: shown, taken in one step, refused when something has changed."""

from typing import Any

import pytest
from django.http import Http404
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.core.errors import StaleVersion
from nuantong.notices.models import Notice
from nuantong.pairing.actions import end_pairing, take_answer
from nuantong.pairing.models import Handover, Pairing
from nuantong.pairing.models.words import EndReason
from nuantong.pairing.queries.options import Options
from nuantong.people import hooks
from nuantong.people.actions import update_carer
from nuantong.people.models import Child
from nuantong.tasks.models import Task
from tests.conftest import place

from .conftest import NEIGHBOUR, NEXT_VILLAGE, TODAY, VILLAGE, paired
from .test_pairs import DAY

pytestmark = pytest.mark.django_db
EARLIER = TODAY - 60 * DAY


@pytest.fixture
def chair(reader):
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def resigned(cast, chair):
    """The cast's carer has left; her child waits."""
    paired(cast.children.own, cast.carer, EARLIER)
    update_carer(carer=cast.carer, version=cast.carer.version, changes={"status": "left"}, by=chair)
    return cast.children.own


@pytest.fixture
def swap(cast, make):
    """Next door lives a carer who is full; her own family could go to one in their own village."""
    near, far = make.carer("王秀英", VILLAGE), make.carer("赵玉兰", NEXT_VILLAGE)
    other = make.child("小北", NEXT_VILLAGE)
    paired(other, near, EARLIER, tier="township")
    return near, far, other


def found(child: Any, chair: Any) -> list[Any]:
    return Options(child, chair).found


def moves(option: Any) -> list[Any]:
    return list(option.moves)


@pytest.mark.parametrize(
    ("reason", "again"),
    [
        (EndReason.CARER_UNABLE, False),
        (EndReason.FAMILY_WISH, False),
        (EndReason.REARRANGED, True),
    ],
)
def test_who_has_just_given_a_household_up_is_not_offered_to_it(reason, again, cast, make, chair):
    here = make.carer("空着", NEXT_VILLAGE)
    made = paired(cast.children.own, cast.carer, EARLIER)
    end_pairing(pairing=made, by=chair, reason=reason)
    offered = {move[2] for option in found(cast.children.own, chair) for move in moves(option)}
    assert here.pk in offered
    assert (cast.carer.pk in offered) == again


def test_whoever_a_carer_leaves_has_a_task_at_once_with_the_options(resigned, chair, client_of):
    task = Task.objects.get(kind="rearrange")
    assert (task.child, task.permission, task.due_on) == (resigned, "run_rounds", TODAY + 7 * DAY)
    assert task in Task.objects.visible_to(chair)
    assert client_of(Role.TOWNSHIP_CHAIR).get(task.url).status_code == 200


def test_a_household_is_one_task_and_an_institution_none(cast, make, chair):
    brother = make.child("小弟", VILLAGE, household=cast.children.own.household)
    for child in (cast.children.own, brother):
        paired(child, cast.carer, EARLIER)
    made = Pairing.objects.get(child=brother)
    end_pairing(pairing=made, by=chair, reason=EndReason.CARER_UNABLE)
    assert Task.objects.filter(kind="rearrange").count() == 1
    one = make.child("小院", VILLAGE)
    end_pairing(
        pairing=paired(one, make.carer("丁", VILLAGE), EARLIER), by=chair,
        reason=EndReason.INTO_INSTITUTION,
    )  # fmt: skip
    assert Task.objects.filter(kind="rearrange").count() == 1


def test_a_child_who_moves_away_is_the_task_of_her_new_place(cast, reader):
    paired(cast.children.own, cast.carer, EARLIER)
    child, target = cast.children.own, place(NEIGHBOUR)
    Child.objects.filter(pk=child.pk).update(place=target)
    for hook in hooks.CHILD_MOVED:
        hook(child, child.place_id, target.pk, TODAY, reader(Role.CITY_OFFICER))
    task = Task.objects.get(kind="rearrange")
    assert task not in Task.objects.visible_to(reader(Role.TOWNSHIP_CHAIR))
    assert task in Task.objects.visible_to(reader(Role.CITY_OFFICER))


def test_a_free_carer_comes_before_a_swap_and_both_say_their_price(resigned, swap, chair):
    near, far, other = swap
    free, exchange = found(resigned, chair)
    assert moves(free) == [(resigned.household_id, None, far.pk)]
    assert moves(exchange) == [
        (resigned.household_id, None, near.pk), (other.household_id, near.pk, far.pk)
    ]  # fmt: skip
    [step] = exchange.others
    assert (step.families, step.source, step.was, step.tier) == (
        "小北", "王秀英", "同乡镇（街道）", "同村（社区）"
    )  # fmt: skip


def test_a_swap_is_one_step_and_everybody_is_told(resigned, swap, chair, cast):
    near, far, other = swap
    took = take_answer(
        moves=moves(found(resigned, chair)[1]), by=chair, reason=EndReason.REARRANGED,
        words="怕黑，晚上打电话",
    )  # fmt: skip
    current = Pairing.objects.current(TODAY)
    assert set(current.values_list("child__name", "carer__name")) == {
        ("小乐", "王秀英"), ("小北", "赵玉兰")
    }  # fmt: skip
    assert [(h.former, h.carer, h.words) for h in took] == [
        (cast.carer, near, "怕黑，晚上打电话"), (near, far, "")
    ]  # fmt: skip
    assert set(Notice.objects.values_list("kind", "carer__name")) == {
        ("handover", "王秀英"), ("handover", "赵玉兰"),
        ("handover_given", "李春梅"), ("handover_given", "王秀英"),
    }  # fmt: skip
    assert not Task.objects.open().filter(kind="rearrange").exists()
    assert Task.objects.open().filter(kind="handover").count() == 2


def test_taking_the_same_answer_twice_is_refused_and_changes_nothing(resigned, swap, chair):
    option = found(resigned, chair)[0]
    take_answer(moves=moves(option), by=chair, reason=EndReason.REARRANGED)
    with pytest.raises(StaleVersion, match="有了变化"):
        take_answer(moves=moves(option), by=chair, reason=EndReason.REARRANGED)
    assert Handover.objects.count() == 1


def test_what_changed_meanwhile_undoes_the_whole_step(resigned, swap, chair, make):
    near, far, other = swap
    option = found(resigned, chair)[1]
    paired(make.child("小新", VILLAGE), far)
    with pytest.raises(StaleVersion, match="已满户"):
        take_answer(moves=moves(option), by=chair, reason=EndReason.REARRANGED)
    assert Pairing.objects.get(child=other).end is None
    assert not Handover.objects.exists()


def test_a_carer_may_be_changed_without_a_day_between(cast, swap, chair):
    near, far, other = swap
    paired(cast.children.own, cast.carer, EARLIER)
    option = found(cast.children.own, chair)[0]
    take_answer(moves=moves(option), by=chair, reason=EndReason.FAMILY_WISH)
    old = Pairing.objects.get(child=cast.children.own, carer=cast.carer)
    assert (old.end, old.ended_reason) == (TODAY, "family_wish")
    assert Handover.objects.get().gap == 0


def test_one_paired_today_is_changed_from_tomorrow(cast, swap, chair):
    paired(cast.children.own, cast.carer, TODAY)
    option = found(cast.children.own, chair)[0]
    take_answer(moves=moves(option), by=chair, reason=EndReason.FAMILY_WISH)
    assert set(Pairing.objects.filter(child=cast.children.own).values_list("start", "end")) == {
        (TODAY, TODAY + DAY), (TODAY + DAY, None)
    }  # fmt: skip


def test_one_paired_by_mistake_today_is_given_to_the_right_one_at_once(cast, swap, chair):
    wrong = paired(cast.children.own, cast.carer, TODAY)
    end_pairing(pairing=wrong, by=chair, reason=EndReason.BY_MISTAKE)
    option = found(cast.children.own, chair)[0]
    take_answer(moves=moves(option), by=chair, reason=EndReason.FAMILY_WISH)
    spans = Pairing.objects.filter(child=cast.children.own).values_list("start", "end")
    assert set(spans) == {(TODAY, TODAY + DAY), (TODAY + DAY, None)}


def test_what_was_arranged_for_tomorrow_may_be_arranged_anew_today(cast, swap, chair, make):
    make.carer("第三位", VILLAGE)
    paired(cast.children.own, cast.carer, TODAY)
    for _ in range(2):
        option = found(cast.children.own, chair)[0]
        take_answer(moves=moves(option), by=chair, reason=EndReason.FAMILY_WISH)
    spans = Pairing.objects.filter(child=cast.children.own).values_list("start", "end")
    assert set(spans) == {
        (TODAY, TODAY + DAY), (TODAY + DAY, TODAY + 2 * DAY), (TODAY + 2 * DAY, None)
    }  # fmt: skip


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.CARER, Role.LEADER])
def test_whoever_may_not_pair_takes_nothing(resigned, swap, chair, reader, client_of, role):
    option = found(resigned, chair)[0]
    with pytest.raises(Http404):
        take_answer(moves=moves(option), by=reader(role), reason=EndReason.REARRANGED)
    url = reverse("pairing:options", args=[resigned.number])
    assert client_of(role).get(url).status_code == 403


def test_neither_a_neighbours_family_nor_a_neighbours_carer_is_moved(cast, make, resigned, chair):
    far = make.carer("外区的人", NEIGHBOUR)
    for asked in (
        [(cast.children.neighbour.household_id, None, cast.carer.pk)],
        [(resigned.household_id, None, far.pk)],
        [],
    ):
        with pytest.raises(Http404):
            take_answer(moves=asked, by=chair, reason=EndReason.REARRANGED)
    assert found(resigned, chair) == []


def test_the_page_takes_an_option_and_shows_fresh_ones_when_it_is_stale(
    resigned, swap, chair, client_of, make
):
    client, url = client_of(Role.TOWNSHIP_CHAIR), reverse("pairing:options", args=[resigned.number])
    page = client.get(url).content.decode()
    assert "不动别的家庭" in page
    assert "小北家从王秀英（同乡镇（街道））改由赵玉兰（同村（社区）" in page
    code = found(resigned, chair)[0].code
    paired(make.child("小新", VILLAGE), swap[1])
    answer = client.post(url, {"option": code})
    assert "情况有了变化" in answer.content.decode()
    for nonsense in ("", "x", "1:2", f"{resigned.household_id}:0:{10**30}"):
        assert client.post(url, {"option": nonsense}).status_code in (200, 404)


def test_the_page_pairs_and_says_who_is_awaited(resigned, swap, chair, client_of):
    url = reverse("pairing:options", args=[resigned.number])
    sent = {"option": found(resigned, chair)[0].code, "words": "先打电话给祖母"}
    answer = client_of(Role.TOWNSHIP_CHAIR).post(url, sent, follow=True)
    assert "等赵玉兰在手机上接手" in answer.content.decode()
    assert Handover.objects.get().words == "先打电话给祖母"


def test_ending_leads_on_to_the_options_or_leaves_a_task(cast, make, client_of):
    client = client_of(Role.TOWNSHIP_CHAIR)
    for child, then, page in (
        (cast.children.own, "options", "pairing:options"),
        (make.child("小弟", VILLAGE), "wait", "people:child"),
    ):
        made = paired(child, make.carer("甲", VILLAGE), EARLIER)
        sent = {"reason": "family_wish", "siblings": "on", "then": then}
        answer = client.post(reverse("pairing:end", args=[made.pk]), sent)
        assert answer.url == reverse(page, args=[child.number])
        assert Notice.objects.filter(kind="pairing_ended", child=child, carer=made.carer).exists()
    assert Task.objects.open().filter(kind="rearrange").count() == 2
