"""State of the instruments."""

from nuantong.instruments.models.definitions import Instrument, InstrumentVersion

__all__ = ["Instrument", "InstrumentVersion"]
