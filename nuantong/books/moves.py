"""What each verb does to the accounts: plain numbers in and out. Fen are signed, debits positive.

A promise (a pledge, a commitment) is a memorandum beside the money: its other side is `memo`.
"""

from nuantong.books.accounts import Account as A

Changes = dict[str, int]
"""Account → fen; they sum to zero."""


def pledge(fen: int) -> Changes:
    return {A.PLEDGED: fen, A.MEMO: -fen}


def forgo(fen: int) -> Changes:
    return {A.PLEDGED: -fen, A.MEMO: fen}


def receive(fen: int, *, pledged: int = 0, in_kind: bool = False) -> Changes:
    """Money (or goods at their value), of which `pledged` had been promised."""
    arrives = {A.STOCK if in_kind else A.BANK: fen, A.INCOME: -fen}
    return arrives | (forgo(pledged) if pledged else {})


def commit(fen: int) -> Changes:
    return {A.COMMITTED: fen, A.MEMO: -fen}


def release(fen: int) -> Changes:
    return {A.COMMITTED: -fen, A.MEMO: fen}


def spend(fen: int, *, committed: int = 0, in_kind: bool = False) -> Changes:
    """Paid from the bank (or handed out of what came in kind); `committed` fen of it (or more,
    when it cost less) had been promised and no longer are."""
    pays = {A.SPENT: fen, A.STOCK if in_kind else A.BANK: -fen}
    return pays | (release(committed) if committed else {})


def recover(fen: int, *, committed: int = 0) -> Changes:
    """Money that was paid out comes back; `committed` fen of it are promised again."""
    comes = {A.BANK: fen, A.SPENT: -fen}
    return comes | (commit(committed) if committed else {})


def give_back(fen: int) -> Changes:
    return {A.RETURNED: fen, A.BANK: -fen}


def assign(fen: int) -> tuple[Changes, Changes]:
    """What leaves one purpose or project, and what comes to the other."""
    return {A.INCOME: fen, A.BANK: -fen}, {A.INCOME: -fen, A.BANK: fen}
