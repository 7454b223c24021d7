"""Verbs of pairing. Pages, commands and jobs call the same ones."""

from nuantong.pairing.actions.answers import take_answer
from nuantong.pairing.actions.decisions import (
    Decision,
    accept_proposals,
    lift_rejection,
    reject_proposal,
    take_back,
)
from nuantong.pairing.actions.handovers import accept_handover, decline_handover, hand_over
from nuantong.pairing.actions.pairs import end_pairing, pair
from nuantong.pairing.actions.publishing import (
    Published,
    Undone,
    may_undo,
    publish_round,
    undo_publication,
)
from nuantong.pairing.actions.rounds import cancel_round, close_round, rerun_round, start_round
from nuantong.pairing.actions.running import is_the_same_again, run_round
from nuantong.pairing.actions.wishes import lift_wish, wish

__all__ = [
    "Decision", "Published", "Undone", "accept_handover", "accept_proposals", "cancel_round",
    "close_round", "decline_handover", "end_pairing", "hand_over", "is_the_same_again",
    "lift_rejection", "lift_wish", "may_undo", "pair", "publish_round", "reject_proposal",
    "rerun_round", "run_round", "start_round", "take_answer", "take_back", "undo_publication", "wish",
]  # fmt: skip
