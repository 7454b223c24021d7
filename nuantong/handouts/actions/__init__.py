"""Verbs: making batches, handing out, what was found, taking back, money by bank."""

from nuantong.handouts.actions.bank import make_list, read_back, set_payee
from nuantong.handouts.actions.handing import Hand, hand, hand_all
from nuantong.handouts.actions.making import Gift, fill, make_batch, run, run_again
from nuantong.handouts.actions.paper import enter_sheet
from nuantong.handouts.actions.returning import take_back
from nuantong.handouts.actions.trying import note, resize, wait_again
from nuantong.handouts.actions.unclaimed import ask_about_unclaimed

__all__ = [
    "Gift", "Hand", "ask_about_unclaimed", "enter_sheet", "fill", "hand", "hand_all", "make_batch",
    "make_list", "note", "read_back", "resize", "run", "run_again", "set_payee", "take_back", "wait_again",
]  # fmt: skip
