"""Verbs on home visits."""

from nuantong.visits.actions.asking import ask_for_visit, withdraw_request
from nuantong.visits.actions.looking import look_at, words_open, words_shown
from nuantong.visits.actions.paper import add_row, begin_batch, load_sheet, save_row
from nuantong.visits.actions.recording import record_visit, withdraw_visit
from nuantong.visits.actions.rules import set_rules
from nuantong.visits.actions.updating import update_register

__all__ = [
    "add_row", "ask_for_visit", "begin_batch", "load_sheet", "look_at", "record_visit", "save_row",
    "set_rules", "update_register", "withdraw_request", "withdraw_visit", "words_open",
    "words_shown",
]  # fmt: skip
