"""Among carers who cost the same: whoever has fewer households, and no skill that others need.

Where points are not known, all carers of a village are the same distance away. The optimum does
not care which of them is asked; the carers do.
"""

import numpy as np

from nuantong.pairing.matching.blocks import blocks
from nuantong.pairing.matching.districts import District


def spread(district: District) -> None:
    """Moves households between carers of one village at no cost; no price changes."""
    from nuantong.pairing.matching.evening import even_out

    if not len(district.rows.x) or not len(district.columns.x):
        return
    one = district.problem
    load = np.array([carer.load for carer in district.carers], np.int64)
    rank = np.array([len(carer.skills) for carer in district.carers], np.int64)
    found, block = blocks(district.columns)
    even_out(
        one.rows, one.columns, one.border, found, block, one.weights, one.prior, district.state,
        load, rank,
    )  # fmt: skip
