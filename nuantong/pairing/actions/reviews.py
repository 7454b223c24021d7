"""A year's review: asked of the township at night, kept once, leading to what was decided."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.pairing.models import Pairing, Review
from nuantong.pairing.models.review import Outcome
from nuantong.pairing.years import anniversary, full_years
from nuantong.tasks.actions import Wanted, raise_tasks, retract_all, settle
from nuantong.tasks.models import Task

REVIEW = "pairing_review"
"""Kind of task."""
CAUGHT_UP, WITHIN = dt.timedelta(days=60), dt.timedelta(days=30)
"""Nights that may be missed; how long the township has."""
OLDEST = 18
CHOSEN = ("going", "child_wish", "guardian_wish", "carer_wish", "outcome")


@transaction.atomic
def ask_for_reviews(by: Reader) -> list[Task]:
    """A task for each pairing that has turned a year older and is not reviewed; twice is once."""
    return raise_tasks(by=by, wanted=[_wanted(one, by) for one in _turned(by.on)])


def _turned(on: dt.date) -> Iterable[Pairing]:
    """In force, and so many years old within the last nights."""
    days = Q(pk=None)
    for year in range(1, OLDEST + 1):
        days |= Q(start__range=(_ago(on - CAUGHT_UP, year), _ago(on, year)))
    rows = Pairing.objects.current(on).filter(days).select_related("child", "carer")
    rows = rows.only("start", "child__number", "child__place", "carer__name")
    done = set(Review.objects.filter(pairing__in=rows.values("pk")).values_list("pairing", "year"))
    return [one for one in rows if (one.pk, full_years(one.start, on)) not in done]


def _ago(on: dt.date, year: int) -> dt.date:
    """So many years before; on 29 February the last of the month."""
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return on.replace(year=on.year - year, day=day)


def key_of(pairing: int, year: int) -> str:
    return f"{REVIEW}:{pairing}:{year}"


def _wanted(pairing: Pairing, by: Reader) -> Wanted:
    year = full_years(pairing.start, by.on)
    return Wanted(
        key=key_of(pairing.pk, year), kind=REVIEW, child=pairing.child,
        title=f"与{pairing.carer.name}结对满{year}年，做一次回访", permission=Permission.RUN_ROUNDS,
        due_on=anniversary(pairing.start, year) + WITHIN, url_name="pairing:review",
        url_args={"pk": pairing.pk},
    )  # fmt: skip


@transaction.atomic
def keep_review(*, pairing: Pairing, year: int, given: dict[str, Any], by: Reader) -> Review:
    """What was found and decided, once a year; its task is done. The same sent twice is kept once."""
    found = Pairing.objects.select_for_update(no_key=True).filter(pk=pairing.pk)
    locked = found.visible_to(by, to=Permission.RUN_ROUNDS).first()
    if locked is None or not by.can(Permission.RUN_ROUNDS):
        raise Http404
    values = {name: str(given[name]) for name in CHOSEN}
    values |= {"reason": narrative(given["reason"], 500), "words": narrative(given["words"], 4000)}
    before = Review.objects.filter(pairing=locked, year=year).first()
    if before is not None:
        return _the_same(before, values, by)
    _check(locked, year, values, by)
    kept = Review.objects.create(
        pairing=locked, child_id=locked.child_id, year=year, on=by.on, by=by.actor_name,
        user=by.user, at=clock.now(), **{**values, "reason": values["reason"] or None},
    )  # fmt: skip
    record(action="年度回访", by=by, child_number=locked.child.number, object_type="review",
           object_id=kept.pk, changes={"year": year, "outcome": kept.outcome})  # fmt: skip
    settle(key=key_of(locked.pk, year), how=f"已回访：{kept.get_outcome_display()}", by=by)
    return kept


def _the_same(before: Review, values: dict[str, str], by: Reader) -> Review:
    if any((getattr(before, name) or "") != value for name, value in values.items()):
        raise Refusal(f"这一年的回访{before.by}已于{before.on:%Y年%m月%d日}登记，不能再改。")
    return before


def _check(pairing: Pairing, year: int, values: dict[str, str], by: Reader) -> None:
    if pairing.end is not None and pairing.end <= by.on:
        raise Refusal("这个结对已经解除，不用再回访。")
    if not 1 <= year == full_years(pairing.start, by.on):
        raise Refusal("结对还没有满这一年，或已满下一年，请重新打开回访。")
    if values["outcome"] != Outcome.CONTINUE and len(values["reason"]) < 2:
        raise Refusal("更换或解除，请写明原因。")


def nothing_to_review(ended: Iterable[Pairing], by: Reader) -> None:
    """A pairing that has ended need not be reviewed any more."""
    pairings = {one.pk: one.child_id for one in ended}
    children = list(set(pairings.values()))
    asked = Task.objects.open().filter(kind=REVIEW, child__id__any_of=children)
    keys = [key for key in asked.values_list("key", flat=True)
            if int(key.split(":")[1]) in pairings]  # fmt: skip
    retract_all(keys=keys, reason="结对已解除", by=by)
