"""Closing the day's windows for everybody: one broken child never stops the others (rule 10).

How far a closing has come stands with each enrolment (`settled_until`), written in the transaction
that wrote its outcomes: killed at any point and run again, it goes on where it was.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Final

from django.db import connection, transaction
from django.db.models import F, Q

from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.retrying import retried
from nuantong.duties.columns import Span, judge_enrolments
from nuantong.duties.models import ClosingError, ClosingRun, Enrolment
from nuantong.duties.writing import Written, bring_in_line, close

SLICE: Final = 5000
"""Enrolments judged and written together: a second of work."""
WHOLE_SLICE: Final = 2000
"""The same where all windows since the beginning are judged."""
LOCK: Final = 0x6E75616E
"""Held by the one who closes, for as long as it is connected."""
WHY = "关闭周期时重新判定"
INTERRUPTED = "中断，由下一次接着处理"
Progress = Callable[[int, int], None]
Part = tuple[dt.date | None, list[int]]
"""Enrolments by the day until which they are settled."""


def close_windows(as_of: dt.date, progress: Progress = lambda done, total: None) -> Written:
    """Close every window whose grace has ended by the day. Run twice, it writes nothing more.

    A child that cannot be judged is left as it was, with a ClosingError; the rest goes on.
    `progress(done, total)` counts enrolments. Refused while somebody else is closing. As of a day
    gone by, windows are closed with what was known then and nothing is corrected.
    """
    if as_of > clock.today():
        raise Refusal("不能提前关闭还没有到的日期。")
    with _alone():
        run = _begun(as_of)
        try:
            written = _Closing(as_of, run, progress).close()
        except Exception as error:
            run.fail(_message(error))
            raise
        run.finish()
    return written


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Refusal("正在关闭周期，请等它结束。")
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _begun(as_of: dt.date) -> ClosingRun:
    """Nobody else runs: what is still called running was killed."""
    running = ClosingRun.objects.filter(work_state=ClosingRun.State.RUNNING)
    running.update(work_state=ClosingRun.State.FAILED, message=INTERRUPTED)
    return ClosingRun.objects.create(
        as_of=as_of, work_state=ClosingRun.State.RUNNING, started_at=clock.now()
    )


class _Closing:
    """One run, slice by slice."""

    def __init__(self, as_of: dt.date, run: ClosingRun, progress: Progress) -> None:
        self.as_of, self.run, self.progress = as_of, run, progress
        self.is_past = as_of < clock.today()
        self.written, self.aside = Written(), set[int]()

    def close(self) -> Written:
        """Until nobody is left: somebody may ask for a child anew in the meantime."""
        while parts := self._to_do():
            self.run.expect(self.run.done + sum(len(ids) for _, ids in parts))
            for since, ids in parts:
                self._close_all(ids, since)
                self._tell(len(ids))
            if self.is_past:
                break
        return self.written

    def _to_do(self) -> list[Part]:
        """In the order in which they are judged together."""
        rows = Enrolment.objects.filter(
            Q(settled_until=None) | Q(settled_until__lt=self.as_of), start__lte=self.as_of
        ).order_by(F("settled_until").asc(nulls_first=True), "child", "pk")
        found = [row for row in rows.values_list("settled_until", "pk") if row[1] not in self.aside]
        return [
            (since, ids[first : first + size])
            for since, group in groupby(found, key=lambda row: row[0])
            for ids, size in [([pk for _, pk in group], SLICE if since else WHOLE_SLICE)]
            for first in range(0, len(ids), size)
        ]

    def _close_all(self, ids: Sequence[int], since: dt.date | None) -> None:
        """Together; if that fails, in halves, until the broken one is alone and set aside."""
        try:
            self.written.add(retried(self._close_together)(ids, since))
        except Exception as error:
            if len(ids) == 1:
                self._set_aside(ids[0], error)
                return
            middle = len(ids) // 2
            self._close_all(ids[:middle], since)
            self._close_all(ids[middle:], since)

    @transaction.atomic
    def _close_together(self, ids: Sequence[int], since: dt.date | None) -> Written:
        """Those that nobody settled, or asked for anew, since the list was made."""
        rows = Enrolment.objects.filter(pk__any_of=ids, settled_until=since).order_by("pk")
        locked = list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
        judgement = judge_enrolments(locked, Span(since, self.as_of))
        ClosingError.objects.filter(enrolment__in=locked).delete()
        return close(judgement) if self.is_past else bring_in_line(judgement, self.as_of, WHY)

    def _set_aside(self, enrolment: int, error: Exception) -> None:
        self.aside.add(enrolment)
        ClosingError.objects.update_or_create(
            enrolment_id=enrolment,
            defaults={"as_of": self.as_of, "at": clock.now(), "message": _message(error)},
        )

    def _tell(self, done: int) -> None:
        run, written = self.run, self.written
        run.tell(run.done + done, written.closed, written.corrected, len(self.aside))
        self.progress(run.done, run.total)


def _message(error: Exception) -> str:
    return f"{type(error).__name__}：{error}"[:400]
