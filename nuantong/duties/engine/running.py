"""Running the rules: interpreted on lists for a few children, compiled on arrays for many."""

from functools import cache
from inspect import getmembers, isfunction
from typing import Any

from nuantong.duties.engine import rules
from nuantong.duties.engine.tables import Book, Found, Known, Work


def run(book: Book, known: Known, as_of: int, since: int = 0) -> Found:
    """Judge what stands in lists, interpreted: at once, and fast enough for a page."""
    windows, links, most = rules.count_all(book, known, as_of, since)
    found = Found(*([0] * size for size in (windows,) * 6 + (links,)))
    contacts, times = _most(known.contacts), max(book.times, default=1)
    work = Work(*([0] * size for size in _room(contacts, most, times)))
    rules.judge_all(book, known, found, work, as_of, since)
    return found


def run_compiled(book: Book, known: Known, as_of: int, since: int = 0) -> Found:
    """Judge what stands in arrays, compiled. The first call loads the compiler (half a second);
    the first on a machine compiles (half a minute), and the code is kept."""
    import numpy as np

    # One kind of array, so that the rules are compiled once; another kind is copied.
    known = Known(*(np.require(one, np.int64, ("C", "W")) for one in known))
    columns: dict[str, Any] = book._asdict()
    arrays = {
        name: np.asarray(one, np.int64) for name, one in columns.items() if isinstance(one, list)
    }
    book = Book(**columns | arrays)
    count_all, judge_all = _compiled()
    windows, links, most = count_all(book, known, as_of, since)
    sizes = (windows,) * 6 + (links,)
    kinds = (np.int32, np.int32, np.int8, np.int32, np.int8, np.int64, np.int64)
    found = Found(*map(np.empty, sizes, kinds))
    contacts, times = int(np.diff(known.contacts).max(initial=0)), int(book.times.max(initial=1))
    work = Work(*(np.empty(size, np.int64) for size in _room(contacts, most, times)))
    judge_all(book, known, found, work, as_of, since)
    return found


def _most(slices: list[int]) -> int:
    return max((b - a for a, b in zip(slices, slices[1:], strict=False)), default=0)


def _room(contacts: int, windows: int, times: int) -> tuple[int, ...]:
    return contacts, windows, windows, windows, 2 * times


@cache
def _compiled() -> tuple[Any, Any]:
    """The same functions, compiled. They allocate nothing: without counting references to their
    columns at every call they are twenty times as fast."""
    import numba
    from numba.extending import register_jitable

    lent: dict[str, Any] = {"_nrt": False, "forceinline": True}
    for _, function in getmembers(rules, isfunction):
        register_jitable(**lent)(function)
    compiled = numba.njit(cache=True, nogil=True, **lent)
    return compiled(rules.count_all), compiled(rules.judge_all)
