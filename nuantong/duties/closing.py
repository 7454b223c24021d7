"""Closing the day's windows for everybody: one broken child never stops the others (rule 10)."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from django.db import transaction

from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.duties.models import ClosingError, Enrolment
from nuantong.duties.settling import Written, settle

BATCH = 500
WHY = "关闭周期时重新判定"


def close_windows(
    as_of: dt.date, progress: Callable[[int, int], None] = lambda done, total: None
) -> Written:
    """Close every window whose grace has ended by the day. Run twice, it writes nothing more.

    A child that cannot be judged is left as it was, with a ClosingError; the rest goes on.
    `progress(done, total)` counts children.
    """
    if as_of > clock.today():
        raise Refusal("不能提前关闭还没有到的日期。")
    written, children = Written(), _children_enrolled(as_of)
    for start in range(0, len(children), BATCH):
        for part in _settled(children[start : start + BATCH], as_of):
            written.add(part)
        progress(min(start + BATCH, len(children)), len(children))
    return written


def _children_enrolled(as_of: dt.date) -> list[int]:
    begun = Enrolment.objects.filter(start__lte=as_of)
    return list(begun.order_by("child").values_list("child", flat=True).distinct())


def _settled(children: Sequence[int], as_of: dt.date) -> Iterator[Written]:
    """The children together; if that fails, each in a savepoint of its own."""
    try:
        yield _settle_cleanly(children, as_of)
    except Exception:
        for child in children:
            try:
                yield _settle_cleanly([child], as_of)
            except Exception as error:
                _set_aside(child, as_of, error)


@transaction.atomic
def _settle_cleanly(children: Sequence[int], as_of: dt.date) -> Written:
    written = settle(children, as_of, WHY)
    ClosingError.objects.filter(enrolment__child__in=children).delete()
    return written


def _set_aside(child: int, as_of: dt.date, error: Exception) -> None:
    for enrolment in Enrolment.objects.filter(child=child):
        ClosingError.objects.update_or_create(
            enrolment=enrolment,
            defaults={
                "as_of": as_of,
                "at": clock.now(),
                "message": f"{type(error).__name__}：{error}"[:400],
            },
        )
