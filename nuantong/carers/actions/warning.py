"""Checks that end soon: one task for each township, raised at night, settled when none is left."""

import datetime as dt
from collections import defaultdict
from typing import Final, NamedTuple

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.carers.vocabulary import EXPIRING
from nuantong.people.models import Carer
from nuantong.people.models.carer import WARNING_DAYS, check_began, check_expires
from nuantong.tasks.actions import Wanted, raise_tasks, settle
from nuantong.tasks.models import Task

DONE: Final = "这里的爱心妈妈背景查询都在有效期内。"


class Warned(NamedTuple):
    """How many carers' checks end soon or are over, in how many townships; how many tasks are new."""

    carers: int
    townships: int
    tasks: int


def due_carers(by: Reader) -> "defaultdict[int, list[dt.date | None]]":
    """Township → the days of the checks there that are over or end within the warning."""
    began = check_began(by.on + dt.timedelta(days=WARNING_DAYS))
    rows = Carer.objects.filter(status=Carer.Status.ACTIVE).exclude(background_checked_on__gt=began)
    found: defaultdict[int, list[dt.date | None]] = defaultdict(list)
    for place, day in rows.values_list("place", "background_checked_on"):
        township = by.tree.township_of(place) if place else None
        found[(township or by.tree.root).id].append(day)
    return found


@transaction.atomic
def warn_of_checks(by: Reader) -> Warned:
    """For every night; twice changes nothing. A township has one open task at most."""
    due = due_carers(by)
    open_tasks = _open_tasks()
    wanted = [_wanted(region, days, by) for region, days in due.items() if region not in open_tasks]
    new = raise_tasks(by=by, wanted=wanted)
    _settle([task for region, task in open_tasks.items() if region not in due], by)
    return Warned(sum(map(len, due.values())), len(due), len(new))


def settle_where_nothing_is_left(by: Reader) -> None:
    """After checks were entered: the townships where all are in date have done their task."""
    open_tasks = _open_tasks()
    if open_tasks:
        due = due_carers(by)
        _settle([task for region, task in open_tasks.items() if region not in due], by)


def _open_tasks() -> dict[int, Task]:
    rows = Task.objects.open().filter(kind=EXPIRING)
    return {task.region_id: task for task in rows if task.region_id}


def _settle(tasks: list[Task], by: Reader) -> None:
    for task in tasks:
        settle(key=task.key, how=DONE, by=by)


def _wanted(region: int, days: list[dt.date | None], by: Reader) -> Wanted:
    ends = [check_expires(day) for day in days if day]
    ahead = [day for day in ends if day > by.on]
    place = by.tree.get(region)
    return Wanted(
        key=f"{EXPIRING}:{place.code if place else region}:{by.on:%Y-%m}", kind=EXPIRING,
        title=f"{len(days)}名爱心妈妈的背景查询已过期、没有查询或{WARNING_DAYS}天内到期",
        permission=Permission.EDIT_CARERS, region=region,
        due_on=by.on if len(ahead) < len(days) else min(ahead),
        url_name="carers:checks",
    )  # fmt: skip
