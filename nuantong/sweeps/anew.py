"""Records judged anew at night: by children registered or changed since, by age and by new rules.

What a person decided stays: a record is touched only when a child of the register is proposed for
it who was not there when it was judged, or when its own facts say something else than they did.
Each batch is kept for good with the mark up to where it came, so a run that was ended goes on.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Min, Q, QuerySet

from nuantong.access.reader import Reader, system_reader
from nuantong.audit.models import Event, last_change
from nuantong.core import clock
from nuantong.core.retrying import retried
from nuantong.people.models import Child, Registration
from nuantong.regions.tree import tree_on
from nuantong.sweeps import handing, leaving, settling, visiting, waiting
from nuantong.sweeps.actions.loads import FREE, LOCK
from nuantong.sweeps.content import is_adult
from nuantong.sweeps.hints import said_hint, version
from nuantong.sweeps.linking import Proposal
from nuantong.sweeps.models import Card, Flag, Load, Reason, Record, Source, Standing
from nuantong.sweeps.placing import Placing

BATCH: Final = 1_000
MOST: Final = 200_000
"""Records of one night; the next night goes on behind them."""
BESIDE: Final = 5_000
"""Rows whose child is known, compared along: they tell the model how this list writes."""
BY: Final = "每夜重新判定"
DAY: Final = dt.timedelta(days=1)
Proposals = dict[int, list[Proposal]]


class Judged(NamedTuple):
    """Records looked at, of them those whose standing changed; links ended or restored."""

    looked: int
    changed: int
    links: int


def judge_anew(most: int = MOST, by: Reader | None = None) -> Judged:
    """Every source, as far as `most` records go. Twice equals once."""
    reader = by or system_reader()
    looked = changed = 0
    links = leaving.catch_up(reader)
    for source in (
        Source.objects.filter(records__isnull=False).distinct().order_by("judged_at", "pk")
    ):
        if looked >= most:
            break
        seen, moved = _alone(source, most - looked)
        looked, changed = looked + seen, changed + moved
    handing.tidy()
    return Judged(looked, changed, links)


def _alone(source: Source, most: int) -> tuple[int, int]:
    """One source, unless a load of it is under way or another worker is at it."""
    if Load.objects.filter(source=source, stage__in=["reading", "comparing", "linking"]).exists():
        return 0, 0
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [-source.pk])
        if not cursor.fetchone()[0]:
            return 0, 0
        try:
            return _source(source, most)
        finally:
            cursor.execute(FREE, [-source.pk])


def _source(source: Source, most: int) -> tuple[int, int]:
    if source.judging_at is None:
        source.judging_at, source.judged_to = clock.now(), 0
        source.save(update_fields=["judging_at", "judged_to"])
    newest, children = last_change(), changed_children(source)
    wanted = list(_candidates(source, children).values_list("pk", flat=True)[:most])
    proposals = _proposals(source, wanted, children)
    changed, taken = 0, settling.taken_of(source)
    for start in range(0, len(wanted), BATCH):
        more, taken = _batch(source, wanted[start : start + BATCH], proposals, frozenset(taken))
        changed += more
    if len(wanted) < most:
        source.judged_at, source.judging_at, source.judged_to = source.judging_at, None, 0
        source.judged_event = newest
        source.save(update_fields=["judged_at", "judging_at", "judged_to", "judged_event"])
    return len(wanted), changed


def changed_children(source: Source) -> set[int]:
    """Children who came on the register, or of whom something was written, since the last time."""
    since = source.judged_at or source.loads.aggregate(first=Min("at"))["first"] or clock.now()
    came = Registration.objects.filter(
        known_from__gte=since.astimezone(clock.SHANGHAI).date() - DAY
    )
    told = Event.objects.filter(changes__isnull=False, id__gt=source.judged_event, at__gte=since)
    numbers = told.exclude(child_number="").values("child_number")
    found = Child.objects.on_register().filter(
        Q(pk__in=came.values("child")) | Q(number__in=numbers)
    )
    return set(found.values_list("pk", flat=True))


def _candidates(source: Source, children: set[int]) -> QuerySet[Record]:
    """What waits; what no rule of today excluded; and whoever bears a changed child's name."""
    names = Child.objects.filter(pk__in=children).values("name")
    by_rule = Q(reason=Reason.ORDINARY) & ~Q(rule__contains=version())
    unlinked = Q(standing__in=[Standing.EXCLUDED, Standing.NOT_HOME]) & ~Q(reason=Reason.DUPLICATE)
    rows = Record.objects.filter(source=source, child=None, pk__gt=source.judged_to)
    return rows.filter(
        Q(standing=Standing.WAITING) | by_rule | (unlinked & Q(name__in=names) & ~Q(name=""))
    ).order_by("pk")


def _proposals(source: Source, wanted: Sequence[int], children: set[int]) -> Proposals:
    """For each record the children who may be its own and whom it was not compared with yet."""
    found: Proposals = defaultdict(list)
    again = set(
        Record.objects.filter(pk__in=wanted, reason=Reason.LINKING).values_list("pk", flat=True)
    )
    if not wanted or not (children or again):
        return found
    known = Record.objects.filter(source=source, child__isnull=False).order_by("-pk")[:BESIDE]
    asked = sorted({*wanted, *known.values_list("pk", flat=True)})
    mine = set(wanted)
    for one in settling.propose(settling.rows_of(asked), clock.today()):
        if one.record in mine and one.child and (one.child in children or one.record in again):
            found[one.record].append(one)
    return found


@retried
def _batch(
    source: Source, ids: list[int], proposals: Proposals, before_it: frozenset[int]
) -> tuple[int, set[int]]:
    """Facts first, then who is to be judged, then the mark. How many changed; who is taken now."""
    taken = set(before_it)
    rows = list(Record.objects.filter(pk__in=ids, child=None).select_for_update(of=("self",)))
    before = {row.pk: (row.standing, row.reason, row.child_id) for row in rows}
    told = _facts_anew(source, rows)
    asked = sorted(pk for pk in before if pk in told or pk in proposals)
    if asked:
        settling.settle_batch(source, asked, proposals, taken, BY)
    after = list(Record.objects.filter(pk__in=asked).select_related("source"))
    changed = [r for r in after if (r.standing, r.reason, r.child_id) != before[r.pk]]
    _followed(changed)
    source.judged_to = ids[-1]
    source.save(update_fields=["judged_to"])
    return len(changed), taken


def _followed(changed: list[Record]) -> None:
    """Cards that nobody needs are dropped, visits asked for or not; offices are told."""
    by = system_reader()
    linked = [record.pk for record in changed if record.child_id]
    Card.objects.waiting().filter(record__in=linked).update(
        state=Card.State.DROPPED, decided_at=clock.now(), claimed_by=None, claimed_until=None
    )
    for record in changed:
        visiting.follow(record, by)
    waiting.refresh({record.region_id for record in changed}, by)


def _facts_anew(source: Source, rows: list[Record]) -> set[int]:
    """Writes age and hint as they are today; gives those whose standing follows from them."""
    on = clock.today()
    placing = Placing(tree_on(on), source.region_id)
    told: set[int] = set()
    changed = []
    for row in rows:
        was = row.hint, list(row.flags)
        _age(row, on)
        hint = said_hint(row.said, row.birth_date, placing.code(row.region_id), on)
        if hint is not None and hint.category != row.hint:
            row.hint, row.hint_basis = hint
        if (row.hint, row.flags) != was:
            changed.append(row)
        if _follows(row, was[0], was[1]):
            told.add(row.pk)
    Record.objects.bulk_update(changed, ["hint", "hint_basis", "flags"], batch_size=BATCH)
    return told


def _age(row: Record, on: dt.date) -> None:
    if row.birth_date and Flag.ADULT not in row.flags and is_adult(row.birth_date, on):
        row.flags = [*row.flags, str(Flag.ADULT)]


def _follows(row: Record, hint: str, flags: list[Any]) -> bool:
    """As a load judges: what a rule excluded by the facts, what a person did by new ones only."""
    if row.reason == Reason.LINKING:
        return True
    if row.standing == Standing.WAITING and row.reason not in (Reason.REVIEW, Reason.SECOND):
        return flags != row.flags or (row.reason == Reason.FACTS and hint != row.hint)
    return row.reason == Reason.ORDINARY and (hint != row.hint or version() not in row.rule)
