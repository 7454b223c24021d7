"""Read models of the danger pages."""

import datetime as dt
from dataclasses import dataclass

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.people.models import Child
from nuantong.people.whereabouts import place_of
from nuantong.protection.deadlines import call_is_overdue, waited
from nuantong.protection.models import DangerReport, DangerReportQuerySet, PoliceStation
from nuantong.protection.situations import title_of
from nuantong.regions.tree import Place

MOST = 200
"""A list shows no more reports than this of each kind."""


def visible_child(reader: Reader, number: str) -> Child | None:
    """The child of a number when the reader sees it; who does not learns nothing."""
    if not number:
        return None
    return Child.objects.visible_to(reader).filter(number=number[:12]).first()


@dataclass(frozen=True)
class Police:
    """Whom to call in a township; `township` is None when it is not known."""

    township: Place | None
    stations: list[PoliceStation]


def police_near(reader: Reader, child: Child | None) -> Police:
    """The police stations of the child's township, else of the reader's."""
    tree = reader.tree
    place = (child and child.place_id) or place_of(reader)
    township = tree.township_of(tree.current(place)) if place else None
    if township is None:
        return Police(None, [])
    return Police(township, list(PoliceStation.objects.in_use().filter(region=township.id)))


@dataclass(frozen=True)
class Row:
    """A report in a list."""

    report: DangerReport
    situation: str
    place: str
    waited: str
    called: dt.datetime | None
    answered: bool
    overdue: bool


def row_of(report: DangerReport, reader: Reader) -> Row:
    """A report of with_state() as a list shows it."""
    now = clock.now()
    state = vars(report)
    return Row(
        report=report,
        situation=title_of(report.situation),
        place=reader.tree.full_name(report.place_id) or "地点不明",
        waited=waited(report.reported_at, now),
        called=state["called"],
        answered=state["answered"],
        overdue=call_is_overdue(report.found_at, state["called"], now),
    )


def my_reports(reader: Reader) -> list[Row]:
    """What the reader reported, newest first."""
    mine = DangerReport.objects.visible_to(reader).filter(reporter=reader.actor_id)
    return _rows(mine.with_state().order_by("-reported_at"), reader)


def reports_in_order(reader: Reader) -> list[Row]:
    """What the rights line answers for: the unanswered first, the longest waiting on top."""
    seen = DangerReport.objects.visible_to(reader).with_state().select_related("reporter")
    waiting = seen.filter(answered=False).order_by("reported_at")
    answered = seen.filter(answered=True).order_by("-reported_at")
    return [*_rows(waiting, reader), *_rows(answered, reader)]


def _rows(reports: DangerReportQuerySet, reader: Reader) -> list[Row]:
    listed = reports.defer("who", "seen", "taken_by")[:MOST]
    return [row_of(report, reader) for report in listed]


@dataclass(frozen=True)
class TownshipRow:
    """A township with its stations, in the list that officers keep."""

    township: Place
    stations: list[PoliceStation]


def districts_of(reader: Reader) -> list[Place]:
    """The districts whose stations the reader may keep, for choosing one."""
    tree = reader.tree
    scope = reader.regions(Permission.EDIT_STATIONS)
    if tree.root.id in scope:
        return tree.districts()
    found = {d.id: d for region in scope if (d := tree.district_of(region))}
    return list(found.values())


def townships_of(reader: Reader, district: Place) -> list[TownshipRow]:
    """The townships of a district that the reader keeps, those without a station first."""
    kept = [
        township
        for township in reader.tree.children(district.id)
        if reader.covers(Permission.EDIT_STATIONS, township.id)
    ]
    by_region: dict[int, list[PoliceStation]] = {township.id: [] for township in kept}
    for station in PoliceStation.objects.in_use().filter(region__in=by_region):
        by_region[station.region_id].append(station)
    rows = [TownshipRow(township, by_region[township.id]) for township in kept]
    return sorted(rows, key=lambda row: bool(row.stations))
