"""Read models of pairing: for its own pages and for the apps above."""

from nuantong.pairing.queries.coverage import (
    Coverage,
    current_carer_of,
    current_pairings_of,
    paired_share,
)

__all__ = ["Coverage", "current_carer_of", "current_pairings_of", "paired_share"]
