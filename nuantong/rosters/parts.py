"""Parts of a row whose few forms recur (school, health, place): worked out once per form."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final

from nuantong.rosters.cells import Cells
from nuantong.rosters.entries import Problem

MOST_FORMS: Final = 50_000


def _picker(indexes: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """The cells at `indexes` as a tuple."""
    if len(indexes) > 1:
        return itemgetter(*indexes)
    return lambda row: tuple([row[index] for index in indexes])


class Part:
    """`work` reads the given fields of a row; equal cells give the remembered result."""

    def __init__(
        self,
        fields: Sequence[str],
        work: Callable[[Cells], Any],
        *,
        columns: Mapping[str, int],
        headings: Mapping[str, str],
        on: dt.date,
    ) -> None:
        self.fields = [field for field in fields if field in columns]
        self.pick = _picker([columns[field] for field in self.fields])
        self.work, self.headings, self.on = work, headings, on
        self.known: dict[tuple[Any, ...], tuple[Any, list[Problem]]] = {}

    def __call__(self, row: Sequence[Any], problems: list[Problem]) -> Any:
        """What the row says in these fields; its problems are added to `problems`."""
        key = self.pick(row)
        found = self.known.get(key)
        if found is None:
            found = self._learn(key)
        if found[1]:
            problems += found[1]
        return found[0]

    def _learn(self, key: tuple[Any, ...]) -> tuple[Any, list[Problem]]:
        cells = Cells(dict(zip(self.fields, key, strict=True)), self.headings, self.on)
        found = self.work(cells), cells.problems
        if len(self.known) < MOST_FORMS:
            self.known[key] = found
        return found
