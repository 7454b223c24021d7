"""What the protocols say, in the words of an office."""

import datetime as dt
from dataclasses import dataclass

from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.festivals import TITLES as FESTIVAL_TITLES
from nuantong.calendars.periods import Period, Rule, period_of
from nuantong.calendars.tables import civil_calendar
from nuantong.duties.models import Protocol, ProtocolVersion
from nuantong.duties.protocols import Acceptance, Duty
from nuantong.duties.vocabulary import ACT_TITLES, MEANS_TITLES, Act, Means
from nuantong.people.models import Child

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


def way_in_words(way: Acceptance) -> str:
    """One way to carry a duty: what, how, and for whom and when it is open."""
    acts = "或".join(ACT_TITLES[act] for act in Act if act in way.acts)
    means = "、".join(MEANS_TITLES[one] for one in Means if one in way.means) or "方式不限"
    return f"{acts}（{'；'.join([means, *_limits(way)])}）"


def _limits(way: Acceptance) -> list[str]:
    limits = []
    if way.festivals:
        days = "、".join(title for key, title in FESTIVAL_TITLES.items() if key in way.festivals)
        limits.append(f"在{days}当天或其法定假期")
    if way.topics:
        limits.append(f"谈到{'、'.join(sorted(way.topics))}")
    if way.stages:
        limits.append("、".join(str(Child.Stage(stage).label) for stage in sorted(way.stages)))
    if way.boarding is not None:
        limits.append("限寄宿生" if way.boarding else "限非寄宿生")
    if way.in_term is not None:
        limits.append("学期内" if way.in_term else "假期内")
    return limits
