"""Setting school terms and days off. Rows are ended and replaced, never altered.

A term or a day off that lies ahead changes nothing that was judged. One that has begun is a fact
that was told late: everybody is judged anew at the next closing (by trigger), and what was closed
otherwise changes by a dated correction (rule 8).
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.calendars.festivals import DATES, TITLES, Festival, tomb_sweeping
from nuantong.calendars.models import Holiday, SchoolTerm
from nuantong.calendars.terms import Term
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.duties.actions.protocols import calendar_of, desks
from nuantong.tasks.actions import Wanted, raise_task, settle

DAY: Final = dt.timedelta(days=1)
LONGEST: Final = dt.timedelta(days=200)
NEAR: Final = dt.timedelta(days=20)
"""A day off lies at most so far from its festival."""
MISSING: Final = "calendar_missing"
OFF: Final = tuple(
    festival
    for festival in TITLES
    if festival in {
        Festival.NEW_YEAR, Festival.SPRING, Festival.TOMB_SWEEPING, Festival.LABOUR,
        Festival.DRAGON_BOAT, Festival.MID_AUTUMN, Festival.NATIONAL,
    }
)  # fmt: skip
REFUSALS: Final = {
    "schoolterm_one_at_a_time": "和同一学段的另一个学期重叠，请核对起止日期。",
    "schoolterm_ends_after_start": "学期的最后一天要在开学以后。",
    "schoolterm_once": "这个学期刚刚由别人登记过，请刷新页面再看。",
}
Span = tuple[dt.date, dt.date]
"""First day and last day."""


@transaction.atomic
def set_term(
    *, region: int | None, stage: str, key: str, days: Span, reason: str, by: Reader
) -> SchoolTerm:
    """The term's first and last day, for a stage ("" is every stage), in a district or the city."""
    _check_desk(region, by)
    starts, ends = days[0], days[1] + DAY
    _check_term(key, starts, ends)
    rows = SchoolTerm.objects.filter(region=region, stage=stage, key=key, ended_on=None)
    now = rows.select_for_update().first()
    if now and (now.starts, now.ends, now.entered_on is None) == (starts, ends, False):
        return now
    terms = _around(region, stage, int(key[:4]))
    _refuse_overlap(terms, key, starts, ends)
    begun = min(starts, _start_of(terms, key) or starts) <= clock.today()
    _check_reason(begun, reason)
    _end(now, by)
    with refusing(REFUSALS):
        term = SchoolTerm.objects.create(
            region_id=region, stage=stage, key=key, starts=starts, ends=ends, **_entry(reason, by)
        )
    _log("登记学期", by, region, f"{key} {stage}".strip(), days, reason)
    if region is None and not stage:
        _settle_terms(int(key[:4]), by)
    return term


@transaction.atomic
def set_holidays(*, year: int, spans: dict[Festival, Span], reason: str, by: Reader) -> None:
    """The days off of a year as announced; each holds its festival. For the whole city."""
    _check_desk(None, by)
    if not reason.strip():
        raise Refusal("请写明通知的名称或文号。")
    for festival, (first, last) in spans.items():
        on = day_of(festival, year)
        if not first <= on <= last or last - first > NEAR or on - first > NEAR:
            raise Refusal(
                f"{TITLES[festival]}的假期要包括当天（{on:%Y年%m月%d日}），请核对起止日期。"
            )
    for festival, span in spans.items():
        _set_days(festival, day_of(festival, year), span, reason, by)
    _log("登记放假", by, None, str(year), None, reason)
    if len(spans) == len(OFF):
        settle(key=_holidays_key(year), how="已登记", by=by)


def _set_days(festival: Festival, on: dt.date, span: Span, reason: str, by: Reader) -> None:
    near = Holiday.objects.filter(
        festival=festival, ended_on=None, day__range=(on - NEAR, on + NEAR)
    )
    near.update(ended_on=clock.today(), ended_by=by.actor_name)
    count = (span[1] - span[0]).days + 1
    Holiday.objects.bulk_create(
        Holiday(day=span[0] + n * DAY, festival=festival, **_entry(reason, by))
        for n in range(count)
    )


def day_of(festival: Festival, year: int) -> dt.date:
    """The festival's own day in a civil year."""
    if festival is Festival.TOMB_SWEEPING:
        return tomb_sweeping(year)
    return dt.date(year, 5, 1) if festival is Festival.LABOUR else DATES[festival](year)


def announce_missing(by: Reader) -> int:
    """Tasks for the city's officer three months ahead: next year's days off from 1 October, the
    school year's terms from 1 June. How many tables are missing."""
    today, missing = by.on, 0
    if today.month >= 10 and not is_announced(today.year + 1):
        year = today.year + 1
        words = f"录入{year}年放假安排"
        missing += _ask(_holidays_key(year), words, dt.date(year, 1, 1), by)
    if 6 <= today.month < 9 and not all(_is_set(key) for key in keys_of(today.year)):
        words = f"录入{today.year}学年的学期起止"
        missing += _ask(_terms_key(today.year), words, dt.date(today.year, 9, 1), by)
    return missing


def _ask(key: str, words: str, due: dt.date, by: Reader) -> int:
    wanted = Wanted(
        key=key, kind=MISSING, title=words, permission=Permission.EDIT_PROTOCOLS,
        url_name="duties:calendar", due_on=due,
    )  # fmt: skip
    raise_task(by=by, wanted=wanted)
    return 1


def is_announced(year: int) -> bool:
    """Whether somebody has named the source of the year's days off."""
    rows = Holiday.objects.filter(ended_on=None, day__year=year)
    return rows.exclude(entered_by="").exists()


def keys_of(autumn: int) -> tuple[str, str]:
    """The terms of the school year that begins in the autumn."""
    return f"{autumn}-{autumn + 1}-T1", f"{autumn}-{autumn + 1}-T2"


def _settle_terms(autumn: int, by: Reader) -> None:
    if all(_is_set(key) for key in keys_of(autumn)):
        settle(key=_terms_key(autumn), how="已登记", by=by)


def _is_set(key: str) -> bool:
    rows = SchoolTerm.objects.filter(region=None, stage="", key=key, ended_on=None)
    return rows.exclude(entered_on=None).exists()


def _around(region: int | None, stage: str, autumn: int) -> list[Term]:
    """The terms of the school year and its neighbours, as they hold now."""
    table = calendar_of(region).terms
    return [
        term for year in (autumn - 1, autumn, autumn + 1) for term in table.terms_of(year, stage)
    ]


def _start_of(terms: Iterable[Term], key: str) -> dt.date | None:
    """When the term begins as things stand, by whichever row."""
    return next((term.start for term in terms if term.key == key), None)


def _refuse_overlap(terms: Iterable[Term], key: str, starts: dt.date, ends: dt.date) -> None:
    for other in terms:
        if other.key != key and other.start < ends and starts < other.end:
            raise Refusal(
                f"和另一个学期（{other.start:%Y年%m月%d日}至{other.end - DAY:%Y年%m月%d日}）重叠；"
                "两个学期都要改的，请先改另一个。"
            )


def _check_desk(region: int | None, by: Reader) -> None:
    if not by.system and region not in desks(by):
        raise Refusal("只能登记本级的校历和放假安排。")


def _check_term(key: str, starts: dt.date, ends: dt.date) -> None:
    if ends - DAY <= starts:
        raise Refusal(REFUSALS["schoolterm_ends_after_start"])
    autumn = int(key[:4])
    if not dt.date(autumn, 8, 1) <= starts < ends <= dt.date(autumn + 1, 8, 31):
        raise Refusal(f"日期不在{autumn}—{autumn + 1}学年里，请核对年份。")
    if ends - starts > LONGEST:
        raise Refusal("一个学期不会有这么长，请核对起止日期。")


def _check_reason(begun: bool, reason: str) -> None:
    if begun and not reason.strip():
        raise Refusal("这个学期已经开始，改动会更正已经判定的结果，请写明依据。")


def _end(now: SchoolTerm | None, by: Reader) -> None:
    if now is not None:
        now.ended_on, now.ended_by = clock.today(), by.actor_name
        now.save(update_fields=["ended_on", "ended_by"])


def _entry(reason: str, by: Reader) -> dict[str, object]:
    return {
        "entered_on": clock.today(), "entered_by": by.actor_name, "reason": reason.strip()[:200],
    }  # fmt: skip


def _holidays_key(year: int) -> str:
    return f"calendar:holidays:{year}"


def _terms_key(autumn: int) -> str:
    return f"calendar:terms:{autumn}"


def _log(
    action: str, by: Reader, region: int | None, name: str, days: Span | None, reason: str
) -> None:
    changes = {"region": by.tree.name(region) or "全市"}
    if days:
        changes |= {"since": days[0].isoformat(), "until": days[1].isoformat()}
    record(
        action=action, by=by, object_type="calendar", object_id=name, reason=reason,
        changes=changes,
    )  # fmt: skip
