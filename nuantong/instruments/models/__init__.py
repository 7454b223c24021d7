"""State of the instruments, and the sheets that were filled in."""

from nuantong.instruments.models.definitions import Instrument, InstrumentVersion
from nuantong.instruments.models.sheets import AnswerSheet

__all__ = ["AnswerSheet", "Instrument", "InstrumentVersion"]
