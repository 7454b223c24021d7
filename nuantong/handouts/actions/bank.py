"""Money by bank: accounts, the list out, and its answers row by row."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Max, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text import clean
from nuantong.handouts import paying, states
from nuantong.handouts.accounts import BadAccount, read_account
from nuantong.handouts.actions.common import (
    REFUSALS,
    check_not_at_the_bank,
    log,
    log_batch,
    slip_for_change,
)
from nuantong.handouts.actions.handing import Hand, hand_all
from nuantong.handouts.bank_sheets import Answer
from nuantong.handouts.models import BankList, BankRow, Batch, Receipt, Slip
from nuantong.tasks.actions import Wanted, raise_tasks, settle_all

FAILED_TASK: Final = "handouts_bank_failed"
DAYS: Final = 7
Outcome = BankRow.Outcome


@transaction.atomic
def set_payee(*, slip: Slip, payee: str, account: str, bank: str, version: int, by: Reader) -> Slip:
    """Who is paid, into which account; the bank's refusal of the former one is answered by it."""
    found = slip_for_change(
        slip, by, Permission.HAND_OUT, Permission.RUN_CAMPAIGNS, version=version
    )
    if not found.batch.is_money or found.state not in states.OPEN:
        raise Refusal("这张发放单不能再改收款账号。")
    check_not_at_the_bank([found])
    try:
        number = read_account(account)
    except BadAccount as bad:
        raise Refusal(str(bad)) from bad
    if number and not clean(payee):
        raise Refusal("请写下收款人的姓名，要和银行卡上的一样。")
    found.payee, found.account, found.bank = clean(payee)[:40], number, clean(bank)[:60]
    found.version += 1
    found.save(update_fields=["payee", "account", "bank", "version"])
    _answered([found], by)
    log("登记收款账号", found, by, account=None)
    return found


@transaction.atomic
def make_list(*, batch: Batch, key: UUID, by: Reader, on: dt.date | None = None) -> BankList:
    """Everybody who waits and has an account, as one list; the money leaves the books."""
    known: BankList | None = BankList.objects.filter(key=key).first()
    if known is not None:
        return known
    _may_pay(by)
    Batch.objects.select_for_update(no_key=True, of=("self",)).get(pk=batch.pk)
    slips = list(payable(batch, by).select_related("child").order_by("place", "pk"))
    if not slips:
        raise Refusal("没有可以送银行的：还没有发的孩子里，没有人登记了收款账号。")
    number = BankList.objects.filter(batch=batch).aggregate(last=Max("number"))["last"] or 0
    fen = batch.fen or 0
    made = BankList.objects.create(
        key=key, batch=batch, number=number + 1, on=on or by.on, rows=len(slips),
        fen=fen * len(slips), at=clock.now(), by=by.user, by_name=by.actor_name,
    )  # fmt: skip
    with refusing(REFUSALS):
        BankRow.objects.bulk_create(
            BankRow(list=made, number=at, slip=slip, payee=slip.payee, account=slip.account,
                    bank=slip.bank, fen=fen)
            for at, slip in enumerate(slips, 1)
        )  # fmt: skip
    paying.sent_to_the_bank(made, by)
    log_batch("生成银行代发名单", batch, by, rows=made.rows, fen=made.fen)
    return made


def waiting(batch: Batch, by: Reader) -> QuerySet[Slip]:
    """The open slips of a batch, of children the reader runs campaigns for."""
    rows = Slip.objects.visible_to(by, to=Permission.RUN_CAMPAIGNS)
    return rows.filter(batch=batch, state__in=states.OPEN)


def payable(batch: Batch, by: Reader) -> QuerySet[Slip]:
    """Of those the ones with an account, on no list that is out."""
    out = BankRow.objects.filter(slip__batch=batch).exclude(outcome=Outcome.FAILED).values("slip")
    return waiting(batch, by).filter(account__isnull=False).exclude(pk__in=out)


def _may_pay(by: Reader) -> None:
    if not by.can(Permission.RUN_CAMPAIGNS):
        raise Refusal("银行名单由组织微爱行动的市、区县妇联办理。")


@dataclass
class Settled:
    """What became of a sheet that came back."""

    paid: int = 0
    failed: int = 0
    known: int = 0
    problems: list[str] = field(default_factory=list)


@transaction.atomic
def read_back(
    *, made: BankList, answers: Sequence[Answer], by: Reader, on: dt.date | None = None
) -> Settled:
    """Row by row: paid ones are receipts, failed ones are somebody's task and their money is back.

    What is not understood changes nothing and is said with its row; the same sheet again changes
    nothing.
    """
    _may_pay(by)
    found = BankList.objects.select_for_update(of=("self",)).get(pk=made.pk)
    day = on or by.on
    rows = {row.number: row for row in found.lines.select_related("slip__child", "slip__batch")}
    result, paid, failed = Settled(), list[BankRow](), list[tuple[BankRow, str]]()
    for answer, row in _understood(answers, rows, result):
        if answer.paid:
            paid.append(row)
        else:
            failed.append((row, answer.why or answer.said))
    _settle_paid(found, paid, day, by)
    _settle_failed(found, failed, day, by)
    BankList.objects.filter(pk=found.pk).update(answered_on=day)
    result.paid, result.failed = len(paid), len(failed)
    log_batch("读入银行回单", found.batch, by, paid=len(paid), failed=len(failed))
    return result


def _understood(
    answers: Sequence[Answer], rows: dict[int, BankRow], result: Settled
) -> list[tuple[Answer, BankRow]]:
    found = []
    times = Counter(one.number for one in answers)
    for one in answers:
        words = _problem(one, rows.get(one.number), times[one.number])
        if words:
            result.problems.append(f"第{one.row}行（序号{one.number}）：{words}")
        elif (row := rows[one.number]).outcome == Outcome.SENT:
            found.append((one, row))
        elif (row.outcome == Outcome.PAID) == one.paid:
            result.known += 1
        else:
            result.problems.append(
                f"第{one.row}行（序号{one.number}）：以前读入的结果是{row.get_outcome_display()}，和这次不一样，没有改。"
            )
    return found


def _problem(one: Answer, row: BankRow | None, times: int) -> str:
    if row is None:
        return "这份名单里没有这个序号。"
    if times > 1:
        return "这个序号出现了不止一次，没有登记。"
    if one.account and one.account != str(row.account) and not _ends_alike(one.account, row):
        return "账号和送出去的不一样，没有登记。"
    return f"“{one.said}”看不懂，请写 成功 或 失败。" if one.paid is None else ""


def _ends_alike(account: str, row: BankRow) -> bool:
    """Banks mask the middle of a number: 6222****1234."""
    return len(account) < len(str(row.account)) and str(row.account)[-4:] == account[-4:]


def _settle_paid(made: BankList, rows: list[BankRow], day: dt.date, by: Reader) -> None:
    if not rows:
        return
    ids = [row.pk for row in rows]
    BankRow.objects.filter(id__any_of=ids).update(settled_on=day, outcome=Outcome.PAID)
    hands = [
        Hand(slip=row.slip_id, how=Receipt.How.BANK, on=day, row=row, key=uuid4()) for row in rows
    ]
    hand_all(batch=made.batch, hands=hands, by=_for_receipts(by))
    _answered([row.slip for row in rows], by)


def _for_receipts(by: Reader) -> Reader:
    """Whoever may read the bank's answer writes its receipts, though she hands nothing out herself."""
    return Reader(by.user, by.on, by.grants, system=True)


def _settle_failed(made: BankList, rows: list[tuple[BankRow, str]], day: dt.date, by: Reader) -> None:  # fmt: skip
    if not rows:
        return
    for row, why in rows:
        row.settled_on, row.outcome, row.why = day, Outcome.FAILED, why[:100]
    BankRow.objects.bulk_update([row for row, _ in rows], ["settled_on", "outcome", "why"])
    fen = sum(row.fen for row, _ in rows)
    paying.bank_sent_back(made, uuid4(), fen, len(rows), day, by)
    Slip.objects.filter(id__any_of=[row.slip_id for row, _ in rows]).update(
        version=F("version") + 1
    )
    raise_tasks(by=by, wanted=[_wanted(row, why, by) for row, why in rows])


def _wanted(row: BankRow, why: str, by: Reader) -> Wanted:
    return Wanted(
        key=task_key(row), kind=FAILED_TASK, child=row.slip.child, note=why,
        permission=Permission.EDIT_CHILDREN, due_on=by.on + dt.timedelta(days=DAYS),
        title=f"“{row.slip.batch.title}”银行没有入账，请核对收款人和账号",
        url_name="handouts:slip", url_args={"key": str(row.slip.key)},
    )  # fmt: skip


def task_key(row: BankRow) -> str:
    return f"{FAILED_TASK}:{row.slip.key}:{row.list_id}"


def _answered(slips: Iterable[Slip], by: Reader) -> None:
    """The tasks of former failures of these are done."""
    rows = BankRow.objects.filter(slip__in=list(slips), outcome=Outcome.FAILED)
    keys = [task_key(row) for row in rows.select_related("slip")]
    settle_all(keys=keys, how="收款人和账号已更正，或已发放。", by=by)
