"""Stating where villages and townships lie, one by one or by a table, and taking it back."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.http import Http404

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.pairing.placing import Judge, Judged, Neighbours, degrees, misplaced, read_table
from nuantong.regions.models import Pin, PinLoad, Region
from nuantong.regions.pins import points
from nuantong.regions.plane import Point
from nuantong.regions.tree import TOWNSHIP

CHANGED = "这个地方的坐标刚被别人改过，请看一眼现在的再改。"


@dataclass(frozen=True)
class Line:
    """A row of a table as it is kept: what it says, where it belongs, why it is left out."""

    line: int
    said: str
    region: int | None
    longitude: float | None
    latitude: float | None
    problem: str


def _line(one: Judged) -> Line:
    longitude, latitude = one.point or (None, None)
    return Line(one.line, one.said, one.region, longitude, latitude, one.problem)


@transaction.atomic
def set_pin(
    *, region: Region, longitude: str, latitude: str, source: str, by: Reader, seen: int | None
) -> Pin:
    """State where a place lies; `seen` is the pin the form was opened with. Twice equals once."""
    _must_answer_for(region.pk, by)
    point = _point(longitude, latitude)
    others = {place: at for place, at in points().items() if place != region.pk}
    far = Neighbours(by.tree, {**others, region.pk: point}).too_far(region.pk, point)
    if far:
        raise Refusal(f"{far}。")
    current = _locked([region.pk]).get(region.pk)
    if current is not None and Point(float(current.longitude), float(current.latitude)) == point:
        return current
    if (current.pk if current else None) != seen:
        raise StaleVersion(CHANGED)
    at = clock.now()
    _end([current] if current else [], by, at)
    made = _pin(region.pk, point, source, by, at)
    made.save(force_insert=True)
    _log("登记坐标", region, by, point)
    return made


def _point(longitude: str, latitude: str) -> Point:
    east, north = degrees(longitude), degrees(latitude)
    if east is None or north is None:
        raise Refusal("经纬度须是小数，例如 106.912345 和 29.512345。")
    problem = misplaced(east, north)
    if problem:
        raise Refusal(f"{problem}。")
    return Point(round(east, 6), round(north, 6))


def _must_answer_for(region: int, by: Reader) -> None:
    place = by.tree.get(region)
    if place is None or place.level < TOWNSHIP or not by.covers(Permission.PIN_PLACES, region):
        raise Http404


@transaction.atomic
def remove_pin(*, pin: Pin, by: Reader) -> None:
    """Take a place's pin out of force; distances fall back on the township. Twice equals once."""
    _must_answer_for(pin.region_id, by)
    current = _locked([pin.region_id]).get(pin.region_id)
    if current is None or current.pk != pin.pk:
        return
    _end([current], by, clock.now())
    _log("停用坐标", current.region, by)


def _log(action: str, region: Region, by: Reader, point: Point | None = None) -> None:
    record(
        action=action, by=by, object_type="pin", object_id=region.code,
        changes={"longitude": point.longitude, "latitude": point.latitude} if point else {"region": 1},
    )  # fmt: skip


def _locked(regions: list[int]) -> dict[int, Pin]:
    """The pins in force; the places are locked first, for two who pin the same one."""
    list(Region.objects.filter(pk__in=regions).order_by("pk").select_for_update(no_key=True))
    found = Pin.objects.filter(region__in=regions, ended_at=None).select_related("region")
    return {pin.region_id: pin for pin in found}


def _end(pins: list[Pin], by: Reader, at: dt.datetime) -> None:
    Pin.objects.filter(pk__in=[pin.pk for pin in pins]).update(ended_at=at, ended_by=by.actor_name)


def _pin(
    region: int, point: Point, source: str, by: Reader, at: dt.datetime, load: PinLoad | None = None
) -> Pin:
    return Pin(
        region_id=region, longitude=f"{point.longitude:.6f}", latitude=f"{point.latitude:.6f}",
        source=source.strip()[:60] or "手工登记", load=load, set_by=by.actor_name, set_at=at,
    )  # fmt: skip


def read_pins(*, data: bytes, file_name: str, source: str, by: Reader) -> PinLoad:
    """Read a table and say of each row what would become of it; nothing is written yet."""
    if not by.can(Permission.PIN_PLACES):
        raise Http404
    places = by.places(Permission.PIN_PLACES)
    mine = None if places is None else set(places)
    judge = Judge(by.tree, points(), lambda region: mine is None or region in mine)
    rows = [asdict(_line(one)) for one in judge.all(read_table(data))]
    if not rows:
        raise Refusal("表里没有数据行。")
    return PinLoad.objects.create(
        file_name=file_name[-120:], source=source.strip()[:60] or file_name[-60:], rows=rows,
        actor_id=by.actor_id, actor=by.actor_name, at=clock.now(),
    )  # fmt: skip


def _own(load: PinLoad, by: Reader) -> PinLoad:
    found = (
        PinLoad.objects.select_for_update(of=("self",))
        .filter(pk=load.pk, actor_id=by.actor_id)
        .first()
    )
    if found is None or not by.can(Permission.PIN_PLACES):
        raise Http404
    return found


@transaction.atomic
def apply_pins(*, load: PinLoad, by: Reader) -> int:
    """Write the rows that can be; places that lie there already keep their pin. How many.

    Twice equals once.
    """
    found = _own(load, by)
    if found.applied_at:
        return found.pins.count()
    good = {row["region"]: row for row in found.rows if not row["problem"]}
    before, now, at = _locked(list(good)), points(good), clock.now()
    fresh = {r: p for r, row in good.items() if (p := _of(row)) != now.get(r)}
    _end([pin for region, pin in before.items() if region in fresh], by, at)
    Pin.objects.bulk_create(_pin(r, p, found.source, by, at, found) for r, p in fresh.items())
    PinLoad.objects.filter(pk=found.pk).update(applied_at=at)
    _log_load("导入坐标", found, by, len(fresh))
    return len(fresh)


def _of(row: dict[str, Any]) -> Point:
    return Point(row["longitude"], row["latitude"])


@transaction.atomic
def undo_pins(*, load: PinLoad, by: Reader) -> int:
    """Take a table back: its pins still in force end, and those before them hold again."""
    found = _own(load, by)
    if not found.applied_at or found.undone_at:
        return 0
    current = _locked([row["region"] for row in found.rows if row["region"]])
    ours = [pin for pin in current.values() if pin.load_id == found.pk]
    at = clock.now()
    _end(ours, by, at)
    Pin.objects.bulk_create(_restored(ours, by, at))
    PinLoad.objects.filter(pk=found.pk).update(undone_at=at)
    _log_load("撤销导入坐标", found, by, len(ours))
    return len(ours)


def _restored(ours: list[Pin], by: Reader, at: dt.datetime) -> list[Pin]:
    """The pins whose place ours took, as new rows."""
    set_at = {pin.region_id: pin.set_at for pin in ours}
    earlier = Pin.objects.filter(region__in=set_at).exclude(pk__in=[pin.pk for pin in ours])
    return [
        _pin(pin.region_id, Point(float(pin.longitude), float(pin.latitude)), pin.source, by, at)
        for pin in earlier
        if pin.ended_at == set_at[pin.region_id]
    ]


def _log_load(action: str, load: PinLoad, by: Reader, places: int) -> None:
    record(
        action=action, by=by, object_type="pinload", object_id=load.pk,
        changes={"count": places, "file": load.file_name},
    )  # fmt: skip
