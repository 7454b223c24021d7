"""The calendar as an office keeps it: terms by stage, days off, festivals."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from nuantong.access.reader import Reader
from nuantong.calendars.festivals import TITLES, Festival, FestivalDay, festival_days
from nuantong.calendars.models import Holiday, SchoolTerm
from nuantong.calendars.tables import calendar_at, revision
from nuantong.duties.protocols.wording import STAGE_WORDS

DAY: Final = dt.timedelta(days=1)
EVERY_STAGE: Final = "全部学段"


@dataclass(frozen=True)
class TermLine:
    """A term as it stands, and where its dates are from. `last_day` belongs to it."""

    key: str
    title: str
    stage: str
    starts: dt.date
    last_day: dt.date
    source: str
    usual: bool


@dataclass(frozen=True)
class OffLine:
    """A festival's days off in a row; who announced them."""

    title: str
    first: dt.date
    last: dt.date
    source: str


def term_title(key: str) -> str:
    """2018-2019-T1 in words."""
    autumn, spring, number = key.split("-")
    which = {"T1": "第一学期", "T2": "第二学期"}.get(number, number)
    return f"{autumn}—{spring}学年{which}"


def terms(region: int | None, autumns: range, reader: Reader) -> list[TermLine]:
    """The terms of the school years as they hold in the district or the city, by stage."""
    rows = SchoolTerm.objects.filter(ended_on=None, region__in=[region] if region else [])
    city = SchoolTerm.objects.filter(ended_on=None, region=None)
    table = calendar_at(revision().get(), region).terms
    written = {(row.key, row.stage): row for row in [*city, *rows]}
    keys = {key for key, _ in written if int(key[:4]) in autumns}
    found = []
    for key in sorted(keys):
        for stage in sorted({stage for one, stage in written if one == key}):
            row = written[key, stage]
            held = table.term_on(row.starts, stage)
            if held is not None and held.key == key:
                found.append(_line(row, reader))
    return found


def _line(row: SchoolTerm, reader: Reader) -> TermLine:
    usual = row.entered_on is None
    office = reader.tree.name(row.region_id) or "全市"
    source = "往年惯例，没有确认" if usual else f"{office}，{row.entered_by}登记。{row.reason}"
    stage = STAGE_WORDS.get(row.stage, EVERY_STAGE)
    return TermLine(row.key, term_title(row.key), stage, row.starts, row.ends - DAY, source, usual)


def days_off(year: int) -> list[OffLine]:
    """Each festival's days off of a civil year, in order; New Year's may begin in the old one."""
    since, until = dt.date(year - 1, 12, 20), dt.date(year, 12, 19)
    rows = Holiday.objects.filter(ended_on=None, day__range=(since, until)).order_by("day")
    return [line for _, group in groupby(rows, lambda row: row.festival) for line in _spans(group)]


def _spans(rows: Iterator[Holiday]) -> Iterator[OffLine]:
    days = list(rows)
    titles = {festival.value: title for festival, title in TITLES.items()}
    source = days[0].entered_by or "按法定节日推算，还没有公布"
    if days[0].reason:
        source += f"，{days[0].reason}"
    yield OffLine(titles[days[0].festival], days[0].day, days[-1].day, source)


def festivals(year: int) -> list[tuple[str, FestivalDay]]:
    """The day itself of each festival that is kept with a child."""
    days = sorted(festival_days(year), key=lambda one: one.day)
    return [(TITLES[Festival(one.festival)], one) for one in days]
