"""The whole of the books as a plain-text journal that beancount's own checker accepts.

An account is a fund, a purpose and a project: `Assets:Bank:F3:WinterCoat:P7` (P0: no project). Sums
are yuan with two decimals. After the last entry every balance is asserted.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Max, Min

from nuantong.books.accounts import BEANCOUNT, Account
from nuantong.books.models import Balance, Entry, Line

CHUNK: Final = 2_000
UNIT: Final = "CNY"


def journal() -> Iterator[str]:
    """Line by line; nothing is held in memory but the accounts."""
    days = Entry.objects.aggregate(first=Min("on"), last=Max("on"))
    yield f'option "title" "暖童资金账"\noption "operating_currency" "{UNIT}"\n'
    if days["first"] is None:
        return
    balances = list(Balance.objects.order_by("pk"))
    for one in balances:
        yield from (f"{days['first']} open {name(one, a)} {UNIT}\n" for a in Account)
    rows = Entry.objects.order_by("on", "period", "number").prefetch_related("lines__balance")
    for entry in rows.iterator(chunk_size=CHUNK):
        yield from _entry(entry)
    after = days["last"] + dt.timedelta(1)
    for one in balances:
        for account in Account:
            yield f"{after} balance {name(one, account)} {in_yuan(getattr(one, account))} {UNIT}\n"


def name(balance: Balance, account: str) -> str:
    purpose = balance.purpose.title().replace("_", "")
    return f"{BEANCOUNT[account]}:F{balance.fund_id}:{purpose}:P{balance.project_id or 0}"


def in_yuan(fen: int) -> str:
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02d}"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"{entry.on} * {quoted(str(entry))} {quoted(entry.words)}\n"
    yield f"  document: {quoted(f'{entry.document_kind} {entry.document_key}')}\n"
    lines: Any = entry.lines.all()
    yield from map(_line, lines)


def _line(line: Line) -> str:
    return f"  {name(line.balance, line.account)}  {in_yuan(line.fen)} {UNIT}\n"


def quoted(text: str) -> str:
    words = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{words}"'
