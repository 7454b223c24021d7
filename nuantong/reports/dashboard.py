"""The dashboard 数据总览: a scope's survey, pairing and duties, each number with its list."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.regions.models import Region
from nuantong.regions.tiles import tile_name
from nuantong.regions.tree import Place
from nuantong.reports import figures, queries
from nuantong.reports.figures import Figure
from nuantong.reports.queries import Survey
from nuantong.reports.scopes import Scope

NO_ROW = {1: "", 2: "地址未采集", 3: "未登记到乡镇（街道）", 4: "未登记到村（社区）"}
"""Children of the scope who belong to none of its rows: their place is not known that closely."""
LEVELS = [(0, 0.0), (1, 0.0001), (2, 0.5), (3, 0.75), (4, 0.9), (5, 0.97)]


@dataclass
class Dashboard:
    """What the page and its sheet show; built once per request."""

    reader: Reader
    scope: Scope
    survey: Survey

    @cached_property
    def lists(self) -> tuple[str, str]:
        """Where lists of children and of overdue duties are; '' for whoever may not see them."""
        can = self.reader.can
        return (
            reverse("people:children") if can(Permission.SEE_CHILDREN) else "",
            reverse("care:overdue") if can(Permission.SEE_OVERDUE) else "",
        )

    def list_url(self, place: str, figure: str = "") -> str:
        """The children behind a number."""
        query = f"place={place}&" * bool(place) + f"figure={figure}&" * bool(figure)
        query += f"as_of={self.as_of}" * bool(self.as_of)
        return f"{self.lists[0]}?{query.rstrip('&')}" if self.lists[0] else ""

    def overdue_url(self, place: str) -> str:
        return f"{self.lists[1]}{f'?place={place}' * bool(place)}" if self.lists[1] else ""

    @cached_property
    def as_of(self) -> dt.date | None:
        """The past day the page speaks of."""
        return self.reader.on if queries.is_past(self.reader) else None

    @property
    def code(self) -> str:
        region = self.scope.region
        return region.code if region and region.level > Region.Level.CITY else ""

    def page_url(self, code: str) -> str:
        """The same page of another region."""
        return f"?region={code}" + f"&as_of={self.as_of}" * bool(self.as_of)

    def number(self, key: str) -> int:
        return self.survey.total(key)

    def bars(self, wanted: tuple[Figure, ...]) -> list[dict[str, Any]]:
        """Bars of a grouping, each opening to its list; what nobody has is left out."""
        return [
            {"name": f.title, "value": value, "url": self.list_url(self.code, f.key)}
            for f in wanted
            if (value := self.number(f.key))
        ]

    def groups(self) -> list[dict[str, Any]]:
        found = []
        for group in figures.groups(self.reader.on, self.as_of is not None):
            bars = self.bars(group.figures)
            top = max((bar["value"] for bar in bars), default=0)
            found.append({"title": group.title, "bars": bars, "top": top})
        return found

    def rows(self) -> list[dict[str, Any]]:
        """The table's rows: the parts of the scope, and what has no place on record."""
        found = [self._row(place.id, place.name, place) for place in self.scope.rows]
        if self.survey.at(None, "children"):
            found.append(self._row(None, NO_ROW[self.scope.level], None))
        return found

    def _row(self, region: int | None, name: str, place: Place | None) -> dict[str, Any]:
        count = self.survey.rows[region]
        code = place.code if place else ""
        deeper = place and place.level < Region.Level.VILLAGE
        return {
            "name": name,
            "url": self.page_url(code) if deeper else "",
            "children_url": self.list_url(code) if code else "",
            "unpaired_url": self.list_url(code, "unpaired") if code else "",
            "overdue_url": self.overdue_url(code),
            "code": code,
            **_shares(count),
        }

    @cached_property
    def total(self) -> dict[str, Any]:
        keys = {key for row in self.survey.rows.values() for key in row}
        return _shares({key: self.number(key) for key in keys})

    def links(self) -> dict[str, str]:
        """The lists behind the page's first numbers."""
        code = self.code
        return {
            "children": self.list_url(code),
            "scattered": self.list_url(code, "setting_scattered"),
            "paired": self.list_url(code, "paired"),
            "overdue": self.overdue_url(code),
        }

    def hints(self) -> dict[str, str]:
        total = self.total
        return {
            "paired": f"{total['paired']} 人已结对，{total['unpaired']} 人未结对",
            "met": f"应履行 {total['owed']} 次，已履行 {total['met']} 次",
        }

    def tiles(self) -> list[dict[str, Any]]:
        """Districts on the schematic map, shaded by the share of duties met."""
        if self.scope.level != Region.Level.DISTRICT or len(self.scope.rows) < 2:
            return []
        return [self._tile(place) for place in self.scope.rows if place.tile]

    def _tile(self, place: Place) -> dict[str, Any]:
        shares = _shares(self.survey.rows[place.id])
        met = shares["met_share"]
        return {
            "name": tile_name(place.name),
            "row": place.tile[0] if place.tile else 0,
            "col": place.tile[1] if place.tile else 0,
            "value": "—" if met is None else f"{met:.0f}%",
            "label": f"在册 {shares['children']} 人，逾期 {shares['overdue']} 人",
            "level": 0 if met is None else level_of(met / 100),
            "url": self.page_url(place.code),
        }


def level_of(share: float) -> int:
    return max(level for level, least in LEVELS if share >= least)


def _shares(count: dict[str, int]) -> dict[str, Any]:
    """Counts of one row with their shares in percent; None where nothing is owed."""
    get = count.get
    return {
        "children": get("children", 0),
        "scattered": get("setting_scattered", 0),
        "institution": get("setting_institution", 0),
        "girls": get("sex_2", 0),
        "paired": get("paired", 0),
        "unpaired": get("setting_scattered", 0) - get("paired", 0),
        "paired_share": percent(get("paired", 0), get("setting_scattered", 0)),
        "owed": get("owed", 0),
        "met": get("met", 0),
        "met_share": percent(get("met", 0), get("owed", 0)),
        "overdue": get("overdue", 0),
    }


def percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def build(reader: Reader, scope: Scope) -> Dashboard:
    return Dashboard(reader, scope, queries.everything(reader, scope))
