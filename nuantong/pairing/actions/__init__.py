"""Verbs of pairing. Pages, commands and jobs call the same ones."""

from nuantong.pairing.actions.accepting import accept_all
from nuantong.pairing.actions.answers import take_answer
from nuantong.pairing.actions.carrying_out import carry_out
from nuantong.pairing.actions.decisions import (
    Decision,
    accept_proposals,
    lift_rejection,
    reject_proposal,
    take_back,
)
from nuantong.pairing.actions.handovers import accept_handover, decline_handover, hand_over
from nuantong.pairing.actions.in_force import Published
from nuantong.pairing.actions.pairs import end_pairing, pair
from nuantong.pairing.actions.publishing import (
    go_on,
    lapsed_words,
    may_undo,
    publish_round,
    stop_publication,
    undo_publication,
    undone_words,
)
from nuantong.pairing.actions.rounds import cancel_round, close_round, rerun_round, start_round
from nuantong.pairing.actions.running import is_the_same_again, run_round
from nuantong.pairing.actions.taking_back import Undone
from nuantong.pairing.actions.wishes import lift_wish, wish

__all__ = [
    "Decision", "Published", "Undone", "accept_all", "accept_handover", "accept_proposals",
    "cancel_round", "carry_out", "close_round", "decline_handover", "end_pairing", "go_on", "hand_over",
    "is_the_same_again", "lapsed_words", "lift_rejection", "lift_wish", "may_undo", "pair",
    "publish_round", "reject_proposal", "rerun_round", "run_round", "start_round",
    "stop_publication", "take_answer", "take_back", "undo_publication", "undone_words", "wish",
]  # fmt: skip
