"""School terms: a table per school stage, and the usual dates where the table is silent.

The usual dates are those Chongqing's schools keep to within days: the first term from 1 September
to 25 January, the second from the day after the Lantern Festival (元宵) to 5 July.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from nuantong.calendars.lunar import lantern_festival


@dataclass(frozen=True, slots=True)
class Term:
    """One school term of a stage, half-open; an empty stage stands for every stage."""

    key: str
    start: date
    end: date
    stage: str = ""


def usual_terms(autumn: int) -> tuple[Term, Term]:
    """The two terms of the school year that begins in the autumn of the given year."""
    second = lantern_festival(autumn + 1) + timedelta(days=1)
    return (
        Term(term_key(autumn, 1), date(autumn, 9, 1), date(autumn + 1, 1, 26)),
        Term(term_key(autumn, 2), second, date(autumn + 1, 7, 6)),
    )


def term_key(autumn: int, number: int) -> str:
    return f"{autumn}-{autumn + 1}-T{number}"


class TermTable:
    """The terms of every stage. A row replaces the usual dates of its key, for its stage."""

    def __init__(self, rows: Iterable[Term] = ()) -> None:
        self._rows = tuple(rows)
        self._years = lru_cache(maxsize=None)(self._school_year)

    def kind_of(self, stage: str) -> str:
        """The stage if it has terms of its own, else empty: equal kinds have equal terms."""
        return stage if any(row.stage == stage for row in self._rows) else ""

    def terms_of(self, autumn: int, stage: str = "") -> tuple[Term, ...]:
        """The terms of the school year that begins in the autumn, in order."""
        return self._years(autumn, stage)

    def term_on(self, on: date, stage: str = "") -> Term | None:
        """The term that holds the date; None in the holidays."""
        for autumn in (on.year - 1, on.year):
            for term in self._years(autumn, stage):
                if term.start <= on < term.end:
                    return term
        return None

    def _school_year(self, autumn: int, stage: str) -> tuple[Term, ...]:
        terms = {term.key: term for term in usual_terms(autumn)}
        for wanted in ("", stage):
            terms |= {row.key: row for row in self._rows if row.stage == wanted}
        ours = (term for term in terms.values() if term.key.startswith(f"{autumn}-"))
        return tuple(_without_overlap(sorted(ours, key=lambda term: term.start)))


def _without_overlap(terms: Iterable[Term]) -> Iterator[Term]:
    """A term starts when the one before has ended, whatever a half-filled table says."""
    free_from = date.min
    for term in terms:
        yield replace(term, start=max(term.start, free_from))
        free_from = max(free_from, term.end)


DEFAULT_TERMS = TermTable()
