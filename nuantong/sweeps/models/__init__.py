"""Sources, their loads and records, links, cards, closings."""

from nuantong.sweeps.models.closing import Closing
from nuantong.sweeps.models.link import OPEN_CARDS, Card, Link, Reading
from nuantong.sweeps.models.load import FilePart, Load, LoadRow
from nuantong.sweeps.models.record import FormerStanding, Record
from nuantong.sweeps.models.source import Source
from nuantong.sweeps.models.tally import Balance, ChildTally, Listed, Tally
from nuantong.sweeps.models.words import (
    BY_HAND,
    EXCLUSIONS,
    LEFT,
    WAITS,
    Answer,
    Flag,
    Reason,
    Standing,
)

__all__ = [
    "BY_HAND", "EXCLUSIONS", "LEFT", "OPEN_CARDS", "WAITS", "Answer", "Balance", "Card",
    "ChildTally", "Closing", "FilePart", "Flag", "FormerStanding", "Link", "Listed", "Load",
    "LoadRow", "Reading", "Reason", "Record", "Source", "Standing", "Tally",
]  # fmt: skip
