"""Who is warned when a background check of a provider's person ends: yearly, as for carers."""

import datetime as dt
from typing import Final

from django.db import transaction
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.models.carer import WARNING_DAYS, check_began
from nuantong.services.models import Practitioner
from nuantong.tasks.actions import Wanted, raise_tasks, settle
from nuantong.tasks.kinds import register_kind
from nuantong.tasks.models import Task

EXPIRING: Final = "services.expiring"
DONE: Final = "这里服务机构人员的背景查询都在有效期内。"


def register_kinds() -> None:
    """For AppConfig.ready()."""
    register_kind(
        EXPIRING, "服务机构人员背景查询快到期",
        "背景查询每年一次（未成年人保护法第六十二条）。过期的人员不能带活动、接个案，请在到期前组织查询并登记。",
    )  # fmt: skip


@transaction.atomic
def warn_of_checks(by: Reader) -> int:
    """For every night; a district has one open task at most. How many are new."""
    ends = check_began(by.on + dt.timedelta(days=WARNING_DAYS))
    here = Practitioner.objects.filter(Q(left_on=None) | Q(left_on__gt=by.on))
    due = here.exclude(checked_on__gt=ends).order_by().values_list("district", flat=True)
    counts = {district: list(due).count(district) for district in set(due)}
    asked = Task.objects.open().filter(kind=EXPIRING)
    for task in asked:
        if task.region_id not in counts:
            settle(key=task.key, how=DONE, by=by)
    known = {task.region_id for task in asked}
    new = [_wanted(place, n, by) for place, n in sorted(counts.items()) if place not in known]
    return len(raise_tasks(by=by, wanted=new))


def _wanted(place: int, count: int, by: Reader) -> Wanted:
    return Wanted(
        key=f"{EXPIRING}:{place}:{by.on:%Y-%m}", kind=EXPIRING, region=place, due_on=by.on,
        title=f"{count}名服务机构人员的背景查询已过期、没有查询或{WARNING_DAYS}天内到期",
        permission=Permission.EDIT_SERVICES, url_name="services:people",
    )  # fmt: skip
