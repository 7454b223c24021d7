"""What a child was given: a coat her guardian signed for, and money a bank was asked to pay."""

import uuid
from dataclasses import dataclass

from nuantong.access.reader import Reader, system_reader
from nuantong.handouts import actions
from nuantong.handouts.bank_sheets import Answer
from nuantong.handouts.models import BankList, Batch, Receipt, Slip
from nuantong.handouts.signing import read_signature
from nuantong.people.models import Child
from tests.unit.handouts.given import coats, grants, slip_of
from tests.unit.handouts.test_pure import LINE


@dataclass(frozen=True)
class Handed:
    batch: Batch
    slip: Slip
    receipt: Receipt
    made: BankList


def handed(child: Child, guardian: str, carer: Reader) -> Handed:
    """The carer has handed out the coat; the money has failed once and waits again."""
    by = system_reader()
    coat = slip_of(coats([child]), child)
    given = actions.Hand(slip=coat.pk, how="signed", key=uuid.uuid4(), signer=guardian,
                         signature=read_signature(LINE))  # fmt: skip
    receipt = actions.hand(slip=coat, given=given, by=carer)
    batch = grants([child])
    slip = slip_of(batch, child)
    actions.set_payee(slip=slip, payee=guardian, account="81230000123456", bank="农商行",
                      version=slip.version, by=by)  # fmt: skip
    made = actions.make_list(batch=batch, key=uuid.uuid4(), by=by)
    actions.read_back(made=made, answers=[Answer(5, 1, "", "失败", False, "户名不符")], by=by)
    return Handed(batch, slip_of(batch, child), receipt, made)
