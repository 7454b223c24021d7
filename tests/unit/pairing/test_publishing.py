"""Publishing a round in one step, taking it back before the first contact, and runs around wishes."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.duties.actions import record_contact
from nuantong.notices.models import Notice
from nuantong.pairing.actions import (
    accept_proposals,
    cancel_round,
    is_the_same_again,
    lift_wish,
    publish_round,
    reject_proposal,
    rerun_round,
    run_round,
    start_round,
    take_back,
    undo_publication,
    wish,
)
from nuantong.pairing.actions.leaves import ask_leave
from nuantong.pairing.models import (
    Handover,
    Leave,
    Pairing,
    PairingRound,
    Proposal,
    Publication,
    Run,
    Wish,
)
from nuantong.people.actions import update_carer
from nuantong.people.models import Carer, Child
from nuantong.tasks.actions import Wanted, raise_tasks
from nuantong.tasks.models import Task
from tests.conftest import place

from .conftest import NEXT_VILLAGE, TODAY, VILLAGE, paired

pytestmark = pytest.mark.django_db
DISTRICT = VILLAGE[:6]


@pytest.fixture
def round(make, cast, round_over):
    """小乐 proposed to 李春梅 of her village, 小远 of the next village to 邻村的人."""
    make.child("小远", NEXT_VILLAGE)
    make.carer("邻村的人", NEXT_VILLAGE)
    return round_over(DISTRICT)


@pytest.fixture
def officer(reader):
    return reader(Role.DISTRICT_OFFICER)


def again(round: PairingRound, by: Any, **policy: Any) -> PairingRound:
    rerun_round(round=round, by=by, policy=policy or None)
    return run_round(round_id=round.pk)


def carer_of(name: str) -> str | None:
    row = Pairing.objects.current(TODAY).filter(child__name=name).first()
    return row.carer.name if row else None


def proposed(name: str) -> Proposal:
    live = Proposal.objects.filter(state__in=Proposal.LIVE)
    return live.get(household__children__name=name)


def published(round: PairingRound, by: Any) -> Publication:
    accept_proposals(round=round, by=by)
    made = publish_round(round=round, by=by).publication
    assert made is not None
    return made


def test_nothing_is_in_force_before_it_is_published_and_then_all_at_once(round, officer):
    accept_proposals(round=round, by=officer)
    assert not Pairing.objects.exists()
    told = publish_round(round=round, by=officer)
    assert (told.households, told.children) == (2, 2)
    assert carer_of("小乐") == "李春梅"
    assert Notice.objects.filter(kind="pairing.published").count() == 2
    with pytest.raises(Refusal, match="已结束"):
        publish_round(round=round, by=officer)


def test_an_accepted_proposal_can_be_taken_back(round, officer):
    accept_proposals(round=round, by=officer)
    assert take_back(round=round, by=officer, ids=[proposed("小乐").pk]) == 1
    assert publish_round(round=round, by=officer).households == 1
    assert carer_of("小乐") is None


def test_what_was_published_is_taken_back_as_if_it_never_was(round, officer):
    made = published(round, officer)
    told = undo_publication(publication=made, by=officer, reason="发布早了")
    assert (told.households, told.kept) == (2, 0)
    assert carer_of("小乐") is None
    assert set(Pairing.objects.values_list("end", "ended_reason")) == {(TODAY, "undone")}
    assert set(Proposal.objects.values_list("state", flat=True)) == {"undone"}
    assert Notice.objects.filter(kind="pairing.undone").count() == 2
    assert undo_publication(publication=made, by=officer, reason="再来一次").households == 0


def test_a_pair_whose_carer_was_in_contact_stays(round, officer, cast):
    made = published(round, officer)
    assert cast.carer.user is not None
    record_contact(
        key=uuid.uuid4(), child=cast.children.own, carer=cast.carer, means="face", acts=["meet"],
        by=reader_of(cast.carer.user, TODAY), happened_on=TODAY,
    )  # fmt: skip
    told = undo_publication(publication=made, by=officer, reason="名单要核对")
    assert (told.households, told.kept) == (1, 1)
    assert (carer_of("小乐"), carer_of("小远")) == ("李春梅", None)


def test_taking_back_needs_a_reason_and_the_scope(round, officer, reader):
    made = published(round, officer)
    with pytest.raises(Refusal, match="原因"):
        undo_publication(publication=made, by=officer, reason=" ")
    for role in (Role.TOWNSHIP_CHAIR, Role.LEADER, Role.CARER):
        with pytest.raises(Http404):
            undo_publication(publication=made, by=reader(role), reason="不该我管")


def test_a_run_keeps_what_is_accepted_and_pinned_and_leaves_out_what_is_forbidden(
    round, officer, make, cast
):
    third = make.carer("第三位", NEXT_VILLAGE)
    accept_proposals(round=round, by=officer, ids=[proposed("小乐").pk])
    household = proposed("小远").household_id
    forbidden = Carer.objects.get(name="邻村的人")
    wish(
        round=round,
        household=household,
        carer=forbidden,
        kind="forbid",
        by=officer,
        reason="有过纠纷",
    )
    again(round, officer)
    assert proposed("小乐").state == "accepted"
    assert proposed("小远").carer == third
    assert proposed("小远").run == 2
    assert Proposal.objects.get(state="replaced").carer == forbidden


def test_a_run_that_answers_the_same_leaves_the_rows(round, officer):
    before = set(Proposal.objects.values_list("pk", "carer", "run"))
    again(round, officer)
    assert set(Proposal.objects.values_list("pk", "carer", "run")) == before
    assert Run.objects.filter(round=round).count() == 2


def test_a_run_can_be_worked_out_again_from_what_it_saw(round, officer, make):
    make.child("后来的", VILLAGE)
    (run,) = Run.objects.filter(round=round)
    assert is_the_same_again(run)
    Run.objects.filter(pk=run.pk).update(digest="another")
    run.refresh_from_db()
    assert not is_the_same_again(run)


def test_a_child_registered_in_the_middle_is_in_the_next_run(round, officer, make, client_of):
    make.child("后来的", VILLAGE)
    make.carer("也后来", VILLAGE)
    page = client_of(Role.DISTRICT_OFFICER).get(f"/pairing/rounds/{round.pk}/since/")
    assert "<b>1</b> 户" in page.content.decode()
    again(round, officer)
    assert proposed("后来的").state == "proposed"


def test_a_check_that_expires_in_the_middle_lets_the_proposal_lapse_and_another_is_found(
    round, officer, make, cast
):
    accept_proposals(round=round, by=officer)
    make.carer("后备", VILLAGE)
    Carer.objects.filter(pk=cast.carer.pk).update(background_checked_on="2017-01-01")
    again(round, officer)
    assert "已过期" in Proposal.objects.get(state="lapsed").reason
    assert proposed("小乐").carer.name == "后备"


def test_a_rejected_carer_is_not_proposed_by_the_next_run(round, officer):
    reject_proposal(proposal=proposed("小远"), by=officer, reason="隔着河")
    again(round, officer)
    assert proposed_or_none("小远") != "邻村的人"


def proposed_or_none(name: str) -> str | None:
    live = Proposal.objects.filter(state="proposed", household__children__name=name).first()
    return live.carer.name if live else None


def test_wishes_are_refused_where_they_cannot_be(round, officer, make, cast):
    household = proposed("小远").household_id
    expired = make.carer("过期的", NEXT_VILLAGE, background_checked_on=dt.date(2016, 1, 1))
    far = make.carer("外区的", "500118116200")
    free = make.carer("还有名额", NEXT_VILLAGE)
    ask: dict[str, Any] = {"round": round, "household": household, "by": officer}
    with pytest.raises(Refusal, match="已过期"):
        wish(carer=expired, kind="pin", **ask)
    with pytest.raises(Http404):
        wish(carer=far, kind="pin", **ask)
    with pytest.raises(Refusal, match="为什么"):
        wish(carer=free, kind="forbid", **ask)
    made = wish(carer=free, kind="pin", **ask)
    assert wish(carer=free, kind="pin", **ask) == made
    with pytest.raises(Refusal, match="请先取消"):
        wish(carer=cast.carer, kind="pin", **ask)
    other = proposed("小乐").household_id
    with pytest.raises(Refusal, match="没有空余名额"):
        wish(round=round, household=other, carer=free, kind="pin", by=officer)
    assert lift_wish(wish=made, by=officer).lifted_at
    assert wish(round=round, household=other, carer=free, kind="pin", by=officer)


@pytest.fixture
def moving(make, cast, officer):
    """小乐 has a carer far away; a yearly round would give her 李春梅 of the village."""
    far = make.carer("远处的人", "500113110200")
    paired(cast.children.own, far, dt.date(2018, 4, 1), tier="district")
    begun = start_round(region=place(DISTRICT), by=officer, kind="yearly")
    return run_round(round_id=begun.pk)


def test_a_year_round_moves_a_pair_ends_the_former_and_gives_it_back_when_undone(
    moving, cast, officer
):
    one = proposed("小乐")
    assert (one.change, one.current.name, one.carer) == ("moved", "远处的人", cast.carer)
    made = published(moving, officer)
    assert carer_of("小乐") == "李春梅"
    assert Pairing.objects.get(carer=one.current).ended_reason == "yearly"
    told = undo_publication(publication=made, by=officer, reason="家里不愿换")
    assert (told.households, told.not_restored) == (1, 0)
    assert carer_of("小乐") == "远处的人"


def test_a_moved_household_is_handed_over_and_both_carers_are_told(moving, officer):
    published(moving, officer)
    (begun,) = Handover.objects.all()
    assert (begun.former.name, begun.carer.name, begun.gap) == ("远处的人", "李春梅", 0)
    assert [child.name for child in begun.children.all()] == ["小乐"]
    assert Task.objects.open().get(kind="handover").key == f"handover:{begun.pk}"
    told = Notice.objects.values_list("carer__name", "kind")
    assert set(told) == {("李春梅", "handover"), ("远处的人", "handover_given")}


def test_a_move_taken_back_ends_the_hand_over_and_the_former_carer_is_told(moving, officer):
    made = published(moving, officer)
    undo_publication(publication=made, by=officer, reason="先问问家里")
    assert not Task.objects.open().filter(kind="handover").exists()
    told = Notice.objects.filter(kind="pairing.undone").values_list("carer__name", flat=True)
    assert set(told) == {"李春梅", "远处的人"}


def test_whom_taking_back_leaves_without_a_carer_is_somebodys_task(round, officer):
    made = published(round, officer)
    undo_publication(publication=made, by=officer, reason="发布早了")
    waiting = Task.objects.open().filter(kind="rearrange").values_list("child__name", flat=True)
    assert set(waiting) == {"小乐", "小远"}


def test_a_carer_who_retires_in_the_middle_lets_the_proposal_lapse_at_once(round, officer, cast):
    accept_proposals(round=round, by=officer)
    update_carer(
        carer=cast.carer, version=cast.carer.version, changes={"status": "left"}, by=officer
    )
    assert Proposal.objects.get(carer=cast.carer).reason == "李春梅已离岗。"
    told = publish_round(round=round, by=officer)
    assert (told.households, carer_of("小乐")) == (1, None)


def test_a_carer_who_goes_on_leave_in_the_middle_gets_nobody_and_keeps_whom_she_has(
    round, officer, cast, make
):
    accept_proposals(round=round, by=officer)
    ask_leave(
        carer=cast.carer, start=TODAY, last_day=TODAY, kind=Leave.Kind.ILLNESS, by=officer
    )  # fmt: skip
    told = publish_round(round=round, by=officer)
    assert ["请假" in one.reason for one in told.lapsed] == [True]
    make.carer("后备", VILLAGE)
    again = start_round(region=place(DISTRICT), by=officer)
    run_round(round_id=again.pk)
    assert proposed("小乐").carer.name == "后备"


@pytest.fixture
def statements():
    def count(work):
        with CaptureQueriesContext(connection) as asked:
            work()
        return len(asked)

    return count


def test_publishing_and_taking_back_cost_as_few_statements_for_many_as_for_one(
    make, officer, statements
):
    costs = []
    for village, count in ((VILLAGE, 10), (NEXT_VILLAGE, 60)):
        for n in range(count):
            make.child(f"小{n}", village)
            make.carer(f"妈妈{n}", village)
        begun = start_round(region=place(village), by=officer)
        round = run_round(round_id=begun.pk)
        ids = Proposal.objects.filter(round=round).values("household__children")
        raise_tasks(by=officer, wanted=[
            Wanted(key=f"rearrange:{child.pk}", kind="rearrange", child=child, title="安排",
                   permission="run_rounds")
            for child in Child.objects.filter(pk__in=ids)
        ])  # fmt: skip
        accept_proposals(round=round, by=officer)
        made = []
        costs.append((
            statements(lambda r=round, m=made: m.append(publish_round(round=r, by=officer))),
            statements(lambda m=made: undo_publication(
                publication=m[0].publication, by=officer, reason="发布早了")),
        ))  # fmt: skip
    assert costs[0] == costs[1]


def test_a_round_can_be_stopped_and_blocks_nobody(cast, officer):
    begun = start_round(region=place(DISTRICT), by=officer)
    cancel_round(round=begun, by=officer)
    assert run_round(round_id=begun.pk).work_state == "failed"
    assert not Proposal.objects.exists()
    assert start_round(region=place(DISTRICT), by=officer)


def test_a_round_over_an_empty_place_says_so_calmly(make, cast, officer, client_of):
    begun = start_round(region=place("500113004"), by=officer)
    run_round(round_id=begun.pk)
    page = client_of(Role.DISTRICT_OFFICER).get(f"/pairing/rounds/{begun.pk}/compare/")
    assert page.status_code == 200
    assert "没有建议" in page.content.decode()


PATHS = [
    ("proposed", "published"), ("proposed", "undone"), ("accepted", "undone"),
    ("published", "proposed"), ("published", "accepted"), ("published", "lapsed"),
]  # fmt: skip


@pytest.mark.parametrize(("start", "end"), PATHS)
def test_the_database_knows_the_ways_of_a_proposal(round, officer, start, end):
    one = proposed("小乐")
    if start != "proposed":
        accept_proposals(round=round, by=officer, ids=[one.pk])
    if start == "published":
        publish_round(round=round, by=officer)
    with pytest.raises(IntegrityError, match="cannot go from"), transaction.atomic():
        Proposal.objects.filter(pk=one.pk).update(state=end, reason="硬改")


def test_the_database_keeps_one_live_proposal_a_household_and_its_carer(round):
    one = proposed("小乐")
    with pytest.raises(IntegrityError, match="cannot go from"), transaction.atomic():
        Proposal.objects.filter(pk=one.pk).update(carer=proposed("小远").carer)
    with pytest.raises(IntegrityError, match="proposal_household_once"), transaction.atomic():
        Proposal.objects.create(
            round=round, household=one.household, carer=one.carer, tier="village", children=1
        )
    with pytest.raises(IntegrityError, match="proposal_change_is_true"), transaction.atomic():
        Proposal.objects.create(
            round=round, household=one.household, carer=one.carer, tier="village", children=1,
            change="moved", state="lapsed", reason="没有现任", decided_at=round.created_at,
        )  # fmt: skip


def test_two_wishes_of_one_household_cannot_contradict_in_the_database(round):
    one = proposed("小乐")
    wanted = {"round": round, "household": one.household, "at": round.created_at, "kind": "pin"}
    Wish.objects.create(carer=one.carer, **wanted)
    with pytest.raises(IntegrityError, match="wish_one_pin"), transaction.atomic():
        Wish.objects.create(carer=proposed("小远").carer, **wanted)
