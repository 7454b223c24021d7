"""Handing out: once a child, of what is there, proved; exchanged, given back, gone along."""

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.cohorts.helped import helped
from nuantong.core.errors import Refusal
from nuantong.goods.models import Stock
from nuantong.handouts import actions
from nuantong.handouts.actions.common import REFUSALS
from nuantong.handouts.keeping import keep
from nuantong.handouts.models import Batch, Receipt, Slip, SlipStep
from nuantong.handouts.queries.progress import gone_from
from nuantong.handouts.signing import read_signature
from nuantong.people.actions import accept_move, propose_move
from nuantong.tasks.models import Task
from tests.conftest import NEIGHBOUR, NEXT_VILLAGE, TODAY, VILLAGE, place
from tests.unit.handouts.given import coats, grants, money_of, slip_of, witnessed
from tests.unit.handouts.test_pure import LINE

pytestmark = pytest.mark.django_db
Readers = Callable[[Role], Reader]


def stock_of(batch: Batch) -> dict[str, tuple[int, int]]:
    rows = Stock.objects.filter(thing__item=batch.item).select_related("thing")
    return {row.thing.size: (row.on_hand, row.reserved) for row in rows}


@pytest.fixture
def chair(reader: Readers) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def child(cast: SimpleNamespace) -> Any:
    return cast.children.own


@pytest.fixture
def batch(child: Any) -> Batch:
    return coats([child])


def test_making_a_batch_gives_each_member_a_slip_in_her_size_and_keeps_her_coat(batch: Batch, child: Any) -> None:  # fmt: skip
    slip = slip_of(batch, child)
    assert (slip.size, slip.state, slip.place_id) == ("140", "waiting", child.place_id)
    assert batch.work_state == "done"
    assert stock_of(batch) == {"130": (10, 0), "140": (10, 1), "150": (10, 0)}


def test_any_step_of_making_a_batch_run_again_changes_nothing(batch: Batch) -> None:
    before = (list(Slip.objects.values()), stock_of(batch))
    actions.fill(batch=batch, by=system_reader())
    keep(batch=batch, by=system_reader())
    assert (list(Slip.objects.values()), stock_of(batch)) == before


def test_what_is_lacking_is_said_and_kept_when_it_has_come(child: Any, chair: Reader) -> None:
    from tests.unit.goods.shelves import fill

    empty = coats([child], count=0)
    assert "还缺：140码羽绒服" in empty.message
    with pytest.raises(Refusal, match="没有了"):
        actions.hand(slip=slip_of(empty, child), given=witnessed(slip_of(empty, child)), by=chair)
    assert empty.store is not None
    fill(empty.store, empty.item, 1, system_reader())
    assert actions.fill(batch=empty, by=system_reader()) == ""
    assert stock_of(empty) == {"140": (1, 1)}


def test_a_coat_is_handed_out_once_however_often_it_is_sent(batch: Batch, child: Any, chair: Reader) -> None:  # fmt: skip
    slip, key = slip_of(batch, child), uuid.uuid4()
    given = actions.Hand(slip=slip.pk, how="signed", key=key, signer="周奶奶",
                         signature=read_signature(LINE))  # fmt: skip
    receipts = {actions.hand(slip=slip, given=given, by=chair).pk for _ in range(3)}
    assert len(receipts) == 1
    receipt = Receipt.objects.get()
    assert receipt.signature == read_signature(LINE).text
    assert LINE.encode() not in bytes(receipt.sealed or b"")
    assert slip_of(batch, child).state == "handed"
    assert stock_of(batch)["140"] == (9, 0)
    with pytest.raises(Refusal, match="已签收"):
        actions.hand(slip=slip, given=witnessed(slip, key=uuid.uuid4()), by=chair)


def test_the_last_coat_goes_to_one_and_the_other_is_told(cast: SimpleNamespace, make: Any, chair: Reader) -> None:  # fmt: skip
    other = make.child("小二", VILLAGE)
    batch = coats([cast.children.own, other], count=1)
    assert "还缺" in batch.message
    first, second = slip_of(batch, cast.children.own), slip_of(batch, other)
    actions.hand(slip=first, given=witnessed(first), by=chair)
    with pytest.raises(Refusal, match="最后一件可能刚被别人发出"):
        actions.hand(slip=second, given=witnessed(second), by=chair)
    slip, kept = actions.resize(slip=second, size="150", key=uuid.uuid4(), by=chair)
    assert kept
    actions.hand(slip=slip, given=witnessed(slip), by=chair)
    assert stock_of(batch) == {"130": (1, 0), "140": (0, 0), "150": (0, 0)}


def test_the_wrong_size_goes_back_and_another_is_kept_for_her(batch: Batch, child: Any, chair: Reader) -> None:  # fmt: skip
    slip = slip_of(batch, child)
    receipt = actions.hand(slip=slip, given=witnessed(slip), by=chair)
    key = uuid.uuid4()
    for _ in range(2):
        actions.take_back(receipt=receipt, why="wrong_size", size="150", key=key, by=chair)
    slip = slip_of(batch, child)
    assert (slip.state, slip.size) == ("waiting", "150")
    assert stock_of(batch) == {"130": (10, 0), "140": (10, 0), "150": (10, 1)}
    actions.hand(slip=slip, given=witnessed(slip), by=chair)
    assert Receipt.objects.filter(ended_on=None).count() == 1
    assert stock_of(batch)["150"] == (9, 0)


@pytest.mark.parametrize(
    ("why", "state", "left"),
    [("broken", "waiting", (9, 1)), ("given_back", "returned", (10, 0)), ("mistake", "waiting", (10, 1))],
)  # fmt: skip
def test_what_comes_back_is_in_the_store_unless_it_is_broken(
    batch: Batch, child: Any, chair: Reader, why: str, state: str, left: tuple[int, int]
) -> None:
    slip = slip_of(batch, child)
    receipt = actions.hand(slip=slip, given=witnessed(slip), by=chair)
    actions.take_back(receipt=receipt, why=why, key=uuid.uuid4(), by=chair, words="见面时发现")
    assert slip_of(batch, child).state == state
    assert stock_of(batch)["140"] == left


def test_who_refuses_lets_her_coat_go_and_may_want_it_after_all(batch: Batch, child: Any, chair: Reader) -> None:  # fmt: skip
    actions.note(slip=slip_of(batch, child), kind="refused", key=uuid.uuid4(), by=chair)
    assert stock_of(batch)["140"] == (10, 0)
    with pytest.raises(Refusal, match="不愿领取"):
        actions.hand(slip=slip_of(batch, child), given=witnessed(slip_of(batch, child)), by=chair)
    actions.wait_again(slip=slip_of(batch, child), key=uuid.uuid4(), by=chair)
    assert stock_of(batch)["140"] == (10, 1)


def test_absent_and_moved_stay_open_and_moved_is_the_townships_task(batch: Batch, child: Any, reader: Readers) -> None:  # fmt: skip
    carer = reader(Role.VILLAGE_CHAIR)
    key = uuid.uuid4()
    for _ in range(2):
        actions.note(slip=slip_of(batch, child), kind="absent", key=key, by=carer, words="赶集去了")
    actions.note(slip=slip_of(batch, child), kind="moved", key=uuid.uuid4(), by=carer)
    assert [step.kind for step in SlipStep.objects.all()] == ["absent", "moved"]
    assert Task.objects.open().get(kind="handouts_moved").child == child
    slip = slip_of(batch, child)
    actions.hand(slip=slip, given=witnessed(slip), by=carer)
    assert not Task.objects.open().filter(kind="handouts_moved").exists()


def test_a_child_who_moves_takes_her_slip_along_and_both_places_see_it(batch: Batch, child: Any, chair: Reader) -> None:  # fmt: skip
    far = place(NEIGHBOUR)
    moves = propose_move(child=child, place=far.pk, on=TODAY, reason="随父母搬家", by=chair)
    accept_move(key=moves[0].together, by=system_reader())
    slip = slip_of(batch, child)
    assert slip.place_id == far.pk
    with pytest.raises(Refusal, match="不由您发放"):
        actions.hand(slip=slip, given=witnessed(slip), by=chair)
    [gone] = gone_from(batch, chair, chair.tree.places[place(VILLAGE[:9]).pk])
    assert gone.number == child.number
    actions.hand(slip=slip, given=witnessed(slip), by=system_reader())
    assert stock_of(batch)["140"] == (9, 0)


def test_unclaimed_is_one_task_of_the_township_until_nobody_is_left(batch: Batch, child: Any, chair: Reader) -> None:  # fmt: skip
    assert actions.ask_about_unclaimed(system_reader()) == 0
    Batch.objects.update(on=TODAY - dt.timedelta(days=31))
    assert actions.ask_about_unclaimed(system_reader()) == 1
    assert actions.ask_about_unclaimed(system_reader()) == 0
    task = Task.objects.visible_to(chair).get(kind="handouts_unclaimed")
    assert child.name not in task.title
    slip = slip_of(batch, child)
    actions.hand(slip=slip, given=witnessed(slip), by=chair)
    assert not Task.objects.open().exists()


def test_who_does_not_see_the_child_hands_her_nothing(batch: Batch, child: Any, reader: Readers) -> None:  # fmt: skip
    slip = slip_of(batch, child)
    for role in (Role.DISTRICT_OFFICER, Role.STORE_KEEPER, Role.COUNSELLOR, Role.LEADER):
        with pytest.raises(Refusal, match="不由您发放"):
            actions.hand(slip=slip, given=witnessed(slip), by=reader(role))


def test_the_witness_is_somebody_else(batch: Batch, child: Any, chair: Reader) -> None:
    slip = slip_of(batch, child)
    given = actions.Hand(slip=slip.pk, how="witnessed", witness=chair.actor_name)
    with pytest.raises(Refusal, match=REFUSALS["receipt_has_a_second_name"][:6]):
        actions.hand(slip=slip, given=given, by=chair)


def test_thousands_are_handed_out_by_few_statements_and_once(make: Any, db: None, django_assert_max_num_queries: Any) -> None:  # fmt: skip
    children = [make.child(f"童{n}", (VILLAGE, NEXT_VILLAGE)[n % 2]) for n in range(40)]
    batch = coats(children, count=60)
    hands = [witnessed(slip, on=dt.date(2018, 8, 20)) for slip in Slip.objects.filter(batch=batch)]
    with django_assert_max_num_queries(45):
        assert actions.hand_all(batch=batch, hands=hands, by=system_reader()) == 40
    assert actions.hand_all(batch=batch, hands=hands, by=system_reader()) == 0
    assert stock_of(batch)["140"] == (20, 0)


def test_lists_to_come_know_who_was_helped_with_what_and_when(batch: Batch, child: Any, chair: Reader) -> None:  # fmt: skip
    slip = slip_of(batch, child)
    receipt = actions.hand(slip=slip, given=witnessed(slip), by=chair)
    told = [row for source in helped() for row in source if row["child"] == child.pk]
    assert told == [{"child": child.pk, "purpose": "winter_coat", "on": TODAY}]
    actions.take_back(receipt=receipt, why="mistake", key=uuid.uuid4(), by=chair)
    assert not [row for source in helped() for row in source if row["child"] == child.pk]


def test_cash_is_promised_then_spent_and_is_back_when_it_was_a_mistake(child: Any, chair: Reader) -> None:  # fmt: skip
    batch = grants([child])
    assert money_of(batch.fund, batch.project) == {
        "bank": 100_000_00,
        "committed": 300_00,
        "spent": 0,
    }
    slip = slip_of(batch, child)
    receipt = actions.hand(slip=slip, given=witnessed(slip), by=chair)
    assert money_of(batch.fund, batch.project) == {
        "bank": 99_700_00,
        "committed": 0,
        "spent": 300_00,
    }
    actions.take_back(receipt=receipt, why="mistake", key=uuid.uuid4(), by=chair)
    assert money_of(batch.fund, batch.project) == {
        "bank": 100_000_00,
        "committed": 300_00,
        "spent": 0,
    }
    actions.note(slip=slip_of(batch, child), kind="refused", key=uuid.uuid4(), by=chair)
    assert money_of(batch.fund, batch.project)["committed"] == 0
