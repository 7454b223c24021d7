"""The one place that knows numba: functions over arrays, compiled once and kept.

Kernels import this, and nobody imports kernels but inside a function: the compiler takes half a
second to load, and pages never need it. Compiled code is kept where NUMBA_CACHE_DIR says (the
launcher says .local/numba), else beside the source or in the user's cache.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
T = TypeVar("T")


def compiled(function: Callable[P, T]) -> Callable[P, T]:
    return cast("Callable[P, T]", numba.njit(cache=True, nogil=True)(function))
