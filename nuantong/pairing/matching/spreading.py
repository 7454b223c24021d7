"""Among carers who cost the same: whoever has fewer households, and no skill that others need.

Where points are not known, all carers of a village are the same distance away. The optimum does
not care which of them is asked; the carers do.
"""

from collections.abc import Sequence

import numpy as np

from nuantong.pairing.matching.arrays import Ints, State
from nuantong.pairing.matching.blocks import blocks
from nuantong.pairing.matching.solving import Problem
from nuantong.pairing.matching.values import Carer


def spread(problem: Problem, state: State, load: Ints, rank: Ints) -> None:
    """Moves households between carers of one village at no cost; no price changes. `load` are the
    households each carer has already, `rank` what she is asked after."""
    from nuantong.pairing.matching.evening import even_out

    if not problem.height or not problem.width:
        return
    found, block = blocks(problem.columns)
    even_out(
        problem.rows, problem.columns, problem.border, found, block, problem.weights,
        problem.prior, state, load, rank,
    )  # fmt: skip


def busy(carers: Sequence[Carer]) -> tuple[Ints, Ints]:
    """What `spread` asks of carers: how many households they have, how many skills."""
    load = np.fromiter((carer.load for carer in carers), np.int64)
    return load, np.fromiter((len(carer.skills) for carer in carers), np.int64)
