"""Which ladder holds for whom on a day, as the columns that the statements join."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from nuantong.access.reader import Reader
from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.periods import Rule
from nuantong.calendars.tables import calendar_at, districts_with_terms, revision
from nuantong.duties.models import Protocol
from nuantong.duties.protocols import ProtocolDefinition
from nuantong.duties.protocols.rungs import Rung, Trigger

LONGEST = {
    Rule.DAY: 1, Rule.WEEK: 7, Rule.HALF_MONTH: 16, Rule.MONTH: 31, Rule.QUARTER: 92,
    Rule.TERM: 190, Rule.THREE_MONTHS: 92, Rule.HALF_YEAR: 184, Rule.YEAR: 366,
}  # fmt: skip
"""Days of a period at most."""


class Edition(NamedTuple):
    """What a protocol says on the day in a district with rules or terms of its own, or, for
    district 0, everywhere else; `places` are those of the district."""

    protocol: int
    district: int
    places: list[int]
    definition: ProtocolDefinition
    calendar: CivilCalendar


def editions(by: Reader) -> list[Edition]:
    number = revision().get()
    return [
        edition
        for protocol in Protocol.objects.prefetch_related("versions")
        for edition in _of(protocol, number, districts_with_terms(number), by)
    ]


def _of(
    protocol: Protocol, number: int, with_terms: frozenset[int], by: Reader
) -> Iterator[Edition]:
    own = {one.region_id for one in protocol.versions.all() if one.region_id}
    for district in (0, *sorted(own | with_terms)):
        version = protocol.version_on(by.on, district or None)
        if version is not None:
            calendar = calendar_at(number, district if district in with_terms else None)
            places = by.tree.below(district) if district else []
            yield Edition(protocol.pk, district, places, version.parsed, calendar)


class Row(NamedTuple):
    """A rung for one duty of an edition; the duty is '' where it is about the child."""

    protocol: int
    district: int
    trigger: str
    duty: str
    step: int
    level: int
    top: int
    within: int


def columns(found: list[Edition], on: dt.date) -> dict[str, Any]:
    """What the statements are given: the rungs of all editions column by column, without the
    reminders, and whose place has an edition of its own."""
    rows = [row for edition in found for row in _rows(edition)]
    rungs = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in Row._fields]
    own = [(one.protocol, one.district, place) for one in found for place in one.places]
    where = [list(column) for column in zip(*own, strict=True)] or [[], [], []]
    return {
        "on": on,
        "since": on - dt.timedelta(_horizon(found)),
        **dict(zip(Row._fields, rungs, strict=True)),
        **dict(zip(("own_protocol", "own_district", "own_place"), where, strict=True)),
    }


def _rows(edition: Edition) -> Iterator[Row]:
    for rung in edition.definition.ladder:
        if rung.when != Trigger.REMIND:
            for duty in _duties(edition.definition, rung):
                yield Row(
                    edition.protocol, edition.district, rung.when, duty, rung.at, rung.to,
                    rung.top, rung.within,
                )  # fmt: skip


def _duties(definition: ProtocolDefinition, rung: Rung) -> list[str]:
    if rung.when in (Trigger.SILENT, Trigger.UNHEARD):
        return [""]
    return [duty.code for duty in definition.duties if rung.concerns(duty.code, duty.period)]


def _horizon(found: list[Edition]) -> int:
    """So many days back a run of missed windows is counted: twice the longest one asked about,
    since excused windows may lie between."""
    return max(
        (
            2 * (rung.at + 1) * LONGEST[duty.period]
            for edition in found
            for rung in edition.definition.ladder
            for duty in edition.definition.duties
            if rung.when == Trigger.MISSED and rung.concerns(duty.code, duty.period)
        ),
        default=0,
    )
