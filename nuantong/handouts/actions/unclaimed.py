"""What nobody fetched within its days is one task of each township, until nobody is left there."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import DateField, ExpressionWrapper, F

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.handouts import states
from nuantong.handouts.models import Batch, Slip
from nuantong.tasks.actions import Wanted, raise_tasks, settle
from nuantong.tasks.models import Task

UNCLAIMED, MOVED = "handouts_unclaimed", "handouts_moved"
DAYS_TO_ANSWER = 7


def key_of(batch: Batch, township: int) -> str:
    return f"{UNCLAIMED}:{batch.key}:{township}"


def moved_key(slip: Slip) -> str:
    return f"{MOVED}:{slip.key}"


def ask_about_unclaimed(by: Reader) -> int:
    """Every night; how many townships are asked that were not before."""
    wanted = [
        _wanted(batch, township, by)
        for batch in _overdue(by.on)
        for township in sorted(_townships(batch, by))
    ]
    return len(raise_tasks(by=by, wanted=wanted))


def _overdue(on: dt.date) -> list[Batch]:
    last = ExpressionWrapper(F("on") + F("within"), output_field=DateField())
    late = Batch.objects.annotate(last=last).filter(last__lt=on)
    waiting = Slip.objects.filter(state__in=states.OPEN).values("batch")
    return list(late.filter(pk__in=waiting))


def _townships(batch: Batch, by: Reader) -> set[int]:
    places = Slip.objects.filter(batch=batch, state__in=states.OPEN).values_list("place").distinct()
    found = {by.tree.township_of(place) for (place,) in places}
    return {place.id if place else by.tree.root.id for place in found}


def _wanted(batch: Batch, township: int, by: Reader) -> Wanted:
    place = by.tree.get(township) or by.tree.root
    return Wanted(
        key=key_of(batch, township), kind=UNCLAIMED, region=township,
        permission=Permission.EDIT_CHILDREN,
        title=f"“{batch.title}”已过{batch.within}天，{place.name}还有孩子没有领取",
        due_on=by.on + dt.timedelta(days=DAYS_TO_ANSWER),
        url_name="handouts:list_at", url_args={"key": str(batch.key), "place": place.code},
    )  # fmt: skip


def settle_for(batch: Batch, places: Iterable[int | None], by: Reader) -> None:
    """After something was handed out there: the township's task is done when nobody is left."""
    above = {by.tree.township_of(place) for place in places}
    keys = {key_of(batch, one.id): one.id for one in above if one}
    for task in Task.objects.open().filter(key__in=list(keys)):
        inside = by.tree.below(keys[task.key])
        left = Slip.objects.filter(batch=batch, state__in=states.OPEN, place__id__any_of=inside)
        if not left.exists():
            settle(key=task.key, how="都已签收或写明了情况。", by=by)
