"""Verbs on funds and months. Entries are posted by `books.posting`."""

from nuantong.books.actions.funds import NewFund, allow_purpose, close_fund, open_fund
from nuantong.books.actions.months import close_month
from nuantong.books.actions.undoing import undo

__all__ = [
    "NewFund",
    "allow_purpose",
    "close_fund",
    "close_month",
    "open_fund",
    "undo",
]
