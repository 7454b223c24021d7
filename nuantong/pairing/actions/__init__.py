"""Verbs of pairing. Pages, commands and jobs call the same ones."""

from nuantong.pairing.actions.decisions import (
    Decision,
    accept_proposals,
    lift_rejection,
    reject_proposal,
)
from nuantong.pairing.actions.pairs import end_pairing, pair
from nuantong.pairing.actions.rounds import close_round, run_round, start_round

__all__ = [
    "Decision",
    "accept_proposals",
    "close_round",
    "end_pairing",
    "lift_rejection",
    "pair",
    "reject_proposal",
    "run_round",
    "start_round",
]
