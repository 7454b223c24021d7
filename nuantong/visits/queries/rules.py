"""The rules in force, by district."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q
from django.db.models.functions import JSONObject

from nuantong.calendars.periods import Rule
from nuantong.regions.tree import tree_on
from nuantong.visits.models import PlanRule
from nuantong.visits.planning import Rules

PERIODS: Final = ("focus", "ordinary", "stable")
NUMBERS: Final = ("first_within_days", "retry_days", "tries", "handed_days")
COLUMNS: Final = ("region_id", *PERIODS, *NUMBERS)


def newest() -> Any:
    """The newest row of each district, and of the whole city without one."""
    return PlanRule.objects.order_by("region", "-pk").distinct("region")


@lru_cache(maxsize=64)
def along(districts: frozenset[int]) -> ArraySubquery:
    """Those of a few districts (none: of all) as a column of another query, where a page has a
    query budget."""
    rows = newest().filter(Q(region=None) | Q(region__in=districts)) if districts else newest()
    return ArraySubquery(rows.values(json=JSONObject(**{name: name for name in COLUMNS})))


class RuleBook:
    """Rules by place: the district's own, else the city's, else the defaults.

    `rows` are those of along(); without them they are read. One query.
    """

    def __init__(self, on: dt.date, rows: Iterable[dict[str, Any]] | None = None) -> None:
        self.tree = tree_on(on)
        found = newest().values(*COLUMNS) if rows is None else rows
        self.rules = {row["region_id"]: _rules(row) for row in found}

    def at(self, place: int | None) -> Rules:
        district = self.tree.district_of(place)
        own = self.rules.get(district.id) if district else None
        return own or self.rules.get(None) or Rules()


def _rules(row: dict[str, Any]) -> Rules:
    values: dict[str, Any] = {name: Rule(row[name]) for name in PERIODS}
    return Rules(**values, **{name: row[name] for name in NUMBERS})


def rules_at(place: int | None, on: dt.date) -> Rules:
    return RuleBook(on).at(place)
