from nuantong.handouts.models.bank import BankList, BankRow
from nuantong.handouts.models.batch import Batch
from nuantong.handouts.models.receipt import Receipt, Sheet, TakenBack
from nuantong.handouts.models.slip import Slip, SlipStep

__all__ = ["BankList", "BankRow", "Batch", "Receipt", "Sheet", "Slip", "SlipStep", "TakenBack"]
