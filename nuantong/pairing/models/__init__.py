"""Rounds with their proposals, and the pairings that came of them or were made by hand."""

from nuantong.pairing.models.handover import Handover
from nuantong.pairing.models.leave import Leave, StandIn
from nuantong.pairing.models.pairing import Pairing
from nuantong.pairing.models.publication import Publication
from nuantong.pairing.models.review import Review
from nuantong.pairing.models.round import (
    LeftOver,
    PairingRound,
    Proposal,
    ProposalTally,
    Rejection,
    Shortage,
)
from nuantong.pairing.models.run import Run, Wish

__all__ = [
    "Handover", "Leave", "LeftOver", "Pairing", "PairingRound", "Proposal", "ProposalTally", "Publication",
    "Rejection", "Review", "Run", "Shortage", "StandIn", "Wish",
]  # fmt: skip
