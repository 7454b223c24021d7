"""Contacts: read by the half million, what does not count told apart, in order by child."""

from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from nuantong.duties.batch.reading import Names, Problems, Source, civil_days, days, moments
from nuantong.duties.engine.books import Sort
from nuantong.duties.vocabulary import Act, Means

COLUMNS: Final = ("contact", "child", "carer", "happened_on", "received_at", "acts", "means")
ALSO: Final = ("topics", "supersedes")
KEPT: Final = {
    "contact": pl.String, "child": pl.Int32, "carer": pl.Int32, "day": pl.Int32,
    "received": pl.Int64, "kind": pl.Int32, "supersedes": pl.String, "line": pl.UInt32,
}  # fmt: skip
PART: Final = "\x1f"
NO_CONTACTS: Final = pl.DataFrame(schema=KEPT)


class Contacts(NamedTuple):
    """Columns as in KEPT, by child, day, arrival and id; and what the kinds are."""

    rows: pl.DataFrame
    sorts: list[Sort]


def read_contacts(
    folder: Path, children: Names, carers: Names, as_of: int, problems: Problems
) -> Contacts:
    """What was known at the end of the day: each contact once, corrected ones replaced, those of
    the future set aside."""
    source = Source(folder / "contacts.csv", COLUMNS, ALSO, problems)
    kinds = Names()
    parts = [_compact(source, rows, children, carers, kinds) for rows in source.batches()]
    rows = pl.concat([NO_CONTACTS, *parts]).filter(civil_days(pl.col("received")) <= as_of)
    named = _Named(children, carers, kinds)
    rows = _once(source, rows, named).drop_nulls("child")
    rows = _in_effect(source, rows)
    future = pl.col("day") > civil_days(pl.col("received"))
    text = pl.format("contact {} is dated after the day it was received: set aside", "contact")
    rows = source.refuse(rows, future, text)
    sorts = [_sort(text) for text in kinds.texts]
    _note_odd_words(source, rows, sorts)
    return Contacts(rows.sort("child", "day", "received", "contact"), sorts)


def _compact(
    source: Source, rows: pl.DataFrame, children: Names, carers: Names, kinds: Names
) -> pl.DataFrame:
    """The rows that can be read, in numbers where there are few values."""
    rows = rows.with_columns(
        known=children.find(rows["child"]),
        day=days(rows["happened_on"]),
        received=moments(rows["received_at"]),
    )
    rows = source.refuse(rows, pl.col("contact") == "", "no contact id: left out")
    text = pl.format("child '{}' has no enrolment that is judged: not used", "child")
    source.note(rows, pl.col("known").is_null(), text)
    text = pl.format("happened_on '{}' is no date: left out", "happened_on")
    rows = source.refuse(rows, pl.col("day").is_null(), text)
    text = pl.format("received_at '{}' is no time: left out", "received_at")
    rows = source.refuse(rows, pl.col("received").is_null(), text)
    kind = rows.select(pl.concat_str("acts", "means", "topics", separator=PART)).to_series()
    numbered = rows.with_columns(
        child="known", carer=carers.numbers(rows["carer"]), kind=kinds.numbers(kind)
    )
    return numbered.select(pl.col(name).cast(kept) for name, kept in KEPT.items())


def _sort(text: str) -> Sort:
    acts, means, topics = text.split(PART)
    return Sort(_words(acts), means.strip().lower(), _words(topics))


def _words(text: str) -> frozenset[str]:
    words = (word.strip() for word in text.replace("；", ";").split(";"))
    return frozenset(word for word in words if word)


def _note_odd_words(source: Source, rows: pl.DataFrame, sorts: list[Sort]) -> None:
    """Words that nobody knows carry nothing; the rest of the contact counts."""
    said = [" ".join(sorted(_odd_words(sort))) for sort in sorts]
    odd = [number for number, words in enumerate(said) if words]
    if odd:
        words = pl.col("kind").replace_strict(odd, [said[n] for n in odd], default="")
        source.note(rows, pl.col("kind").is_in(odd), pl.format("carries nothing: {}", words))


def _odd_words(sort: Sort) -> list[str]:
    odd = [f"act '{act}'" for act in sort.acts if act not in set(Act)]
    return odd if sort.means in set(Means) else [*odd, f"means '{sort.means}'"]


class _Named(NamedTuple):
    """What the numbers of a row stand for."""

    child: Names
    carer: Names
    kind: Names

    def texts(self, rows: pl.DataFrame) -> pl.DataFrame:
        named = zip(self._fields, self, strict=True)
        return rows.with_columns(
            names.texts.gather(rows[field]).alias(f"{field}_text") for field, names in named
        )


def _once(source: Source, rows: pl.DataFrame, named: _Named) -> pl.DataFrame:
    """A contact seen twice counts once; said otherwise later, it stays as it was first received."""
    twice = pl.col("contact").is_duplicated()
    again = named.texts(rows.filter(twice))
    if again.is_empty():
        return rows
    content = ["day", "child_text", "carer_text", "kind_text", "supersedes"]
    first = again.sort("contact", "received", *content, "line")
    first = first.with_columns(
        n=pl.int_range(pl.len()).over("contact"),
        same=pl.all_horizontal(
            (pl.col(name) == pl.col(name).first()).over("contact") for name in content
        ),
    )
    text = pl.format("contact {} again with other content: counts as first received", "contact")
    source.note(first, (pl.col("n") > 0) & ~pl.col("same"), text)
    once = first.filter(pl.col("n") == 0).select(*KEPT)
    return pl.concat([rows.filter(~twice), once])


def _in_effect(source: Source, rows: pl.DataFrame) -> pl.DataFrame:
    """Without those that a later report of the same child corrected or withdrew."""
    corrects = (pl.col("supersedes") != "") & (pl.col("supersedes") != pl.col("contact"))
    later = rows.filter(corrects).select(
        pl.col("supersedes").alias("contact"), "child", by="contact", at="line"
    )
    if later.is_empty():
        return rows
    unknown = later.join(rows, on=["contact", "child"], how="anti").rename({"at": "line"})
    text = pl.format("contact {} corrects {}, which this child does not have", "by", "contact")
    source.note(unknown, pl.lit(True), text)
    return rows.join(later, on=["contact", "child"], how="anti")


def note_strangers(
    rows: pl.DataFrame, held: pl.DataFrame, carers: Names, problems: Problems
) -> None:
    """Contacts of somebody who did not hold the child that day: a typing error, or help."""
    numbered = rows.select("child", "carer", "day", "line").with_row_index("row")
    spans = held.select(pl.col("child", "carer").cast(pl.Int32), "start", "end")
    both = numbered.join(spans, on=["child", "carer"]).filter(
        pl.col("day").is_between("start", "end", closed="left")
    )
    strangers = numbered.join(both, on="row", how="anti")
    named = strangers.with_columns(name=carers.texts.gather(strangers["carer"]))
    text = pl.format("carer {} did not hold the child that day: counts for the child", "name")
    problems.add_frame("contacts.csv", named, text)


def note_outside(rows: pl.DataFrame, enrolled: pl.DataFrame, problems: Problems) -> None:
    """Contacts on a day on which the child is in no protocol: set aside (rule 4)."""
    numbered = rows.select("child", "day", "line", "contact").with_row_index("row")
    spans = enrolled.select(pl.col("number").cast(pl.Int32).alias("child"), "start", "end")
    both = numbered.join(spans, on="child").filter(
        pl.col("day").is_between("start", "end", closed="left")
    )
    outside = numbered.join(both, on="row", how="anti")
    text = pl.format("contact {} lies in no enrolment of the child: set aside", "contact")
    problems.add_frame("contacts.csv", outside, text)
