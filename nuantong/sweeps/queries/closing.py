"""The closing sheet 结案表: places by standings, and the register by rosters."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.core.xlsx import printable
from nuantong.regions.tiles import tile_name
from nuantong.regions.tree import CITY, VILLAGE, Place, Tree
from nuantong.sweeps.models import EXCLUSIONS, WAITS, Closing, Reason, Source, Standing
from nuantong.sweeps.queries.sums import Book, Sums, book, breaks

NOT_KNOWN: Final = {1: "只知道在本市", 2: "只知道区县", 3: "只知道乡镇（街道）"}
SHADES: Final = [(0, 0.0), (1, 0.0001), (2, 0.25), (3, 0.5), (4, 0.75), (5, 1.0)]
LEGEND: Final = [
    {"level": 5, "text": "全部销号"}, {"level": 4, "text": "75% 以上"}, {"level": 3, "text": "50%–75%"},
    {"level": 2, "text": "25%–50%"}, {"level": 1, "text": "25% 以下"}, {"level": 0, "text": "还没有"},
]  # fmt: skip


NAMES: Final = (
    "名册记录合计", "在册", "新发现并登记", "已排除", "待办", "走访未找到", "其中转由他人", "已不在最新名册",
    "台账在册儿童", "在名册上", "不在任何名册",
)  # fmt: skip


@dataclass
class ClosingSheet:
    """What the page, the print and the workbook show of one place."""

    reader: Reader
    place: Place
    every: list[Source]
    sources: list[Source]
    """Those of them that are counted."""
    book: Book
    closed: dict[int, Closing]
    breaks: list[str]

    @property
    def everything(self) -> bool:
        """Whether no source was left out."""
        return len(self.sources) == len(self.every)

    @property
    def query(self) -> str:
        return self.address()

    @property
    def closed_here(self) -> str:
        done, of = self.closed_villages(self.place.id)
        return f"{done} / {of}"

    @property
    def named_cells(self) -> list[tuple[str, dict[str, Any]]]:
        """The sums of one place under each other."""
        return list(zip(NAMES, [*self.total_cells, *self.total_children], strict=True))

    @property
    def total(self) -> Sums:
        return self.book.by_place.get(self.place.id, Sums())

    @property
    def is_village(self) -> bool:
        return self.place.level == VILLAGE

    @property
    def closing(self) -> Closing | None:
        return self.closed.get(self.place.id)

    @property
    def may_close(self) -> bool:
        return self.is_village and self.reader.covers(P.CLOSE_VILLAGES, self.place.id)

    def rows(self) -> list[dict[str, Any]]:
        """The places below, then what is known of this place alone."""
        found = [
            self._row(place.name, self.book.by_place.get(place.id, Sums()), place)
            for place in self.reader.tree.children(self.place.id)
            if place.id in self.book.by_place
        ]
        own = self.book.own.get(self.place.id)
        if own and not self.is_village and (own.total or own.children):
            found.append(self._row(NOT_KNOWN.get(self.place.level, ""), own, None))
        return found

    def _row(self, name: str, sums: Sums, place: Place | None) -> dict[str, Any]:
        code, only = (place.code, "") if place else (self.place.code, "1")
        deeper = place is not None and place.level <= VILLAGE
        return {
            "name": name, "sums": sums, "cells": self.cells(sums, code, only),
            "url": self.address(region=code) if deeper else "",
            "children": self._children(sums, code) if place else [],
            "closed": self._closed(place) if place else "",
        }  # fmt: skip

    def cells(self, sums: Sums, code: str, only: str = "") -> list[dict[str, Any]]:
        """A row's numbers, each with the list behind it."""
        standing, url = sums.standing, self._records
        return [
            {"value": sums.total, "url": url(code, only)},
            *(
                {"value": standing[key], "url": url(code, only, standing=key), "key": key}
                for key in Standing.values
            ),
            {"value": sums.handed, "url": url(code, only, standing="waiting", handed="1")},
            {"value": sums.gone, "url": url(code, only, gone="1")},
        ]  # fmt: skip

    @property
    def total_cells(self) -> list[dict[str, Any]]:
        return self.cells(self.total, self.place.code)

    @property
    def total_children(self) -> list[dict[str, Any]]:
        return self._children(self.total, self.place.code)

    def _records(self, code: str, only: str = "", **conditions: str) -> str:
        if not self.reader.can(P.SEE_SWEEPS):
            return ""
        query: list[tuple[str, str]] = [("place", code)] if self._below_city(code) else []
        query += [("only", only)] if only else []
        query += list(conditions.items())
        query += [] if self.everything else [("source", str(s.pk)) for s in self.sources]
        return self._addresses["sweeps:records"] + "?" + urlencode(query)

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {name: reverse(name) for name in ("sweeps:records", "people:children")}

    def _below_city(self, code: str) -> bool:
        return code != self.reader.tree.root.code

    def _children(self, sums: Sums, code: str) -> list[dict[str, Any]]:
        """On the register; of them on one of the rosters, and on none."""
        base = [("place", code)] if self._below_city(code) else []
        counted = [("counted", str(source.pk)) for source in self.sources]

        def url(*more: tuple[str, str]) -> str:
            if not self.reader.can(P.SEE_CHILDREN):
                return ""
            return self._addresses["people:children"] + "?" + urlencode([*base, *more])

        return [
            {"value": sums.children, "url": url()},
            {"value": sums.on_some, "url": url(("rosters", "some"), *counted)},
            {"value": sums.on_none, "url": url(("rosters", "none"), *counted)},
        ]

    def _closed(self, place: Place) -> str:
        done, of = self.closed_villages(place.id)
        if place.level == VILLAGE:
            return "已销号" if done else ""
        return f"{done} / {of}"

    def closed_villages(self, place: int) -> tuple[int, int]:
        """Villages below that are closed, of those that have rows."""
        return self.book.villages.get(place, (0, 0))

    def make_up(self) -> list[dict[str, Any]]:
        """Of what the excluded and the waiting consist."""
        code, reasons = self.place.code, self.total.reason
        return [
            {
                "group": group, "name": Reason(reason).label, "value": reasons[reason],
                "url": self._records(code, standing=standing, reason=reason),
            }
            for group, standing, wanted in (
                ("已排除", "excluded", EXCLUSIONS), ("待办", "waiting", WAITS),
            )
            for reason in wanted
            if reasons[reason]
        ]  # fmt: skip

    def townships(self) -> list[dict[str, Any]]:
        """Each township of a district, or the one asked for, with its villages: closed or not."""
        if self.place.level not in (2, 3):
            return []
        tree = self.reader.tree
        tops = [self.place] if self.place.level == 3 else tree.children(self.place.id)
        found = [{"name": top.name, "villages": self._villages(top)} for top in tops]
        return [one for one in found if one["villages"]]

    def _villages(self, township: Place) -> list[dict[str, Any]]:
        rows = []
        for place in self.reader.tree.children(township.id):
            sums, closing = self.book.by_place.get(place.id), self.closed.get(place.id)
            if closing or (sums and sums.total):
                waits = sums.open if sums else 0
                rows.append({"name": place.name, "closing": closing, "waits": waits,
                             "url": self.address(region=place.code)})  # fmt: skip
        return rows

    def tiles(self) -> list[dict[str, Any]]:
        """Districts shaded by the share of their villages that are closed."""
        if self.place.level != 1:
            return []
        return [self._tile(place) for place in self.reader.tree.districts() if place.tile]

    def _tile(self, place: Place) -> dict[str, Any]:
        done, of = self.closed_villages(place.id)
        share = done / of if of else 0.0
        row, col = place.tile or (0, 0)
        return {
            "name": tile_name(place.name), "row": row, "col": col,
            "value": f"{100 * share:.0f}%" if of else "—",
            "label": f"{of}个村（社区）中{done}个已销号",
            "level": max(level for level, least in SHADES if share >= least),
            "url": self.address(region=place.code),
        }  # fmt: skip

    def address(self, **changes: str) -> str:
        query = [("region", changes.get("region", self.place.code))]
        query += [] if self.everything else [("source", str(s.pk)) for s in self.sources]
        return "?" + urlencode(query)


def build(reader: Reader, place: Place, chosen: Sequence[int]) -> ClosingSheet:
    """The sheet of a place over the chosen sources, all of them when none is chosen."""
    tree = reader.tree
    every = [s for s in Source.objects.order_by("name", "pk") if _touches(reader, s, place)]
    sources = [source for source in every if source.pk in chosen] or every
    found = book(tree, place.id, [source.pk for source in sources], reader.on)
    return ClosingSheet(
        reader, place, every, sources, found, _closed(tree, place),
        breaks(tree, found, place.id, sources),
    )  # fmt: skip


def _closed(tree: Tree, place: Place) -> dict[int, Closing]:
    """Who closed which village; of the whole city the map shows only how many."""
    if place.level == CITY:
        return {}
    closings = Closing.objects.in_force().filter(region__id__any_of=tree.below(place.id))
    return {one.region_id: one for one in closings}


def _touches(reader: Reader, source: Source, place: Place) -> bool:
    """Whether the source's scope and the place have anything in common."""
    scope = reader.tree.get(source.region_id)
    return scope is not None and (scope.id in place.ancestors or place.id in scope.ancestors)


def counts_of(sums: Sums) -> dict[str, Any]:
    """What a closing keeps of its village's sums."""
    return {
        **{str(key): sums.standing[key] for key in Standing.values}, "total": sums.total,
        "handed": sums.handed, "children": sums.children, "on_none": sums.on_none,
    }  # fmt: skip


def sheet_name(sheet: ClosingSheet) -> str:
    return printable(f"{sheet.reader.tree.full_name(sheet.place.id)}困境儿童排查结案表")
