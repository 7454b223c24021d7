"""Entries written: numbers without a gap, one statement a table, twice equals once.

Whoever posts into the same month of the same place waits for the one before: that is what keeps
the numbers without a gap, and the order in which rows are locked.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from nuantong.access.reader import Reader
from nuantong.books.accounts import Kind
from nuantong.books.models import Balance, Entry, Line, Period
from nuantong.books.refusals import said
from nuantong.books.vouchers import Document, Part, Posting, Voucher
from nuantong.core import clock
from nuantong.core.copying import copy_rows, reserve_ids
from nuantong.core.errors import Refusal

Month = tuple[int, dt.date]
"""A place's books and the first day of a month."""
ENTRY = ("id", "key", "fund", "period", "number", "on", "kind", "words", "document_kind",
         "document_key", "size", "reverses", "why", "recorded_at", "recorder", "recorded_by")  # fmt: skip
WHY = Entry._meta.get_field("why")
LINE = ("entry", "balance", "account", "fen")


def post(posting: Posting, *, by: Reader) -> Entry:
    """One entry."""
    return post_all([posting], by=by)[0]


def post_all(postings: Sequence[Posting], *, by: Reader) -> list[Entry]:
    """Entries in the order of `postings`, all or none; those whose key is known stay as they are."""
    for posting in postings:
        posting.check()
    with _refusing(postings):
        periods = _locked({_month(one.voucher) for one in postings})
        keys = [one.voucher.key for one in postings]
        known = _known(keys)
        fresh = list({p.voucher.key: p for p in postings if p.voucher.key not in known}.values())
        if fresh:
            _write(fresh, periods, by)
            _close()
            known |= _known([one.voucher.key for one in fresh])
        return [known[key] for key in keys]


def reverse(
    entry: Entry, *, on: dt.date, why: str, document: Document, key: UUID, by: Reader
) -> Entry:
    """冲销: the same lines the other way round, once. What it undoes must still be there: a gift
    that is spent cannot be undone before the spending is."""
    before = Entry.objects.filter(reverses=entry).first()
    if before:
        return before
    lines = list(entry.lines.select_related("balance__project"))
    undone: dict[Part, dict[str, int]] = {}
    for line in lines:
        side = undone.setdefault(Part(line.balance.purpose, line.balance.project_id), {})
        side[line.account] = -line.fen
    (first, here), *other = undone.items()
    to, there = other[0] if other else (None, {})
    head = Voucher(
        fund=entry.fund, purpose=first.purpose, project=lines[0].balance.project, on=on,
        words=f"冲销{entry}：{entry.words}", document=document, key=key,
    )  # fmt: skip
    return post(Posting(head, Kind.REVERSE, here, to, there, entry, why), by=by)


def _known(keys: Sequence[UUID]) -> dict[UUID, Entry]:
    return {e.key: e for e in Entry.objects.filter(key__any_of=keys).select_related("fund")}


def _month(voucher: Voucher) -> Month:
    return voucher.fund.region_id, voucher.on.replace(day=1)


def _locked(months: set[Month]) -> dict[Month, Period]:
    """The months' rows, made where they are missing, locked in order."""
    Period.objects.bulk_create(
        (Period(region_id=region, month=month) for region, month in sorted(months)),
        ignore_conflicts=True,
    )
    rows = Period.objects.filter(
        region__id__any_of=[region for region, _ in months], month__any_of=[m for _, m in months]
    )
    locked = rows.order_by("region", "month").select_for_update(no_key=True)
    return {(one.region_id, one.month): one for one in locked}


def _write(postings: Sequence[Posting], periods: dict[Month, Period], by: Reader) -> None:
    numbers = _numbers(postings, periods)
    balances = _balances(postings)
    ids = reserve_ids(Entry, len(postings))
    now = clock.now()
    copy_rows(Entry, ENTRY, (
        (pk, head.key, head.fund.pk, periods[_month(head)].pk, number, head.on, str(one.kind),
         head.words.strip()[:120], head.document.kind, head.document.key, len(list(one.lines())),
         one.reverses.pk if one.reverses else None, WHY.seal(one.why), now, by.actor_id, by.actor_name)
        for pk, number, one in zip(ids, numbers, postings, strict=True) for head in [one.voucher]
    ))  # fmt: skip
    copy_rows(Line, LINE, (
        (pk, balances[one.voucher.fund.pk, part], account, fen)
        for pk, one in zip(ids, postings, strict=True) for part, account, fen in one.lines()
    ))  # fmt: skip


def _close() -> None:
    """What the database would look at when the transaction ends, it looks at now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS books_entry_closes IMMEDIATE")
        cursor.execute("SET CONSTRAINTS books_entry_closes DEFERRED")


def _numbers(postings: Sequence[Posting], periods: dict[Month, Period]) -> list[int]:
    """The next numbers of each month; the months remember how far they got."""
    numbers = []
    for posting in postings:
        period = periods[_month(posting.voucher)]
        period.last += 1
        numbers.append(period.last)
    Period.objects.bulk_update(periods.values(), ["last"])
    return numbers


def _balances(postings: Sequence[Posting]) -> dict[tuple[int, Part], int]:
    """The rows of balances that the postings move, made where they are missing."""
    asked = {(one.voucher.fund.pk, part) for one in postings for part, _ in one.sides()}
    funds = {fund for fund, _ in asked}
    rows = Balance.objects.filter(fund__id__any_of=funds)
    columns = ("fund_id", "purpose", "project_id", "pk")

    def found() -> dict[tuple[int, Part], int]:
        named = rows.values_list(*columns)
        return {(f, Part(purpose, project)): pk for f, purpose, project, pk in named}

    known = found()
    missing = sorted(asked - set(known), key=str)
    if missing:
        Balance.objects.bulk_create(
            (Balance(fund_id=f, purpose=p.purpose, project_id=p.project) for f, p in missing),
            ignore_conflicts=True,
        )
        known = found()
    return known


@contextmanager
def _refusing(postings: Sequence[Posting]) -> Iterator[None]:
    """What the database refuses is said with the money that is there."""
    try:
        with transaction.atomic(), connection.wrap_database_errors:
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        words = said(getattr(diagnosis, "constraint_name", "") or "", postings)
        if not words:
            raise
        raise Refusal(words) from error
