"""Who takes whom: plain values in and out, no Django, no clock.

The optimiser that reckons in metres will take the place of `match` and keep these words.
"""

from nuantong.pairing.matching.engine import clerk, match
from nuantong.pairing.matching.needs import ANSWERS, fit
from nuantong.pairing.matching.values import (
    Assignment,
    Carer,
    Household,
    Key,
    LeftOver,
    Policy,
    Progress,
    Reason,
    Result,
    Tier,
    Variant,
    Where,
    tier_of,
)

__all__ = [
    "ANSWERS", "Assignment", "Carer", "Household", "Key", "LeftOver", "Policy", "Progress",
    "Reason", "Result", "Tier", "Variant", "Where", "clerk", "fit", "match", "tier_of",
]  # fmt: skip
