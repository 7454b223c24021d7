"""The monthly report as a page and a sheet show it."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.regions.models import Region
from nuantong.regions.tree import tree_on
from nuantong.reports import changes, monthly
from nuantong.reports.changes import NO_ROW, Month
from nuantong.reports.dashboard import NO_ROW as NAMES
from nuantong.reports.monthly import COLUMNS, Column, Row
from nuantong.reports.queries import kept
from nuantong.reports.scopes import Scope


@dataclass(frozen=True)
class Cell:
    value: int
    url: str = ""


@dataclass
class Report:
    """A scope's month; built once per request."""

    reader: Reader
    scope: Scope
    month: Month
    asked: str = ""
    """The region that was asked for, '' for the reader's widest scope."""

    @cached_property
    def table(self) -> monthly.Table:
        scope, month = self.scope, self.month
        days = f"{month.first}:{month.known}:{month.reported}"
        return kept(f"month:{scope.param}:{days}", lambda: changes.count(scope, month))

    @cached_property
    def total(self) -> Mapping[str, int]:
        return monthly.total(self.table)

    @cached_property
    def columns(self) -> list[Column]:
        """Seldom ones and the single reasons only where they are not empty; the sheet has all."""
        rare = ("reform_in", "reform_out", "corrected_in", "corrected_out")
        seldom = {*rare, *(reason.value for reason in monthly.EXITS)}
        if self.scope.region and self.scope.region.level == Region.Level.CITY:
            seldom |= {"in_from", "out_to"}
        used = {key for row in self.table.values() for key, value in row.items() if value}
        return [one for one in COLUMNS if one.key not in seldom or one.key in used]

    def rows(self) -> list[dict[str, Any]]:
        places = sorted(
            self.table.keys() - {None} | {p.id for p in self.scope.rows}, key=self._code
        )
        found = [self._row(place) for place in places]
        return [*found, self._row(None)] if None in self.table else found

    def _row(self, row: Row) -> dict[str, Any]:
        code = self._code(row)
        place = tree_on(self.month.last).get(row)
        deeper = place is not None and place.level < Region.Level.VILLAGE
        counts: Mapping[str, int] = self.table.get(row, {})
        cells = [Cell(counts.get(c.key, 0), self._url(c.key, code)) for c in self.columns]
        url = "?" + urlencode({"region": code, **self.parameters}) if deeper else ""
        whole = [counts.get(column.key, 0) for column in COLUMNS]
        return {"name": self._name(row), "url": url, "cells": cells, "counts": whole}

    def _code(self, row: Row) -> str:
        place = tree_on(self.month.last).get(row) or tree_on(self.month.before).get(row)
        return place.code if place else NO_ROW

    def _name(self, row: Row) -> str:
        if row is None:
            return NAMES[self.scope.level]
        return tree_on(self.month.last).name(row) or tree_on(self.month.before).name(row)

    def _url(self, key: str, code: str) -> str:
        if not self.reader.can(Permission.SEE_CHILDREN):
            return ""
        change = ".".join([f"{self.month.first:%Y-%m}", key, code, self.asked, self.known_asked])
        query = urlencode({"status": "all", "change": change})
        return f"{reverse('people:children')}?{query}"

    @property
    def known_asked(self) -> str:
        """The day of knowledge when it was asked for, not the month's own."""
        own = self.month.reported == self.month.before
        return "" if own else f"{self.month.known:%Y-%m-%d}"

    @property
    def parameters(self) -> dict[str, str]:
        found = {"month": f"{self.month.first:%Y-%m}"}
        return found | ({"known": self.known_asked} if self.known_asked else {})

    @property
    def closes(self) -> bool:
        return monthly.closes(self.table)

    @property
    def open_names(self) -> list[str]:
        return [self._name(row) for row in monthly.open_rows(self.table)]

    @property
    def groups(self) -> list[tuple[str, int]]:
        """Headings over the columns, with how many they cover; '' for a column of its own."""
        found: list[tuple[str, int]] = []
        for column in self.columns:
            if column.group and found and found[-1][0] == column.group:
                found[-1] = (column.group, found[-1][1] + 1)
            else:
                found.append((column.group, 1))
        return found


def typed_month(text: str, today: dt.date) -> dt.date:
    """The first of a month; what is no month, or is to come, gives the present one."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    first = dt.date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)
    return min(first, today.replace(day=1))


def typed_day(text: str) -> dt.date | None:
    """A day of this century, as months are; anything else is none."""
    try:
        return dt.date.fromisoformat(text) if re.fullmatch(r"20\d\d-\d\d-\d\d", text) else None
    except ValueError:
        return None
