"""What is checked of a helper and what she promises; and who is warned when it ends."""

import datetime as dt
from typing import Any, Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text import clean
from nuantong.helpers.actions import REFUSALS, helper_for_change, log_helper
from nuantong.helpers.models import Helper, HelperCheck, HelperPledge, due
from nuantong.helpers.vocabulary import EXPIRING
from nuantong.people.models.carer import WARNING_DAYS, check_expires
from nuantong.tasks.actions import Wanted, raise_tasks, settle
from nuantong.tasks.models import Task

DONE: Final = "这里单独与孩子相处的帮扶人，背景查询都在有效期内。"


def _entered(by: Reader) -> dict[str, Any]:
    return {
        "entered_at": clock.now(), "entered_by_id": by.actor_id, "entered_by_name": by.actor_name
    }  # fmt: skip


@transaction.atomic
def check_helper(
    *, helper: Helper, on: dt.date, organ: str, result: str, by: Reader, document: str = ""
) -> HelperCheck:
    """A background check of hers; an adverse one bars her from being alone with a child at once."""
    found = helper_for_change(helper, by)
    if on > by.on or len(clean(organ)) < 2 or result not in HelperCheck.Result.values:
        raise Refusal("请填写今天或以前的查询日期、查询机关和结果。")
    with refusing(REFUSALS):
        check = HelperCheck.objects.create(
            helper=found, on=on, organ=clean(organ)[:60], result=result,
            document=clean(document)[:60], **_entered(by),
        )  # fmt: skip
    log_helper("登记帮扶力量背景查询", found, by)
    settle_what_is_done(by)
    return check


@transaction.atomic
def sign_pledge(*, helper: Helper, on: dt.date, signed_by: str, by: Reader) -> HelperPledge:
    """She, or who speaks for the unit, signed 强制报告承诺书. The same day twice is once."""
    found = helper_for_change(helper, by)
    if on > by.on:
        raise Refusal("日期在今天之后，请核对。")
    names = [name for name in (found.contact, found.name) if name]
    if clean(signed_by) not in names:
        raise Refusal(f"只能登记本人签的承诺书，签署人应是“{'”或“'.join(names)}”。")
    pledge, new = HelperPledge.objects.get_or_create(
        helper=found, on=on, defaults={"signed_by": clean(signed_by), **_entered(by)}
    )
    if new:
        log_helper("登记帮扶力量强制报告承诺", found, by)
    return pledge


@transaction.atomic
def warn_of_checks(by: Reader) -> int:
    """For every night; twice changes nothing. A place has one open task at most. How many are new."""
    ends: dict[int, list[dt.date | None]] = {}
    for place, day in due(by.on).order_by().values_list("place", "checked_on"):
        ends.setdefault(place, []).append(day)
    asked = set(Task.objects.open().filter(kind=EXPIRING).values_list("region", flat=True))
    new = [_wanted(place, days, by) for place, days in ends.items() if place not in asked]
    settle_what_is_done(by)
    return len(raise_tasks(by=by, wanted=new))


def settle_what_is_done(by: Reader) -> None:
    """The tasks of places where nobody's check is due any more."""
    open_tasks = list(Task.objects.open().filter(kind=EXPIRING))
    if open_tasks:
        there = set(due(by.on).order_by().values_list("place", flat=True))
        for task in open_tasks:
            if task.region_id not in there:
                settle(key=task.key, how=DONE, by=by)


def _wanted(place: int, days: list[dt.date | None], by: Reader) -> Wanted:
    ahead = [end for day in days if day and (end := check_expires(day)) > by.on]
    where = by.tree.get(place)
    return Wanted(
        key=f"{EXPIRING}:{where.code if where else place}:{by.on:%Y-%m}", kind=EXPIRING,
        title=f"{len(days)}名单独与孩子相处的帮扶人，背景查询已过期、没有查询或{WARNING_DAYS}天内到期",
        permission=Permission.EDIT_HELPERS, region=place,
        due_on=by.on if len(ahead) < len(days) else min(ahead), url_name="helpers:expiring",
    )  # fmt: skip
