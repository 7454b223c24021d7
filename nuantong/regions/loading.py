"""Reads the places in regions/data into the database; running it again changes nothing."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).parent / "data"
FOUNDED = dt.date(1997, 6, 18)
CHANGED = dt.date(2025, 11, 6)
CITY_CODE = "500000000000"


class Version(NamedTuple):
    """One version of one place, by codes of 12 digits."""

    code: str
    level: int
    name: str
    parent: str | None
    start: dt.date
    end: dt.date | None = None
    former: bool = False
    district: dict[str, str] = {}


def _rows(file: str) -> list[dict[str, str]]:
    with open(DATA / file, encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def code_changes() -> list[dict[str, str]]:
    """The townships whose code changed in 2025: old_code, new_code, old_area, new_area …"""
    return _rows("cq_region_change_2025.csv")


def zone_townships() -> Iterator[tuple[str, str]]:
    """Names of functional areas, and of districts younger than 2023, with each township's code."""
    for row in _rows("organisations.csv"):
        yield row["name"], row["township_code"]
        yield row["short_name"], row["township_code"]
    for row in code_changes():
        yield row["new_area"], row["old_code"]


def _changes() -> dict[str, dict[str, str]]:
    return {row["old_code"]: row for row in code_changes()}


def _full(code: str) -> str:
    return code.ljust(12, "0")


def _districts() -> Iterator[Version]:
    for row in _rows("districts.csv"):
        start, end = _date(row["valid_from"]), _date(row["valid_to"])
        assert start is not None
        yield Version(_full(row["code"]), 2, row["name"], CITY_CODE, start, end, district=row)


def _townships() -> Iterator[Version]:
    """A changed township: its own version, its successor's, and the old code below that."""
    changes = _changes()
    for row in _rows("cq_townships_2023.csv"):
        code, name, change = (
            row["street_code"],
            row["name"],
            changes.get(row["street_code"]),
        )
        district = _full(row["area_code"])
        if change is None:
            yield Version(_full(code), 3, name, district, FOUNDED)
            continue
        new = _full(change["new_code"])
        yield Version(_full(code), 3, name, district, FOUNDED, CHANGED)
        yield Version(new, 3, name, _full(change["new_area_code"]), CHANGED)
        yield Version(_full(code), 3, name, new, CHANGED, former=True)


def _villages() -> Iterator[Version]:
    """A village keeps its code under the new township."""
    changes = _changes()
    for row in _rows("cq_villages_2023.csv"):
        code, township = row["code"], row["street_code"]
        change = changes.get(township)
        end = CHANGED if change else None
        name = common_name(row["name"])
        yield Version(code, 4, name, _full(township), FOUNDED, end)
        if change:
            yield Version(code, 4, name, _full(change["new_code"]), CHANGED)


OFFICIAL_ENDINGS = {"社区居民委员会": "社区", "村民委员会": "村"}


def common_name(official: str) -> str:
    """河嘴村村民委员会 → 河嘴村, 红竹街社区居民委员会 → 红竹街社区: as people and rosters say."""
    for ending, short in OFFICIAL_ENDINGS.items():
        if official.endswith(ending):
            return official.removesuffix(ending).removesuffix(short) + short
    return official


def versions() -> Iterator[Version]:
    """Every version of every place, parents first."""
    yield Version(CITY_CODE, 1, "重庆市", None, FOUNDED)
    yield from _districts()
    yield from _townships()
    yield from _villages()


def load_regions(region_model: Any, version_model: Any) -> None:
    """Write all places; the models are passed so that a migration can call it."""
    found = list(versions())
    levels = {version.code: version.level for version in found}
    region_model.objects.bulk_create(
        [region_model(code=code, level=level) for code, level in levels.items()],
        ignore_conflicts=True,
    )
    regions = {region.code: region for region in region_model.objects.all()}
    for old, change in _changes().items():
        regions[_full(old)].successor = regions[_full(change["new_code"])]
    region_model.objects.bulk_update([regions[_full(old)] for old in _changes()], ["successor"])
    paths = _ancestors(found, regions)
    version_model.objects.bulk_create(
        [
            version_model(
                region=regions[v.code],
                name=v.name,
                parent=regions[v.parent] if v.parent else None,
                ancestors=paths[v.code, v.start],
                former=v.former,
                area_group=v.district.get("area_group", ""),
                tile_row=v.district.get("tile_row"),
                tile_col=v.district.get("tile_col"),
                valid_from=v.start,
                valid_to=v.end,
            )
            for v in found
        ],
        ignore_conflicts=True,
    )


def _ancestors(
    found: list[Version], regions: dict[str, Any]
) -> dict[tuple[str, dt.date], list[int]]:
    parents = {(v.code, v.start): v.parent for v in found}

    def path(code: str, day: dt.date) -> list[int]:
        start = day if (code, day) in parents else FOUNDED
        parent = parents[code, start]
        return [*(path(parent, day) if parent else []), regions[code].id]

    return {(v.code, v.start): path(v.code, v.start) for v in found}


def load_zones(organisation_model: Any, area_model: Any, region_model: Any) -> None:
    """The functional areas that run as districts and the townships they answer for."""
    for row in _rows("organisations.csv"):
        zone, _ = organisation_model.objects.get_or_create(
            name=row["name"],
            defaults={
                "short_name": row["short_name"],
                "kind": "zone",
                "valid_from": _date(row["valid_from"]),
                "valid_to": _date(row["valid_to"]),
            },
        )
        region = region_model.objects.get(code=_full(row["township_code"]))
        area_model.objects.get_or_create(organisation=zone, region=region)
