"""What the protocols say, in the words of an office."""

import datetime as dt
from dataclasses import dataclass

from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.periods import Period, Rule, period_of
from nuantong.calendars.tables import civil_calendar
from nuantong.duties.models import Protocol, ProtocolVersion
from nuantong.duties.protocols import Duty
from nuantong.duties.protocols.wording import way_in_words

PERIOD_TITLES = {
    Rule.DAY: "每天",
    Rule.WEEK: "每周（周一至周日）",
    Rule.HALF_MONTH: "每半月（1日至15日、16日至月末）",
    Rule.MONTH: "每月",
    Rule.QUARTER: "每季度",
    Rule.TERM: "每学期",
    Rule.HALF_YEAR: "每半年（从参加之日起）",
    Rule.YEAR: "每年（1月1日至12月31日）",
}


@dataclass(frozen=True)
class DutyLine:
    """A duty as a line of the page; `now` is the period running on the day, None between terms."""

    title: str
    period: str
    times: int
    now: Period | None
    carried_by: list[str]
    grace_days: int
    catch_up: bool


@dataclass(frozen=True)
class ProtocolSheet:
    """A protocol with the version in force and the dates of all versions."""

    title: str
    summary: str
    valid_from: dt.date
    versions: list[dt.date]
    duties: list[DutyLine]


def protocol_sheets(on: dt.date) -> list[ProtocolSheet]:
    """Every protocol as it stands on the day."""
    calendar = civil_calendar()
    protocols = Protocol.objects.prefetch_related("versions")
    return [
        _sheet(protocol, version, calendar, on)
        for protocol in protocols
        if (version := protocol.version_on(on)) is not None
    ]


def _sheet(
    protocol: Protocol, version: ProtocolVersion, calendar: CivilCalendar, on: dt.date
) -> ProtocolSheet:
    definition = version.parsed
    return ProtocolSheet(
        title=protocol.title,
        summary=definition.summary,
        valid_from=version.valid_from,
        versions=[version.valid_from for version in protocol.versions.all()],
        duties=[_line(duty, calendar, on) for duty in definition.duties],
    )


def _line(duty: Duty, calendar: CivilCalendar, on: dt.date) -> DutyLine:
    return DutyLine(
        title=duty.title,
        period=PERIOD_TITLES[duty.period],
        times=duty.times,
        now=period_of(duty.period, on, calendar.frame(plan_start=on)),
        carried_by=[way_in_words(way) for way in duty.accepts],
        grace_days=duty.grace_days,
        catch_up=duty.catch_up,
    )
