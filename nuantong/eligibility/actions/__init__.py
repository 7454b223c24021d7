"""Verbs: judge children again, pass a hint on to civil affairs, keep their answer."""

from nuantong.eligibility.actions.assessing import (
    Written,
    assess,
    assess_everybody,
    assess_if_stale,
    mark_stale,
)
from nuantong.eligibility.actions.referring import Sent, answer, refer

__all__ = [
    "Sent", "Written", "answer", "assess", "assess_everybody", "assess_if_stale", "mark_stale",
    "refer",
]  # fmt: skip
