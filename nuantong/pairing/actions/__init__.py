"""Verbs of pairing. Pages, commands and jobs call the same ones."""

from nuantong.pairing.actions.answers import take_answer
from nuantong.pairing.actions.decisions import (
    Decision,
    accept_proposals,
    lift_rejection,
    reject_proposal,
)
from nuantong.pairing.actions.handovers import accept_handover, decline_handover, hand_over
from nuantong.pairing.actions.pairs import end_pairing, pair
from nuantong.pairing.actions.rounds import close_round, run_round, start_round

__all__ = [
    "Decision",
    "accept_handover",
    "accept_proposals",
    "close_round",
    "decline_handover",
    "end_pairing",
    "hand_over",
    "lift_rejection",
    "pair",
    "reject_proposal",
    "run_round",
    "start_round",
    "take_answer",
]
