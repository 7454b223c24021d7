"""Money by bank: a list out, its answers row by row, what failed is back and somebody's task."""

import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.handouts import actions
from nuantong.handouts.bank_sheets import Answer
from nuantong.handouts.models import BankList, BankRow, Batch, Receipt
from nuantong.tasks.models import Task
from tests.conftest import VILLAGE
from tests.unit.handouts.given import grants, money_of, slip_of, witnessed

pytestmark = pytest.mark.django_db
Readers = Callable[[Role], Reader]
ACCOUNT = "81230000123456"


@pytest.fixture
def chair(reader: Readers) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def city(reader: Readers) -> Reader:
    return reader(Role.CITY_OFFICER)


@pytest.fixture
def children(cast: SimpleNamespace, make: Any) -> list[Any]:
    return [cast.children.own, *(make.child(f"童{n}", VILLAGE) for n in range(2))]


@pytest.fixture
def batch(children: list[Any], chair: Reader) -> Batch:
    """The first two have an account."""
    batch = grants(children)
    for at, child in enumerate(children[:2]):
        slip = slip_of(batch, child)
        actions.set_payee(slip=slip, payee="周奶奶", account=f"{ACCOUNT}{at}", bank="农商行",
                          version=slip.version, by=chair)  # fmt: skip
    return batch


@pytest.fixture
def made(batch: Batch, city: Reader) -> BankList:
    return actions.make_list(batch=batch, key=uuid.uuid4(), by=city)


def said(number: int, paid: bool | None, account: str = "", why: str = "户名不符") -> Answer:
    return Answer(number + 4, number, account, "失败", paid, why)


def test_a_list_has_whoever_has_an_account_once_and_the_money_leaves(made: BankList, batch: Batch, city: Reader) -> None:  # fmt: skip
    assert (made.rows, made.fen) == (2, 600_00)
    assert actions.make_list(batch=batch, key=made.key, by=city) == made
    assert money_of(batch.fund, batch.project) == {
        "bank": 99_400_00,
        "committed": 300_00,
        "spent": 600_00,
    }
    with pytest.raises(Refusal, match="没有可以送银行的"):
        actions.make_list(batch=batch, key=uuid.uuid4(), by=city)


def test_the_database_has_no_plain_account(made: BankList) -> None:
    raw = BankRow.objects.extra(select={"raw": "account"}).values_list("raw", flat=True)
    assert not [one for one in raw if ACCOUNT.encode() in bytes(one)]


def test_paid_is_a_receipt_failed_is_a_task_and_its_money_is_back(
    made: BankList, batch: Batch, children: list[Any], city: Reader, chair: Reader
) -> None:
    answers = [said(1, True), said(2, False)]
    result = actions.read_back(made=made, answers=answers, by=city)
    assert (result.paid, result.failed, result.problems) == (1, 1, [])
    assert money_of(batch.fund, batch.project) == {
        "bank": 99_700_00,
        "committed": 600_00,
        "spent": 300_00,
    }
    assert Receipt.objects.get().how == "bank"
    task = Task.objects.visible_to(chair).get(kind="handouts_bank_failed")
    assert task.child == BankRow.objects.get(outcome="failed").slip.child
    again = actions.read_back(made=made, answers=answers, by=city)
    assert (again.paid, again.failed, again.known) == (0, 0, 2)
    assert Task.objects.count() == 1

    slip = slip_of(batch, task.child)
    actions.set_payee(slip=slip, payee="周奶奶", account=f"{ACCOUNT}99", bank="", version=slip.version, by=chair)  # fmt: skip
    assert not Task.objects.open().exists()
    second = actions.make_list(batch=batch, key=uuid.uuid4(), by=city)
    assert (second.number, second.rows) == (2, 1)
    actions.read_back(made=second, answers=[said(1, True)], by=city)
    assert money_of(batch.fund, batch.project) == {
        "bank": 99_400_00,
        "committed": 300_00,
        "spent": 600_00,
    }


def test_what_is_not_this_list_changes_nothing_and_is_said(made: BankList, city: Reader) -> None:
    row = BankRow.objects.get(number=1)
    answers = [said(7, True), said(1, True, account="9999"), said(2, None), said(2, True)]
    result = actions.read_back(made=made, answers=answers, by=city)
    assert (result.paid, result.failed, len(result.problems)) == (0, 0, 4)
    masked = f"8123****{str(row.account)[-4:]}".replace("*", "")
    assert actions.read_back(made=made, answers=[said(1, True, masked)], by=city).paid == 1
    result = actions.read_back(made=made, answers=[said(1, False)], by=city)
    assert "以前读入的结果是已入账" in result.problems[0]


def test_what_is_at_the_bank_is_neither_handed_out_nor_let_go(made: BankList, batch: Batch, children: list[Any], chair: Reader) -> None:  # fmt: skip
    slip = slip_of(batch, children[0])
    with pytest.raises(Refusal, match="已经送银行"):
        actions.hand(slip=slip, given=witnessed(slip), by=chair)
    with pytest.raises(Refusal, match="已经送银行"):
        actions.note(slip=slip, kind="refused", key=uuid.uuid4(), by=chair)
    with pytest.raises(Refusal, match="已经送银行"):
        actions.set_payee(slip=slip, payee="x", account="", bank="", version=slip.version, by=chair)


def test_the_database_pays_nobody_twice_and_settles_once(made: BankList) -> None:
    row = BankRow.objects.get(number=1)
    attacks: list[Callable[[], Any]] = [
        lambda: BankRow.objects.create(list=made, number=9, slip=row.slip, payee="x", account="1", fen=1),
        lambda: BankRow.objects.filter(pk=row.pk).update(fen=1),
        lambda: BankRow.objects.filter(pk=row.pk).update(outcome="paid"),
        lambda: BankRow.objects.filter(pk=row.pk).update(outcome="failed", settled_on="2018-08-24"),
        lambda: BankRow.objects.filter(pk=row.pk).delete(),
    ]  # fmt: skip
    for attack in attacks:
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()


def test_only_who_runs_campaigns_pays(batch: Batch, chair: Reader) -> None:
    with pytest.raises(Refusal, match="市、区县妇联"):
        actions.make_list(batch=batch, key=uuid.uuid4(), by=chair)


def test_a_district_pays_and_sees_its_own_children_alone(
    batch: Batch, made: BankList, cast: SimpleNamespace, city: Reader, reader: Readers
) -> None:
    district = reader(Role.DISTRICT_OFFICER)
    assert BankList.objects.visible_to(district).get() == made
    far = cast.children.neighbour
    other = grants([far, cast.children.own])
    for child in (far, cast.children.own):
        slip = slip_of(other, child)
        actions.set_payee(slip=slip, payee="上官婆婆", account=ACCOUNT, bank="",
                          version=slip.version, by=system_reader())  # fmt: skip
    assert actions.make_list(batch=other, key=uuid.uuid4(), by=district).rows == 1
    whole = actions.make_list(batch=other, key=uuid.uuid4(), by=city)
    assert whole.rows == 1
    assert whole not in BankList.objects.visible_to(district)


def test_an_account_is_known_the_next_time(batch: Batch, children: list[Any]) -> None:
    following = grants(children)
    slip = slip_of(following, children[0])
    assert (slip.payee, str(slip.account)) == ("周奶奶", f"{ACCOUNT}0")
    actions.fill(batch=following, by=system_reader())
    assert slip_of(following, children[0]) == slip
