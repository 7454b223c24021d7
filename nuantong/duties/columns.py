"""The facts of many children from the database as columns, judged by the compiled rules."""

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl
from django.db import connection

from nuantong.calendars.tables import revision
from nuantong.core import clock
from nuantong.duties import facts
from nuantong.duties.engine.books import Sheets, Sort
from nuantong.duties.engine.running import run_compiled
from nuantong.duties.engine.tables import FAR, NO_REASON, NOBODY, Found, Known
from nuantong.duties.engine.tables import PARTIAL as PARTIALLY
from nuantong.duties.judging import OUTCOMES
from nuantong.duties.listing import ordinal
from nuantong.duties.loading import holdings_of
from nuantong.duties.models import Exemption, ProtocolVersion
from nuantong.duties.narrowing import is_wanted, narrowed
from nuantong.duties.rulebooks import rulebooks
from nuantong.duties.vocabulary import EXCUSED, FULFILLED, IN_TIME, LATE, PARTIAL
from nuantong.duties.windows import Kind, Rulebook
from nuantong.duties.writing import Judgement, Links, Newest, Verdicts

DAY_ONE: Final = "DATE '0001-01-01' + 1"
ENROLMENTS: Final = f"""
SELECT enrolled.id, child_id AS child, protocol_id AS protocol,
       start - {DAY_ONE} AS start, coalesce("end" - {DAY_ONE}, {FAR}) AS until,
       child.stage, coalesce(child.boarding, false)::int AS boarding,
       (SELECT string_agg(since || '/' || coalesce(until::text, ''), ';' ORDER BY since)
          FROM duties_villagewithoutsignal AS village
         WHERE village.place_id = child.place_id) AS no_signal,
       coalesce(extract(month FROM birth_date) * 100 + extract(day FROM birth_date), 0)::int
         AS birthday
  FROM duties_enrolment AS enrolled JOIN people_child AS child ON child.id = child_id
 WHERE enrolled.id = ANY(%s) ORDER BY child_id, enrolled.id
"""
CONTACTS: Final = f"""
SELECT child_id AS child, id, happened_on - {DAY_ONE} AS day,
       array_to_string(acts, ';') || '|' || means || '|' || array_to_string(topics, ';') AS kind,
       (happened_on > (received_at AT TIME ZONE 'Asia/Shanghai')::date)::int AS future,
       (acts <> '{{}}')::int AS said
  FROM duties_contact AS contact
 WHERE child_id = ANY(%s) AND happened_on >= %s AND received_at < %s
   AND NOT EXISTS (SELECT FROM duties_contact AS later
                    WHERE later.supersedes_id = contact.id AND later.received_at < %s)
 ORDER BY child_id, happened_on, received_at, id
"""
PLAN: Final = ("book", "stage", "boarding", "no_signal", "counted")
FULFILLING: Final = [n for n, one in enumerate(OUTCOMES) if one in FULFILLED]
WORDS: Final = pl.Series([one.value for one in OUTCOMES])
TEXTS: Final = ("kind", "no_signal", "stage")
EVER: Final = dt.date(1, 1, 1)
Numbers = np.ndarray


class Span(NamedTuple):
    """Windows whose grace ended after `since` and by `until`; all of them without `since`."""

    since: dt.date | None
    until: dt.date


def judge_enrolments(ids: Sequence[int], span: Span) -> Judgement:
    """What became of the windows of the span, from what was known at the end of its last day."""
    return _Slice(ids, span).judged()


class _Slice:
    """Some enrolments with the facts of their children."""

    def __init__(self, ids: Sequence[int], span: Span) -> None:
        self.ids, self.span = ids, span
        self.rows = _read(ENROLMENTS, list(ids))
        self.children = self.rows["child"].unique(maintain_order=True)
        self.sheets, self.plan = self._planned()

    def _planned(self) -> tuple[Sheets, Numbers]:
        """The sheets of their kinds, and which plan each enrolment has."""
        until = self.span.until
        years = (
            dt.date.fromordinal(min([until.toordinal(), *self.rows["start"]])).year,
            until.year,
        )
        books, numbers = _books(self.rows)
        counted = [number for number, book in enumerate(books) if book.from_start]
        start = pl.when(pl.col("book").is_in(counted)).then("start").otherwise(1)
        keyed = self.rows.with_columns(book=numbers).with_columns(counted=start)
        distinct = keyed.select(PLAN).unique(maintain_order=True).with_row_index("plan")
        kinds = [_kind(books, row, years) for row in distinct.select(PLAN).iter_rows()]
        plan = keyed.join(distinct, on=PLAN, how="left", maintain_order="left")["plan"]
        return _sheets(tuple(kinds), self.span), _numbers(plan)

    def judged(self) -> Judgement:
        whole = self.span.since is None
        if not self.sheets.windows:
            return Judgement(self.ids, _no_verdicts(), _no_links(), whole=whole)
        found = run_compiled(self.book, self.known, self.span.until.toordinal())
        chosen = np.flatnonzero(self._wanted[found.window])
        verdicts, links = self._verdicts(found, chosen), self._links(found, chosen)
        newest = self._newest() if whole else Newest([], [])
        return Judgement(self.ids, verdicts, links, newest, whole)

    @cached_property
    def contacts(self) -> pl.DataFrame:
        begin = EVER if self.span.since is None else self._first_day
        end = _midnight_after(self.span.until)
        return _read(CONTACTS, self.children.to_list(), begin, end, end)

    @cached_property
    def counting(self) -> pl.DataFrame:
        return self.contacts.filter(pl.col("future") == 0)

    @property
    def _first_day(self) -> dt.date:
        return min(window.start for window in self.sheets.windows)

    @cached_property
    def _texts(self) -> pl.Series:
        return self.counting["kind"].unique(maintain_order=True)

    @property
    def book(self) -> Any:
        return self.sheets.book([_sort(text) for text in self._texts])

    @property
    def known(self) -> Known:
        held, exempt = self._holdings(), self._exemptions()
        kinds = pl.DataFrame({"kind": self._texts}).with_row_index("number")
        numbered = self.counting.join(kinds, on="kind", how="left", maintain_order="left")
        return Known(
            plan=self.plan,
            child=self._of_child(self.rows["child"]),
            start=_numbers(self.rows["start"]),
            end=_numbers(self.rows["until"]),
            birthday=_numbers(self.rows["birthday"]),
            contacts=self._slices(_numbers(self.counting["child"])),
            day=_numbers(self.counting["day"]),
            kind=_numbers(numbered["number"]),
            holdings=self._slices(held[:, 0]),
            carer=held[:, 1],
            held_from=held[:, 2],
            held_until=held[:, 3],
            heard=np.full(len(held), FAR),  # alters running windows alone: none of them is stored
            exemptions=self._slices(exempt[:, 0]),
            exempt_from=exempt[:, 1],
            exempt_until=exempt[:, 2],
        )

    def _of_child(self, children: pl.Series) -> Numbers:
        return np.searchsorted(_numbers(self.children), _numbers(children))

    def _slices(self, children: Numbers) -> Numbers:
        """Where the rows of each child begin, in rows ordered by child."""
        starts = np.searchsorted(children, _numbers(self.children))
        return np.append(starts, len(children))

    def _holdings(self) -> Numbers:
        rows = [
            (child, one.carer, one.start.toordinal(), ordinal(one.end))
            for child, one in holdings_of(self.children.to_list())
        ]
        return _table(sorted(rows, key=lambda row: (row[0], row[2])), 4)

    def _exemptions(self) -> Numbers:
        exempt = Exemption.objects.filter(child__id__any_of=self.children.to_list())
        rows = exempt.order_by("child", "start").values_list("child", "start", "end")
        return _table([(child, one.toordinal(), ordinal(end)) for child, one, end in rows], 3)

    @cached_property
    def _wanted(self) -> Numbers:
        """Of each window, whether it is of the span."""
        since, until = self.span
        if since is None:
            return np.ones(len(self.sheets.windows), bool)
        return np.array([is_wanted(one, since, until) for one in self.sheets.windows], bool)

    def _verdicts(self, found: Found, chosen: Numbers) -> Verdicts:
        windows, until = self.sheets.windows, self.span.until
        place = found.window[chosen].tolist()
        closes = [window.grace_end <= until for window in windows]
        return Verdicts(
            enrolment=self._enrolment(found, chosen),
            duty=[windows[n].duty.code for n in place],
            period_key=[windows[n].key for n in place],
            starts=[windows[n].start for n in place],
            ends=[windows[n].end for n in place],
            outcome=WORDS.gather(found.outcome[chosen]).to_list(),
            reason=[_reason(one) for one in found.reason[chosen].tolist()],
            contact=self._contact(found, chosen),
            handover=(found.handover[chosen] == 1).tolist(),
            closes=[closes[n] for n in place],
        )

    def _enrolment(self, found: Found, chosen: Numbers) -> list[int]:
        return self.rows["id"].gather(found.enrolment[chosen]).to_list()

    def _contact(self, found: Found, chosen: Numbers) -> list[int | None]:
        """The contact that made each window fulfilled."""
        window = found.window[chosen]
        last = found.links[found.slot[chosen] + self._times[window] - 1]
        fulfilled = np.isin(found.outcome[chosen], FULFILLING)
        place = pl.Series(np.where(fulfilled, last, NOBODY))
        return self.counting["id"].gather(place.set(place == NOBODY, None)).to_list()

    @cached_property
    def _times(self) -> Numbers:
        return np.array([window.duty.times for window in self.sheets.windows], np.int64)

    def _links(self, found: Found, chosen: Numbers) -> Links:
        """Every contact that counts for a window, in the order of the windows."""
        times = self._times[found.window[chosen]]
        row = np.repeat(chosen, times)
        nth = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
        contact = found.links[found.slot[row] + nth]
        row, contact = row[contact != NOBODY], contact[contact != NOBODY]
        windows, place = self.sheets.windows, found.window[row].tolist()
        ends = np.array([window.end.toordinal() for window in windows], np.int64)
        late = _numbers(self.counting["day"])[contact] >= ends[place]
        return Links(
            enrolment=self._enrolment(found, row),
            duty=[windows[n].duty.code for n in place],
            period_key=[windows[n].key for n in place],
            contact=self.counting["id"].gather(contact).to_list(),
            kind=[LATE if one else IN_TIME for one in late.tolist()],
        )

    def _newest(self) -> Newest:
        """The newest day on which anybody was in touch with each child (facts.last_contact)."""
        said = (pl.col("said") == 1) & (pl.col("day") <= self.span.until.toordinal())
        newest = self.contacts.filter(said).group_by("child").agg(pl.col("day").max())
        day = self.rows.join(newest, on="child", how="left", maintain_order="left")["day"]
        days = [None if one is None else dt.date.fromordinal(one) for one in day]
        return Newest(self.rows["id"].to_list(), days)


def _books(rows: pl.DataFrame) -> tuple[list[Rulebook], pl.Series]:
    """The rulebooks of the enrolments, and which one each has."""
    calendar, versions = revision().get(), defaultdict(list)
    said = ProtocolVersion.objects.in_effect().order_by("valid_from", "pk")
    for protocol, version in said.values_list("protocol", "pk"):
        versions[protocol].append(version)
    enrolled = [
        {"child": child, "versions": versions[protocol], "calendar": calendar}
        for child, protocol in rows.select("child", "protocol").iter_rows()
    ]
    book_of = rulebooks(enrolled)
    numbers: dict[Rulebook, int] = {}
    found = [numbers.setdefault(book_of(one), len(numbers)) for one in enrolled]
    return list(numbers), pl.Series(found, dtype=pl.Int64)


def _kind(
    books: Sequence[Rulebook], row: Sequence[Any], years: tuple[int, int]
) -> tuple[Rulebook, Kind]:
    book, stage, boarding, no_signal, start = row
    first = dt.date.fromordinal(start)
    one = facts.Enrolment(0, first, None, stage, bool(boarding), _without_signal(no_signal))
    return books[book], books[book].kind(one, first)._replace(years=years)


def _without_signal(text: str) -> facts.Spans:
    spans = (one.split("/") for one in text.split(";") if one)
    return tuple(
        (dt.date.fromisoformat(since), dt.date.fromisoformat(until) if until else None)
        for since, until in spans
    )


@lru_cache(maxsize=64)
def _sheets(kinds: tuple[tuple[Rulebook, Kind], ...], span: Span) -> Sheets:
    plans = (book.plan(kind) for book, kind in kinds)
    since, until = span
    return Sheets([one if since is None else narrowed(one, since, until) for one in plans])


def _read(query: str, *values: Any) -> pl.DataFrame:
    """The rows of a query: numbers, and text without null."""
    statement = f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)"
    with connection.cursor() as cursor, cursor.copy(statement, values) as copy:
        text = b"".join(copy)
    table = pl.read_csv(io.BytesIO(text), infer_schema=False)
    texts = pl.col([name for name in TEXTS if name in table.columns]).fill_null("")
    return table.with_columns(pl.all().exclude(TEXTS).cast(pl.Int64), texts)


def _numbers(column: pl.Series) -> Numbers:
    return column.cast(pl.Int64).to_numpy(writable=True)


def _table(rows: Iterable[Sequence[Any]], width: int) -> Numbers:
    listed = list(rows)
    return np.array(listed, np.int64) if listed else np.empty((0, width), np.int64)


def _sort(text: str) -> Sort:
    acts, means, topics = text.split("|")
    return Sort(_words(acts), means, _words(topics))


def _words(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split(";")))


def _reason(number: int) -> str:
    return "" if number == NO_REASON else PARTIAL if number == PARTIALLY else EXCUSED


def _midnight_after(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(1), dt.time(), clock.SHANGHAI)


def _no_verdicts() -> Verdicts:
    return Verdicts(*([] for _ in Verdicts._fields))


def _no_links() -> Links:
    return Links(*([] for _ in Links._fields))
