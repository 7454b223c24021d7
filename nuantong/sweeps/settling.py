"""Links what a source's new rows speak of, and gives every one its first standing."""

import datetime as dt
import json
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, Final

from django.db import connection

from nuantong.core import clock
from nuantong.core.copying import copy_rows
from nuantong.core.retrying import retried
from nuantong.sweeps import handing, tally, visiting, waiting
from nuantong.sweeps.linking import Proposal, Row, propose
from nuantong.sweeps.models import LEFT, OPEN_CARDS, Card, Link, Load, LoadRow, Record, Source
from nuantong.sweeps.rules import Facts, Verdict, judge

BATCH: Final = 10_000
MOST_CARDS: Final = 5
SAMPLE: Final = 5
"""Percent of the cards that a second person reads blind."""
TAKEN: Final = "这名儿童已对应本名册的另一行"
WRITE: Final = """
UPDATE sweeps_record AS r
   SET standing = v.standing, reason = v.reason, rule = v.rule, child_id = v.child,
       duplicate_of_id = v.first, since = %(now)s, by_name = %(by)s,
       note = NULL, handed_to = '', handed_user_id = NULL
  FROM unnest(%(ids)s::bigint[], %(standings)s::text[], %(reasons)s::text[], %(rules)s::text[],
              %(children)s::bigint[], %(firsts)s::bigint[])
       AS v(id, standing, reason, rule, child, first)
 WHERE r.id = v.id AND (r.reason = 'linking' OR
       (r.standing, r.reason, r.child_id) IS DISTINCT FROM (v.standing, v.reason, v.child))
"""
"""Who stands as before keeps the day since when, and whom it was handed to."""
FIRSTS: Final = """
SELECT r.id, min(o.id) FROM sweeps_record r
  JOIN sweeps_record o ON o.source_id = r.source_id AND o.fingerprint = r.fingerprint
   AND o.id < r.id AND o.gone_at IS NULL
 WHERE r.id = ANY(%s) GROUP BY r.id
"""
COMPARING: Final = "正在与台账比对"
LINKED: Final = (
    "record", "child", "model", "weight", "levels", "guard", "decider", "by_name", "at",
    "undone_by_name",
)  # fmt: skip
Tell = Callable[[int, int, str], None]


@dataclass
class Batch:
    """What is written for some records at once."""

    links: list[Proposal] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    child_of: dict[int, int] = field(default_factory=dict)
    same_as: dict[int, int] = field(default_factory=dict)
    """An earlier row of the same list with the same valid number and nothing against it."""


def settle(load: Load, tell: Tell) -> None:
    """Whatever waits for linking is linked, put to people, or judged by rule.

    Places one after the other, so that the sums of each are written once. `tell` hears what is
    done of what, in words; it may stop the work by raising.
    """
    source, waits = load.source, _waiting(load.source)
    total = len(waits)
    proposals = _proposals(load, tell) if total else {}
    taken = taken_of(source)
    for start in range(0, total, BATCH):
        ids = waits[start : start + BATCH].tolist()
        settle_batch(source, ids, proposals, taken, load.by_name)
        tell(2 * total + start + len(ids), 3 * total, "正在写入去向")
    tally.gather()
    rest = Record.objects.filter(source=source, standing="waiting").order_by()
    waiting.refresh(rest.values_list("region", flat=True).distinct())
    handing.tidy()


def _pending(source: Source) -> Any:
    return Record.objects.filter(source=source, standing="waiting", reason="linking")


def _waiting(source: Source) -> "array[int]":
    return _keys(_pending(source).order_by("region_id", "pk").values_list("pk", flat=True))


def _keys(found: Any) -> "array[int]":
    return array("q", found.iterator(BATCH))


def _proposals(load: Load, tell: Tell) -> dict[int, list[Proposal]]:
    """Of the whole list, with what was settled before the work was stopped or killed: how sure a
    link is depends on the list, so the end must not depend on how often that was."""
    new = LoadRow.objects.filter(load=load, outcome__in=["new", "changed"])
    asked = _pending(load.source).order_by().values_list("pk", flat=True)
    ids = _keys(asked.union(new.order_by().values_list("record", flat=True)).order_by("pk"))
    found: dict[int, list[Proposal]] = defaultdict(list)
    rows = rows_of(ids, lambda done: tell(done, 3 * len(ids), "正在准备比对"))
    for one in propose(rows, clock.today(), lambda n, of: tell(of + n, 3 * of, COMPARING)):
        found[one.record].append(one)
    return found


def rows_of(ids: Sequence[int], told: Callable[[int], None] = lambda done: None) -> Iterator[Row]:
    """A part at a time: no cursor of the database holds millions meanwhile."""
    fields = ("pk", "name", "sex", "birth_date", "region_id", "content")
    for start in range(0, len(ids), BATCH):
        part = Record.objects.filter(pk__any_of=list(ids[start : start + BATCH])).order_by("pk")
        for pk, name, sex, born, region, content in part.values_list(*fields):
            yield Row(pk, name, sex, born, region, json.loads(content) if content else {})
        told(min(start + BATCH, len(ids)))


def taken_of(source: Source) -> set[int]:
    """Children a row of the newest list speaks of already."""
    live = Link.objects.filter(record__source=source, record__gone_at=None, undone_at=None)
    return set(live.values_list("child", flat=True))


def settle_batch(
    source: Source,
    ids: Sequence[int],
    proposals: dict[int, list[Proposal]],
    taken: set[int],
    by: str,
) -> None:
    """Whom the batch took is of `taken` once it is written."""
    taken |= _settled(source, ids, proposals, frozenset(taken), by)


@retried
def _settled(
    source: Source,
    ids: Sequence[int],
    proposals: dict[int, list[Proposal]],
    taken: frozenset[int],
    by: str,
) -> set[int]:
    now = clock.now()
    batch = _sorted_out(ids, proposals, set(taken), _refuted(ids), now)
    copy_rows(Link, LINKED, map(_link, batch.links, repeat(now)))
    Card.objects.bulk_create(batch.cards, ignore_conflicts=True)
    verdicts = _judged(source, ids, batch)
    write_verdicts(verdicts, batch.child_of, by, now)
    visiting.ask_for_all(key for key, (verdict, _) in verdicts.items() if verdict.reason == "visit")
    return set(batch.child_of.values())


def _refuted(ids: Sequence[int]) -> set[tuple[int, int]]:
    """Pairs people found different, or whose link they undid: never proposed again."""
    cards = Card.objects.filter(record__id__any_of=ids, child__isnull=False).exclude(
        state__in=OPEN_CARDS
    )
    undone = Link.objects.filter(record__id__any_of=ids, undone_at__isnull=False)
    links = {(one.record_id, one.child_id) for one in undone if not one.undone_why.startswith(LEFT)}
    return {*cards.values_list("record", "child"), *links}


def _sorted_out(
    ids: Sequence[int],
    proposals: dict[int, list[Proposal]],
    taken: set[int],
    refuted: set[tuple[int, int]],
    now: dt.datetime,
) -> Batch:
    batch = Batch()
    for record in ids:
        found = [p for p in proposals.get(record, []) if (record, p.child or 0) not in refuted]
        first = found[0] if found else None
        if first and first.auto and first.child and first.child not in taken:
            taken.add(first.child)
            batch.child_of[record] = first.child
            batch.links.append(first)
            continue
        same = next((p.other for p in found if p.other and p.auto), None)
        if same:
            batch.same_as[record] = same
            continue
        for rank, proposal in enumerate(found[:MOST_CARDS], 1):
            batch.cards.append(_card(proposal, rank, taken))
    return batch


def _link(proposal: Proposal, now: dt.datetime) -> tuple[Any, ...]:
    return (
        proposal.record, proposal.child, proposal.model, proposal.weight,
        json.dumps(proposal.levels), proposal.guard, Link.Decider.AUTO.value, "自动比对", now, "",
    )  # fmt: skip


def _card(proposal: Proposal, rank: int, taken: set[int]) -> Card:
    guard = TAKEN if proposal.auto and proposal.child in taken else proposal.guard
    return Card(
        record_id=proposal.record, child_id=proposal.child, other_id=proposal.other,
        model=proposal.model, weight=proposal.weight, levels=proposal.levels, guard=guard,
        rank=rank, sampled=proposal.record * 2_654_435_761 % 2**32 % 100 < SAMPLE,
    )  # fmt: skip


def _judged(
    source: Source, ids: Sequence[int], batch: Batch
) -> dict[int, tuple[Verdict, int | None]]:
    """Each record's verdict, with the equal row before it where that decides."""
    firsts = batch.same_as | _firsts(ids)
    asked = Card.objects.filter(record__id__any_of=ids, state__in=OPEN_CARDS)
    open_ones = set(asked.values_list("record", flat=True))
    found = {}
    rows = Record.objects.filter(pk__any_of=ids).values_list("pk", "flags", "hint", "id_index")
    for record, flags, hint, id_index in rows:
        first = firsts.get(record)
        facts = Facts(
            frozenset(flags), hint, source.purpose == Source.Purpose.CARE, id_index is not None,
            batch.child_of.get(record), record in open_ones, first,
        )  # fmt: skip
        verdict = judge(facts)
        found[record] = (verdict, first if verdict.reason == "duplicate" else None)
    return found


def _firsts(ids: Sequence[int]) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(FIRSTS, [list(ids)])
        return dict(cursor.fetchall())


def write_verdicts(
    verdicts: dict[int, tuple[Verdict, int | None]],
    child_of: dict[int, int],
    by: str,
    now: dt.datetime,
) -> None:
    """Many standings in one statement."""
    ids = list(verdicts)
    told = [verdicts[i][0] for i in ids]
    values: dict[str, Any] = {
        "ids": ids, "now": now, "by": by,
        "standings": [str(v.standing) for v in told], "reasons": [str(v.reason) for v in told],
        "rules": [v.rule for v in told], "children": [child_of.get(i) for i in ids],
        "firsts": [verdicts[i][1] for i in ids],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)


def verdict_of(record: Record) -> Verdict:
    """What the rules say of one record without a link: after an undoing, or a last 'different'."""
    open_ones = Card.objects.filter(record=record, state__in=OPEN_CARDS)
    states = set(open_ones.values_list("state", flat=True))
    facts = Facts(
        frozenset(record.flags), record.hint, record.source.purpose == Source.Purpose.CARE,
        record.id_index is not None, proposed=bool(states),
    )  # fmt: skip
    verdict = judge(facts)
    if states and Card.State.OPEN not in states:
        return verdict._replace(reason="second")
    return verdict
