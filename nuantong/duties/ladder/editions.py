"""Which ladder holds for whom on a day, as the columns that the statements join."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, NamedTuple

from nuantong.calendars.periods import Rule
from nuantong.duties.models import Protocol
from nuantong.duties.protocols import ProtocolDefinition
from nuantong.duties.protocols.rungs import Rung, Trigger

LONGEST = {
    Rule.DAY: 1, Rule.WEEK: 7, Rule.HALF_MONTH: 16, Rule.MONTH: 31, Rule.QUARTER: 92,
    Rule.TERM: 190, Rule.HALF_YEAR: 184, Rule.YEAR: 366,
}  # fmt: skip
"""Days of a period at most."""


class Edition(NamedTuple):
    """What a protocol says on the day."""

    protocol: int
    definition: ProtocolDefinition


def editions(on: dt.date) -> list[Edition]:
    found = []
    for protocol in Protocol.objects.prefetch_related("versions"):
        version = protocol.version_on(on)
        if version is not None:
            found.append(Edition(protocol.pk, version.parsed))
    return found


class Row(NamedTuple):
    """A rung for one duty of a protocol; the duty is '' where it is about the child."""

    protocol: int
    trigger: str
    duty: str
    step: int
    level: int
    top: int
    within: int


def columns(found: list[Edition]) -> list[list[Any]]:
    """The rungs of all protocols, column by column; reminders are not among them."""
    rows = [row for edition in found for row in _rows(edition)]
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in Row._fields]


def _rows(edition: Edition) -> Iterator[Row]:
    for rung in edition.definition.ladder:
        if rung.when != Trigger.REMIND:
            for duty in _duties(edition.definition, rung):
                yield Row(
                    edition.protocol, rung.when, duty, rung.at, rung.to, rung.top, rung.within
                )


def _duties(definition: ProtocolDefinition, rung: Rung) -> list[str]:
    if rung.when in (Trigger.SILENT, Trigger.UNHEARD):
        return [""]
    return [duty.code for duty in definition.duties if rung.concerns(duty.code, duty.period)]


def horizon(found: list[Edition]) -> int:
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
