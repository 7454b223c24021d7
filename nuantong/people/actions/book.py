"""Writes the spans of registration: what was known ends and is said anew, nothing is altered."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q

from nuantong.access.reader import Reader
from nuantong.people.models import Child, Registration

MOVED = Registration.Begun.MOVED


def standing(child: Child) -> Registration | None:
    """The span in which the child is on the register now."""
    return Registration.objects.known().filter(child=child, until=None).first()


def begin(child: Child, on: dt.date, begun: str, by: Reader, **more: Any) -> Registration:
    return Registration.objects.create(
        child=child, place_id=child.place_id, setting=child.setting, since=on, begun=begun,
        known_from=by.on, **more,
    )  # fmt: skip


def change(
    child: Child, on: dt.date, by: Reader, *, place: int | None, setting: str
) -> Registration | None:
    """From `on` the child lives elsewhere or otherwise; on the first day of a span it corrects it."""
    row = standing(child)
    if row is None or (row.place_id, row.setting) == (place, setting):
        return row
    if on <= row.since:
        return correct(row, by.on, place=place, setting=setting)
    _say(row, by.on, until=on, ended=MOVED, went_to_id=place)
    return Registration.objects.create(
        child=child, place_id=place, setting=setting, since=on, begun=MOVED,
        came_from_id=row.place_id, known_from=by.on,
    )  # fmt: skip


def correct(row: Registration, known: dt.date, **changes: Any) -> Registration:
    """The span was never otherwise; what led into it is corrected with it."""
    before = _before(row)
    if before is not None and "place" in changes:
        _say(before, known, went_to_id=changes["place"])
    if "place" in changes:
        changes["place_id"] = changes.pop("place")
    return _say(row, known, **changes)


def end(child: Child, on: dt.date, reason: str, by: Reader) -> None:
    """The child is off the register from `on`; a span that would end as it began was none."""
    row = standing(child)
    if row is None:
        return
    if on > row.since:
        _say(row, by.on, until=on, ended=reason)
        return
    before = _before(row)
    _withdraw(row, by.on)
    if before is not None:
        _say(before, by.on, ended=reason, went_to_id=None)


def reopen(child: Child, on: dt.date, by: Reader) -> Registration:
    """The end on `on` was a mistake: the span goes on."""
    rows = Registration.objects.known().filter(child=child)
    row = rows.filter(until=on).last()
    if row is not None:
        return _say(row, by.on, until=None, ended="")
    begun = Registration.Begun.RETURNED if rows.exists() else Registration.Begun.REGISTERED
    return begin(child, on, begun, by)


def follow(children: Iterable[int], by: Reader) -> None:
    """After rows of children were written in bulk: a place known better corrects the span, another
    setting begins one today."""
    same = Q(place=F("child__place")) | Q(place=None, child__place=None)
    rows = Registration.objects.known().filter(until=None, child__in=list(children))
    for row in rows.exclude(same, setting=F("child__setting")).select_related("child"):
        child = row.child
        if row.place_id != child.place_id:
            correct(row, by.on, place=child.place_id)
        change(child, by.on, by, place=child.place_id, setting=child.setting)


def _before(row: Registration) -> Registration | None:
    """The span from which the child moved into this one."""
    if row.begun != MOVED:
        return None
    rows = Registration.objects.known().filter(child=row.child_id, until=row.since, ended=MOVED)
    return rows.first()


def _say(row: Registration, known: dt.date, **changes: Any) -> Registration:
    """The row with changes, known so from the day on; within a day it is written over."""
    again = Registration.objects.get(pk=row.pk)
    if row.known_from < known:
        Registration.objects.filter(pk=row.pk).update(known_until=known)
        again.pk, again.known_from = None, known
        again._state.adding = True
    for name, value in changes.items():
        setattr(again, name, value)
    again.save()
    return again


def _withdraw(row: Registration, known: dt.date) -> None:
    if row.known_from < known:
        Registration.objects.filter(pk=row.pk).update(known_until=known)
    else:
        row.delete()
