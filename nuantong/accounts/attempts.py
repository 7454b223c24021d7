"""Guessing made slow: who has failed too often is asked to come back later, right or wrong."""

import datetime as dt
from collections.abc import Callable
from typing import Final, TypeVar

from django.db import connection, transaction

from nuantong.accounts.models import FailedAttempt
from nuantong.core import clock
from nuantong.core.errors import Refusal

T = TypeVar("T")
MOST, WITHIN = 10, dt.timedelta(hours=1)
FORGOTTEN: Final = dt.timedelta(days=1)
TOO_MANY: Final = "试错的次数太多，请过一小时再来。"
LOCKED: Final = "SELECT pg_advisory_xact_lock(hashtext('attempt'), hashtext(encode(%s, 'hex')))"


@transaction.atomic
def attempted(what: str, whose: list[str], attempt: Callable[[], T]) -> T:
    """What the attempt gives; a falsy answer is a failure of each of `whose` (what is guessed, where
    from). Refused where one of them failed MOST times within an hour. One at a time: many at once
    are counted as exactly as one after the other.
    """
    marks = sorted({_mark(f"{what}:{one}") for one in whose})
    with connection.cursor() as cursor:
        for mark in marks:
            cursor.execute(LOCKED, [mark])
    now = clock.now()
    for mark in marks:
        recent = FailedAttempt.objects.filter(mark=mark, at__gt=now - WITHIN)
        if recent.count() >= MOST:
            raise Refusal(TOO_MANY)
    found = attempt()
    if not found:
        FailedAttempt.objects.filter(at__lt=now - FORGOTTEN).delete()
        FailedAttempt.objects.bulk_create(FailedAttempt(mark=mark, at=now) for mark in marks)
    return found


def _mark(text: str) -> bytes:
    mark = FailedAttempt._meta.get_field("mark").of(text)
    assert mark is not None
    return mark
