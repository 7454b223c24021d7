"""What care puts on a child's page: the year of duties as a heat map, and each contact."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from nuantong.access.http import on_phone
from nuantong.access.reader import Reader
from nuantong.core.kept import Kept, slot
from nuantong.duties.models import Contact
from nuantong.duties.queries import CalendarWindow, child_calendar
from nuantong.people.file import Entry
from nuantong.people.models import Child

WEEKS, WEEKS_ON_PHONE = 35, 9
"""Columns of the heat map that fit a desk and a phone; every column is a week from Monday."""

SHOWN = ("child", "happened_on", "acts", "means", "topics", "note", "carer__name")
"""Of a contact, what its line in the timeline says."""


def duty_year(child: Child, reader: Reader) -> dict[str, Any] | None:
    """Rows of the heat map, one for each duty; a period spans the weeks it lies in."""
    weeks = WEEKS_ON_PHONE if on_phone(reader) else WEEKS
    monday = reader.on - dt.timedelta(days=reader.on.weekday())
    first = monday - dt.timedelta(weeks=weeks - 1)
    calendar = child_calendar(child, reader.on, since=first)
    rows = [
        {"name": windows[0].title, "cells": list(cells(windows, first, weeks))}
        for windows in calendar.values()
        if windows
    ]
    caption = f"近 {weeks} 周的履行情况，每格一周"
    page = {"rows": rows, "heads": list(months(first, weeks)), "caption": caption}
    return page | {"year": reader.on.year} if rows else None


def cells(windows: list[CalendarWindow], first: dt.date, weeks: int) -> Iterator[dict[str, Any]]:
    """The windows in order, each as wide as its weeks; what lies between is empty."""
    filled = 0
    for number, window in enumerate(windows):
        start = max(_column(window.start, first), filled)
        end = _column(window.last_day, first) + 1
        if number + 1 < len(windows):
            end = min(end, max(_column(windows[number + 1].start, first), start + 1))
        end = min(end, weeks)
        if start > filled:
            yield {"state": "none", "span": start - filled}
        if end > start:
            yield {"state": window.outcome, "span": end - start, "text": _words(window)}
        filled = max(filled, end)
    if filled < weeks:
        yield {"state": "none", "span": weeks - filled}


def _column(day: dt.date, first: dt.date) -> int:
    return max(0, (day - first).days // 7)


def _words(window: CalendarWindow) -> str:
    """What is read out and shown on hovering."""
    span = f"{window.start:%m-%d}至{window.last_day:%m-%d}"
    when = f"（{window.happened_on:%m-%d}）" if window.happened_on else ""
    return f"{window.title} {span}：{window.outcome_title}{when}"


def months(first: dt.date, weeks: int) -> Iterator[dict[str, Any]]:
    """The months over the columns; a week belongs to the month of its Monday."""
    mondays = [first + dt.timedelta(weeks=week) for week in range(weeks)]
    months = [(day.year, day.month) for day in mondays]
    for month in dict.fromkeys(months):
        yield {"text": f"{month[1]}月", "span": months.count(month)}


@Kept
def _contacts() -> QuerySet[Contact]:
    found = Contact.objects.in_effect().filter(child=slot("child"), acts__len__gt=0)
    return found.select_related("carer").only(*SHOWN)[:30]


def contacts(child: Child, reader: Reader) -> Iterator[Entry]:
    """The newest contacts in the timeline."""
    for contact in _contacts(child=child.pk):
        title = f"{'、'.join(contact.act_titles)}（{contact.get_means_display()}）"
        title += f"，谈到{'、'.join(contact.topics)}" if contact.topics else ""
        who = contact.carer.name if contact.carer else ""
        yield Entry(contact.happened_on, "heart", title, contact.note, who)
