"""The database's walls, attacked: only members, one receipt, handed with a receipt and not without."""

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from nuantong.access.reader import system_reader
from nuantong.cohorts.actions import remove
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.handouts import actions
from nuantong.handouts.actions import making
from nuantong.handouts.models import Batch, Receipt, Sheet, Slip, SlipStep, TakenBack
from tests.conftest import TODAY, VILLAGE
from tests.unit.handouts.given import coats, make_cohort, slip_of, witnessed

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(cast: SimpleNamespace) -> Batch:
    return coats([cast.children.own])


@pytest.fixture
def slip(batch: Batch, cast: SimpleNamespace) -> Slip:
    return slip_of(batch, cast.children.own)


def receipt(slip: Slip, **values: Any) -> Receipt:
    said = {
        "how": "witnessed",
        "witness": "王强",
        "on": TODAY,
        "at": clock.now(),
        "by_name": "李春梅",
    }
    return Receipt.objects.create(key=uuid.uuid4(), slip=slip, **{**said, **values})


def slip_for(batch: Batch, child: Any, **values: Any) -> Slip:
    return Slip.objects.create(
        key=uuid.uuid4(), batch=batch, child=child, **{"cohort": batch.cohort, **values}
    )


def refused(attack: Callable[[], Any], constraint: str = "") -> None:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        attack()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert constraint in str(error.value)


def test_nobody_outside_the_frozen_cohort_has_a_slip(batch: Batch, cast: SimpleNamespace) -> None:
    stranger = cast.children.neighbour
    refused(lambda: slip_for(batch, stranger), "slip_of_a_member")
    other = make_cohort([stranger])
    refused(lambda: slip_for(batch, stranger, cohort=other), "slip_of_the_batchs_cohort")
    refused(lambda: Slip.objects.update(child=stranger), "stays one child")
    refused(lambda: Batch.objects.update(cohort=other), "stays")
    with pytest.raises(Refusal, match="不在冻结的受助名单里"):
        making.write_slips(batch, [stranger.pk], system_reader())


def test_who_was_taken_off_the_list_gets_nothing_by_it(batch: Batch, slip: Slip) -> None:
    remove(member=batch.cohort.members.get(), why="已被别的项目资助", by=system_reader())
    refused(lambda: receipt(slip), "gets nothing by it")
    with pytest.raises(Refusal, match="已被移出受助名单"):
        actions.hand(slip=slip, given=witnessed(slip), by=system_reader())


def test_a_child_has_one_slip_a_batch(batch: Batch, cast: SimpleNamespace) -> None:
    refused(lambda: slip_for(batch, cast.children.own), "slip_once_a_child")


def test_a_cohort_that_is_not_frozen_has_no_batch(batch: Batch, cast: SimpleNamespace) -> None:
    draft = make_cohort([cast.children.own], frozen=False)
    gift = actions.Gift(item=batch.item, store=batch.store)
    with pytest.raises(Refusal, match="还没有冻结"):
        actions.make_batch(key=uuid.uuid4(), project=batch.project, purpose="winter_coat", cohort=draft,
                           gift=gift, title="冬衣", on=TODAY, by=system_reader())  # fmt: skip


def test_a_slip_has_one_standing_receipt_and_is_handed_by_it_alone(slip: Slip) -> None:
    refused(lambda: Slip.objects.update(state="handed", state_on=TODAY), "receipt stands")
    first = receipt(slip)
    assert Slip.objects.get().state == "handed"
    refused(lambda: receipt(slip), "receipt_once_a_slip")
    refused(lambda: Slip.objects.update(state="waiting"), "receipt stands")
    refused(lambda: Receipt.objects.update(ended_on=TODAY), "takes it back")
    refused(lambda: Receipt.objects.update(signer="别人"), "append-only")
    refused(lambda: first.delete(), "append-only")


def test_what_was_refused_gets_no_receipt(slip: Slip) -> None:
    Slip.objects.update(state="refused", state_on=TODAY)
    refused(lambda: receipt(slip), "a slip that is open")


@pytest.mark.parametrize(
    "values",
    [
        {"witness": ""}, {"witness": "李春梅"}, {"how": "signed", "signer": "奶奶"}, {"how": "paper"},
        {"how": "bank"}, {"how": "signed", "sealed": b"x", "signer": ""}, {"ended_on": TODAY},
    ],
)  # fmt: skip
def test_a_receipt_is_proved(slip: Slip, values: dict[str, Any]) -> None:
    refused(lambda: receipt(slip, **values))


def test_a_receipt_is_taken_back_once_by_a_row_with_a_reason(slip: Slip) -> None:
    given = receipt(slip, on=TODAY - dt.timedelta(days=1))

    def back(**values: Any) -> TakenBack:
        said = {"why": "wrong_size", "on": TODAY, "at": clock.now(), "by_name": "杨慧", **values}
        return TakenBack.objects.create(key=uuid.uuid4(), receipt=given, **said)

    refused(lambda: back(why="没说"), "takenback_says_why")
    refused(lambda: back(on=TODAY - dt.timedelta(days=9)), "receipt_ends_after_it_began")
    row = back()
    assert (Slip.objects.get().state, Receipt.objects.get().ended_on) == ("waiting", TODAY)
    refused(back, "handouts_takenback")
    refused(lambda: row.delete(), "append-only")
    receipt(slip)
    assert Slip.objects.get().state == "handed"


def test_steps_and_sheets_are_only_added(batch: Batch, slip: Slip) -> None:
    about = {"at": clock.now(), "by_name": "李春梅"}
    SlipStep.objects.create(key=uuid.uuid4(), slip=slip, kind="absent", on=TODAY, **about)
    Sheet.objects.create(key=uuid.uuid4(), batch=batch, kind="image/png", sealed=b"x", **about)
    refused(lambda: SlipStep.objects.update(kind="moved"), "append-only")
    refused(lambda: Sheet.objects.all().delete(), "append-only")
    step = {"key": uuid.uuid4(), "slip": slip, "on": TODAY, **about}
    refused(lambda: SlipStep.objects.create(kind="rerouted", **step))
    refused(lambda: SlipStep.objects.create(kind="resized", **step))


def test_a_batch_is_of_one_thing(batch: Batch) -> None:
    refused(lambda: Batch.objects.update(pieces=0))
    refused(lambda: Batch.objects.update(fen=5), "stays")
    refused(lambda: Batch.objects.update(within=0), "batch_is_sane")
    with pytest.raises(Refusal, match="每批只发一种"):
        actions.make_batch(key=uuid.uuid4(), project=batch.project, purpose="winter_coat",
                           cohort=batch.cohort, gift=actions.Gift(item=batch.item), title="冬衣",
                           on=TODAY, by=system_reader())  # fmt: skip


def test_killed_after_any_slice_and_run_again_ends_the_same(make: Any, db: None, monkeypatch: Any) -> None:  # fmt: skip
    monkeypatch.setattr(making, "SLICE", 2)
    children = [make.child(f"童{n}", VILLAGE) for n in range(5)]
    batch = coats(children)
    whole = list(Slip.objects.order_by("child").values("key", "child", "size", "place"))

    class Killed(Exception):
        pass

    def killing(at: int) -> Callable[[int, str], None]:
        def tell(done: int, words: str) -> None:
            if done > at:
                raise Killed

        return tell

    for at in (0, 2, 4):
        second = actions.make_batch(
            key=uuid.uuid4(), project=batch.project, purpose="winter_coat", cohort=batch.cohort,
            gift=actions.Gift(item=batch.item, store=batch.store), title="再一批", on=TODAY, by=system_reader(),
        )  # fmt: skip
        with pytest.raises(Killed):
            actions.fill(batch=second, by=system_reader(), tell=killing(at))
        actions.run(second.pk, system_reader())
        rows = Slip.objects.filter(batch=second).order_by("child").values("child", "size", "place")
        assert list(rows) == [{k: v for k, v in one.items() if k != "key"} for one in whole]


def test_a_list_of_many_is_all_or_nothing(make: Any, db: None) -> None:
    children = [make.child(f"童{n}", VILLAGE) for n in range(3)]
    batch = coats(children, count=2)
    slips = list(Slip.objects.filter(batch=batch))
    with pytest.raises(Refusal, match="没有了"):
        actions.hand_all(batch=batch, hands=[witnessed(one) for one in slips], by=system_reader())
    assert not Receipt.objects.exists()
