"""Monday morning: what waits in each supervisor's places, in one notice."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from django.db.models import Count, Q

from nuantong.access.reader import Reader
from nuantong.duties.ladder.receiving import Receivers
from nuantong.duties.models import Escalation, Overdue
from nuantong.notices.actions import Note, notify_all
from nuantong.people.models import Child

DIGEST: Final = "digest"
"""Kind of notice."""
Numbers = dict[str, Counter[int]]
"""Children by region, the regions above counted in."""


def send_digests(by: Reader) -> int:
    """Everybody who answers for a place with something in it, once a week; how many were told."""
    numbers, year, week = _numbers(by), *by.on.isocalendar()[:2]
    receivers = Receivers(by.tree, by.on)
    places: dict[int, list[int]] = {}
    for region, users in receivers.of_region.items():
        for user in users:
            places.setdefault(user, []).append(region)
    key = f"{DIGEST}:{year}-W{week:02d}"
    notes = [
        note
        for user, own in places.items()
        for note in _note(user, _topmost(own, by), numbers, key)
    ]
    return notify_all(by=by, notes=notes) if notes else 0


def _topmost(regions: list[int], by: Reader) -> set[int]:
    """Without those that lie in another one: nobody is counted twice."""
    own = set(regions)
    return {one for one in own if not own & set(by.tree.ancestors(one)[:-1])}


def _numbers(by: Reader) -> Numbers:
    running = Escalation.objects.running().order_by()
    overdue = Overdue.objects.filter(child__status=Child.Status.ON_REGISTER).order_by()
    waiting = running.values_list("child__place").annotate(
        silent=Count("child", distinct=True, filter=Q(rule="silent")),
        unanswered=Count("child", distinct=True, filter=Q(answered=False)),
    )
    found: Numbers = {"silent": Counter(), "unanswered": Counter(), "overdue": Counter()}
    for place, silent, unanswered in waiting:
        _add(found["silent"], place, silent, by)
        _add(found["unanswered"], place, unanswered, by)
    for place, count in overdue.values_list("place").annotate(Count("pk")):
        _add(found["overdue"], place, count, by)
    return found


def _add(counter: Counter[int], place: int | None, count: int, by: Reader) -> None:
    for above in by.tree.ancestors(place) if place else (by.tree.root.id,):
        counter[above] += count


def _note(user: int, regions: set[int], numbers: Numbers, key: str) -> Iterator[Note]:
    silent, unanswered, overdue = (
        sum(numbers[name][region] for region in regions)
        for name in ("silent", "unanswered", "overdue")
    )
    if silent or unanswered or overdue:
        yield Note(
            kind=DIGEST, key=key, user=user, url_name="care:escalations",
            subject=f"本周清单：{silent}名很久没有联系，{unanswered}名等待答复，{overdue}名有逾期职责",
            text="打开后每个数字都能点开名单。",
        )  # fmt: skip
