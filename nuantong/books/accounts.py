"""The chart of accounts as data. Fen are signed: a debit is positive, a credit negative."""

from typing import Final

from django.db.models import TextChoices


class Account(TextChoices):
    BANK = "bank", "银行存款"
    STOCK = "stock", "库存物资"
    INCOME = "income", "收入"
    PLEDGED = "pledged", "认捐"
    COMMITTED = "committed", "已承诺"
    SPENT = "spent", "支出"
    RETURNED = "returned", "退回"
    MEMO = "memo", "备查对冲"


class Kind(TextChoices):
    """What an entry tells of: one verb of `posting` each."""

    PLEDGE = "pledge", "认捐"
    FORGO = "forgo", "认捐核销"
    RECEIVE = "receive", "到账"
    ASSIGN = "assign", "安排用途"
    COMMIT = "commit", "承诺支出"
    RELEASE = "release", "取消承诺"
    SPEND = "spend", "支出"
    RECOVER = "recover", "支出收回"
    GIVE_BACK = "give_back", "退回"
    REVERSE = "reverse", "冲销"


BEANCOUNT: Final[dict[str, str]] = {
    Account.BANK: "Assets:Bank", Account.STOCK: "Assets:Stock", Account.INCOME: "Income:Received",
    Account.PLEDGED: "Assets:Memo:Pledged", Account.COMMITTED: "Assets:Memo:Committed",
    Account.SPENT: "Expenses:Spent", Account.RETURNED: "Expenses:Returned",
    Account.MEMO: "Equity:Memo",
}  # fmt: skip
"""Where each account stands in the plain-text book that is written out."""
