"""Many proposals slice by slice, so that a city's take no more room than a slice's."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple, TypeVar

from nuantong.pairing.ledger import Ledger, lock_all
from nuantong.pairing.models.round import OfRoundQuerySet
from nuantong.pairing.publishing import Asked, stale

T = TypeVar("T")
Tell = Callable[[int, str], None]
"""Told the percent done and what is being done; what it raises ends the work."""
SLICE: Final = 10_000
FIELDS: Final = [name.removesuffix("_id") for name in Asked._fields]


def nobody(percent: int, words: str) -> None:
    """Who waits for the answer is told by it."""


def asked_of(proposals: OfRoundQuerySet) -> list[Asked]:
    """Locked by their keys, then in the order of their carers."""
    rows = proposals.select_for_update(of=("self",)).order_by("pk").values_list(*FIELDS)
    return sorted((Asked(*row) for row in rows), key=lambda one: (one.carer_id, one.pk))


def slices(rows: Sequence[T], carer: Callable[[T], int]) -> Iterator[tuple[Sequence[T], int]]:
    """Rows in the order of their carers, a carer never in two slices; with how many there were."""
    begin = 0
    while begin < len(rows):
        end = min(begin + SLICE, len(rows))
        while end < len(rows) and carer(rows[end]) == carer(rows[end - 1]):
            end += 1
        yield rows[begin:end], end
        begin = end


class Judged(NamedTuple):
    """A slice with what it was judged by, what speaks against which of it, and how many are done."""

    good: list[Asked]
    lapsing: dict[int, str]
    ledger: Ledger
    done: int


def judged(asked: Sequence[Asked], on: dt.date) -> Iterator[Judged]:
    """Locks all that is decided upon, then reads and judges it slice by slice."""
    lock_all(asked)
    for some, done in slices(asked, lambda one: one.carer_id):
        ledger = Ledger.of(some, on)
        lapsing = {one.pk: why for one in some if (why := stale(one, ledger))}
        yield Judged([one for one in some if one.pk not in lapsing], lapsing, ledger, done)
