"""Read models of the danger pages."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from nuantong.access.officers import Officer, nearest, upwards
from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.text.narratives import narrative
from nuantong.people.models import Child
from nuantong.people.whereabouts import place_of
from nuantong.protection.deadlines import CALL_WITHIN, call_is_overdue, waited
from nuantong.protection.models import DangerReport, DangerReportQuerySet, PoliceStation
from nuantong.protection.situations import title_of
from nuantong.regions.tree import Place

MOST = 200
"""One's own list shows no more reports than this."""


def visible_child(reader: Reader, number: str) -> Child | None:
    """The child of a number when the reader sees it; who does not learns nothing."""
    asked = narrative(number, 12)
    return Child.objects.visible_to(reader).filter(number=asked).first() if asked else None


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


def rights_officer(reader: Reader, place: int | None) -> Officer | None:
    """Who reads a report about a place: the district's rights officer, else the city's."""
    return nearest(upwards(reader, place, Permission.SEE_DANGER_REPORTS))


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
    mine = DangerReport.objects.filter(reporter=reader.actor_id or 0).without_words().with_state()
    return [row_of(report, reader) for report in mine.order_by("-reported_at")[:MOST]]


def reports_for(reader: Reader) -> DangerReportQuerySet:
    """What the rights line answers for, as its list needs it."""
    seen = DangerReport.objects.visible_to(reader).without_words().with_state()
    return seen.select_related("reporter")


@dataclass(frozen=True)
class Waiting:
    """How many wait for an answer, and in how many no call to 110 is known after two hours."""

    unanswered: int
    overdue: int


def waiting(reader: Reader) -> Waiting:
    reports = reports_for(reader)
    late = reports.filter(Q(called=None), found_at__lt=clock.now() - CALL_WITHIN)
    return Waiting(reports.filter(Q(answered=False)).count(), late.count())


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
