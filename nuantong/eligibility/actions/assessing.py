"""Judging children again: in sets, writing only what differs; one that breaks is set aside."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Q

from nuantong.access.reader import Reader, system_reader
from nuantong.core.retrying import retried
from nuantong.eligibility.book import shipped
from nuantong.eligibility.models import Assessment, Hint
from nuantong.eligibility.reading import Record, records
from nuantong.eligibility.rules import Course, changes
from nuantong.eligibility.tasks_of_change import wanted
from nuantong.eligibility.values import Change, Fits, Result
from nuantong.eligibility.vocabulary import only_repeats
from nuantong.people.models import Child
from nuantong.tasks.actions import Wanted, raise_tasks

BATCH = 1000
COMPARED = ("fits", "used", "missing", "article", "holds_since", "holds_until", "until_why")


@dataclass
class Written:
    """What a run did."""

    judged: int = 0
    begun: int = 0
    ended: int = 0
    tasks: int = 0
    aside: int = 0

    def add(self, other: "Written") -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass
class _Plan:
    """What is to be written for a set of children."""

    begin: list[Hint] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    seen: list[Assessment] = field(default_factory=list)
    tasks: list[Wanted] = field(default_factory=list)


def assess_everybody(
    by: Reader, progress: Callable[[int, int], None] = lambda done, total: None
) -> Written:
    """Everybody on the register and who has left with hints open. Each set is a transaction of its
    own: a run that was stopped has done what it has done, and the next one does the rest."""
    whom = Q(status=Child.Status.ON_REGISTER) | Q(hints__ended_on=None, hints__isnull=False)
    children = list(
        Child.objects.filter(whom).order_by("pk").distinct().values_list("pk", flat=True)
    )
    written = Written()
    for start in range(0, len(children), BATCH):
        written.add(assess(children[start : start + BATCH], by))
        progress(min(start + BATCH, len(children)), len(children))
    return written


@retried
def assess(children: Sequence[int], by: Reader) -> Written:
    """Judge the children on the reader's day and keep what differs from what is kept.

    One at a time: the night and somebody's change may mean the same child.
    """
    _wait_for_the_turn()
    current: dict[int, dict[str, Hint]] = defaultdict(dict)
    for hint in Hint.objects.current().filter(child__id__any_of=children).select_for_update():
        current[hint.child_id][hint.category] = hint
    before = {one.pk: one for one in Assessment.objects.filter(child__id__any_of=children)}
    plan = _Plan()
    for record in records(children, by.on, by.tree):
        _judge(record, current[record.child.pk], before.get(record.child.pk), by.on, plan)
    return _write(plan, by)


def _wait_for_the_turn() -> None:
    """Held to the end of the transaction; a set takes a second."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('eligibility.assess'))")


def _judge(
    record: Record, current: dict[str, Hint], before: Assessment | None, on: dt.date, plan: _Plan
) -> None:
    child, version = record.child, shipped().version
    try:
        results = list(_results(record, on))
        told = _changes(record, before, on)
    except Exception as error:
        problem = f"{type(error).__name__}：{error}"[:400]
        last = before.on if before else on
        plan.seen.append(Assessment(child=child, on=last, rules=version, problem=problem))
        return
    plan.seen.append(Assessment(child=child, on=on, rules=version))
    plan.tasks += wanted(record, told)
    fresh = {r.category.value: _hint(record, r, on) for r in results}
    for category, hint in current.items():
        if not _same(hint, fresh.get(category)):
            plan.end.append(hint.pk)
    plan.begin += [h for c, h in fresh.items() if c not in current or not _same(current[c], h)]


def _results(record: Record, on: dt.date) -> Iterator[Result]:
    """What is kept: what fits, what is incomplete, and a no that contradicts a label; nothing
    that only repeats a label."""
    if record.child.status != Child.Status.ON_REGISTER:
        return
    course = Course(record.facts, record.region, shipped())
    for verdict in course.at(on).values():
        category = verdict.category.value
        telling = verdict.fits is not Fits.NO or category in record.labels
        if telling and not only_repeats(category, record.labels):
            yield course.result(verdict, on)


def _changes(record: Record, before: Assessment | None, on: dt.date) -> list[Change]:
    if before is None or record.child.status != Child.Status.ON_REGISTER:
        return []
    return changes(record.facts, before.on, on, record.region)


def _hint(record: Record, result: Result, on: dt.date) -> Hint:
    return Hint(
        child=record.child, category=result.category.value, fits=result.fits.value,
        used=list(result.used), missing=list(result.missing), article=result.article[:120],
        holds_since=result.since, holds_until=result.until, until_why=result.until_why[:200],
        rules=shipped().version, found_on=on,
    )  # fmt: skip


def _same(hint: Hint, fresh: Hint | None) -> bool:
    return fresh is not None and all(getattr(hint, n) == getattr(fresh, n) for n in COMPARED)


def _write(plan: _Plan, by: Reader) -> Written:
    Hint.objects.filter(pk__any_of=plan.end).update(ended_on=by.on)
    Hint.objects.bulk_create(plan.begin)
    Assessment.objects.bulk_create(
        plan.seen, update_conflicts=True, unique_fields=["child"],
        update_fields=["on", "rules", "stale", "problem"],
    )  # fmt: skip
    raised = raise_tasks(by=by, wanted=plan.tasks) if plan.tasks else []
    aside = sum(bool(one.problem) for one in plan.seen)
    return Written(
        len(plan.seen) - aside, len(plan.begin), len(plan.end), len(raised), aside
    )  # fmt: skip


def mark_stale(child: Child, by: Reader) -> None:
    """Facts of a child were written: she is judged again once it is committed, for certain at
    night."""
    Assessment.objects.filter(child=child).update(stale=True)
    transaction.on_commit(lambda: assess_if_stale(child.pk), robust=True)


def assess_if_stale(child: int) -> None:
    """Several changes in one transaction are judged once."""
    known = Assessment.objects.filter(child=child).first()
    if known is None or known.stale or known.problem:
        assess([child], system_reader())
