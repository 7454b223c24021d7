"""What the protocols say, in the words of an office: in force, published, being written."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.periods import FROM_START, Period, Rule, period_of, periods_between
from nuantong.calendars.tables import calendar_at, revision
from nuantong.duties.models import Protocol, ProtocolDraft, ProtocolVersion
from nuantong.duties.protocols import Duty, ProtocolDefinition
from nuantong.duties.protocols.wording import differences, rung_in_words, way_in_words

PERIOD_TITLES = {
    Rule.DAY: "每天",
    Rule.WEEK: "每周（周一至周日）",
    Rule.HALF_MONTH: "每半月（1日至15日、16日至月末）",
    Rule.MONTH: "每月",
    Rule.QUARTER: "每季度",
    Rule.TERM: "每学期",
    Rule.THREE_MONTHS: "每三个月（从参加之日起）",
    Rule.HALF_YEAR: "每半年（从参加之日起）",
    Rule.YEAR: "每年（1月1日至12月31日）",
}
LOOK_AHEAD = dt.timedelta(days=800)


@dataclass(frozen=True)
class DutyLine:
    """A duty as a line of the page; `now` is the period running on the day, None between terms, and
    where each child has its `own`."""

    title: str
    period: str
    times: int
    now: Period | None
    own: bool
    carried_by: list[str]
    grace_days: int
    catch_up: bool


@dataclass(frozen=True)
class VersionLine:
    """A version: by whom, since when, and what differed from the one before it."""

    version: ProtocolVersion
    state: str
    tone: str
    differs: list[str]
    may_take_back: bool


@dataclass(frozen=True)
class Sheet:
    """A protocol as an office keeps it on a day: the city (no region) or a district."""

    protocol: Protocol
    region: int | None
    office: str
    title: str
    summary: str
    valid_from: dt.date
    duties: list[DutyLine]
    versions: list[VersionLine]
    climbs: list[str]
    draft: ProtocolDraft | None = None
    may_write: bool = False
    is_own: bool = True


def protocol_sheets(reader: Reader, desks: list[int | None]) -> list[Sheet]:
    """Every protocol as it holds where the reader works, and, where she writes it, her office's
    versions and draft. The city sees the editions of all districts."""
    protocols = Protocol.objects.prefetch_related(
        "versions__published_by", "versions__withdrawn_by", "drafts"
    )
    found = []
    for protocol in protocols:
        for region in _shown(protocol, reader, desks):
            sheet = _sheet(protocol, region, reader, region in desks)
            found += [sheet] if sheet else []
    return found


def offices(reader: Reader) -> list[int | None]:
    """Whose versions concern her: the city's, her districts', for the city all districts'."""
    scope = reader.regions(Permission.SEE_OVERDUE)
    if reader.tree.root.id in scope:
        return [None, *(place.id for place in reader.tree.districts())]
    places = [place for one in scope if (place := reader.tree.district_of(one))]
    return [None, *dict.fromkeys(place.id for place in places)]


def _shown(protocol: Protocol, reader: Reader, desks: list[int | None]) -> list[int | None]:
    """The offices whose sheet is shown: her own, and those with versions of their own.

    A district without its own works by the city's, which is shown as hers."""
    regions = {one.region_id for one in protocol.versions.all()}
    city = reader.covers(Permission.SEE_OVERDUE, reader.tree.root.id)
    own = [one for one in offices(reader) if one in regions or one in desks or not city]
    districts: list[int | None] = [one for one in own if one is not None]
    return districts if districts and not city else own


def _sheet(protocol: Protocol, region: int | None, reader: Reader, may_write: bool) -> Sheet | None:
    version = protocol.version_on(reader.on, region)
    if version is None:
        return None
    calendar = calendar_at(revision().get(), region)
    definition = version.parsed
    drafts = [one for one in protocol.drafts.all() if one.region_id == region]
    return Sheet(
        protocol=protocol,
        region=region,
        office=reader.tree.name(region) or "全市",
        title=definition.title,
        summary=definition.summary,
        valid_from=version.valid_from,
        duties=[_line(duty, calendar, reader.on) for duty in definition.duties],
        versions=list(_versions(protocol, region, reader.on, may_write)),
        climbs=[rung_in_words(rung) for rung in definition.ladder],
        draft=drafts[0] if drafts and may_write else None,
        may_write=may_write,
        is_own=version.region_id == region,
    )


def _versions(
    protocol: Protocol, region: int | None, on: dt.date, may_write: bool
) -> Iterator[VersionLine]:
    """The newest first, with those that were taken back."""
    rows = [one for one in protocol.versions.all() if one.region_id == region]
    standing = [one for one in rows if one.withdrawn_on is None]
    before = dict(pairwise([one.pk for one in standing]))
    earlier = {later: first for first, later in before.items()}
    by_pk = {one.pk: one for one in standing}
    in_force = protocol.version_on(on, region)
    for one in reversed(rows):
        state, tone = _state(one, on, in_force)
        previous = by_pk.get(earlier.get(one.pk, 0)) or _of_the_city(protocol, one)
        yield VersionLine(
            version=one, state=state, tone=tone,
            differs=differences(previous.parsed, one.parsed) if previous else [],
            may_take_back=may_write and tone == "due",
        )  # fmt: skip


def _of_the_city(protocol: Protocol, version: ProtocolVersion) -> ProtocolVersion | None:
    """What a district's first edition was a copy of."""
    found = protocol.version_on(version.valid_from, None)
    return found if version.region_id is not None else None


def _state(
    version: ProtocolVersion, on: dt.date, in_force: ProtocolVersion | None
) -> tuple[str, str]:
    if version.withdrawn_on is not None:
        return "已撤回", "plain"
    if version.valid_from > on and version.published_on is not None:
        return "待施行", "due"
    return ("施行中", "good") if version == in_force else ("已被替代", "plain")


def _line(duty: Duty, calendar: CivilCalendar, on: dt.date) -> DutyLine:
    own = duty.period in FROM_START
    return DutyLine(
        title=duty.title,
        period=PERIOD_TITLES[duty.period],
        times=duty.times,
        now=None if own else period_of(duty.period, on, calendar.frame(plan_start=on)),
        own=own,
        carried_by=[way_in_words(way) for way in duty.accepts],
        grace_days=duty.grace_days,
        catch_up=duty.catch_up,
    )


def first_windows(
    definition: ProtocolDefinition, valid_from: dt.date, calendar: CivilCalendar
) -> list[tuple[str, Period | None, bool]]:
    """Of each duty its first window under a definition that holds from the day on; or, where each
    child has its own (counted from the enrolment), True and none."""
    frame, until = calendar.frame(plan_start=valid_from), valid_from + LOOK_AHEAD
    return [
        (
            duty.title,
            next(
                (
                    period
                    for period in periods_between(duty.period, valid_from, until, frame)
                    if period.start >= valid_from and duty.period not in FROM_START
                ),
                None,
            ),
            duty.period in FROM_START,
        )
        for duty in definition.duties
    ]
