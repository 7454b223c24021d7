"""Compiles ahead: `python -m nuantong.config.compiling`.

The kernels of matching and of judging are compiled at their first call on a machine and then kept
(NUMBA_CACHE_DIR). All of them take half a minute: time that a first start has while the migrations
keep one core busy, and that nobody should wait for at her first round.
"""

from typing import Final

from nuantong.duties.engine.books import Sheets
from nuantong.duties.engine.running import run_compiled
from nuantong.duties.engine.tables import Known
from nuantong.pairing.matching import Carer, Household, Where, clerk, match

SLICES: Final = {"contacts", "holdings", "exemptions"}
HERE, THERE = Where(1, 1, 1), Where(1, 1, 2)


def compile_judging() -> None:
    """Judges nobody by no rule."""
    nobody = Known(*([0] if name in SLICES else [] for name in Known._fields))
    run_compiled(Sheets([]).book([]), nobody, 0)


def compile_matching() -> None:
    """Shares two carers out among three households, so that one is left over and told why."""
    households = [
        Household(1, 1, HERE, at=(1000, 1000)),
        Household(2, 1, HERE, at=(1000, 1000)),
        Household(3, 2, THERE, at=(5000, 1000)),
    ]
    carers = [Carer(1, HERE, 1, at=(1000, 1010)), Carer(2, THERE, 1, at=(2000, 1010))]
    match(households, carers)
    clerk(households, carers)


if __name__ == "__main__":
    compile_judging()
    compile_matching()
