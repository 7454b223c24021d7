"""Verbs on home visits."""

from nuantong.visits.actions.asking import (
    Wanted,
    ask_for_visit,
    ask_for_visits,
    withdraw_request,
)
from nuantong.visits.actions.looking import look_at, words_open, words_shown
from nuantong.visits.actions.paper import add_row, begin_batch, load_sheet, save_row
from nuantong.visits.actions.recording import record_visit, withdraw_visit
from nuantong.visits.actions.rules import set_rules
from nuantong.visits.actions.updating import update_register

__all__ = [
    "Wanted", "add_row", "ask_for_visit", "ask_for_visits", "begin_batch", "load_sheet", "look_at", "record_visit", "save_row",
    "set_rules", "update_register", "withdraw_request", "withdraw_visit", "words_open",
    "words_shown",
]  # fmt: skip
