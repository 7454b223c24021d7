"""Enrolments, and who held, was exempted and was heard when: columns with days as ordinals."""

from pathlib import Path
from typing import Final

import polars as pl

from nuantong.duties.batch.leaves import Leave, Leaves, holders
from nuantong.duties.batch.reading import EPOCH, Names, Problems, Source, civil_days, days, moments
from nuantong.duties.engine.tables import FAR

ENROLMENTS: Final = ("enrolment", "child", "protocol", "start", "end", "stage", "no_signal")
ENROLMENTS_ALSO: Final = ("boarding", "birthday")
YES: Final = ("1", "true", "yes", "y", "是")
HOLDING: Final = ("child", "carer", "start", "end")
EXEMPTION: Final = ("child", "start", "end", "reason")
NO: Final = ("", "0", "false", "no", "n", "否")


def read_enrolments(folder: Path, problems: Problems) -> pl.DataFrame:
    """Those that can be judged, in their order; the birthday is month * 100 + day, 0 if unknown."""
    source = Source(folder / "enrolments.csv", ENROLMENTS, ENROLMENTS_ALSO, problems)
    rows = _spans(source, source.rows())
    for name in ("enrolment", "child", "protocol"):
        rows = source.refuse(rows, pl.col(name) == "", f"no {name}: left out")
    rows = _once(source, rows)
    _note_overlaps(
        source, rows, ["child", "protocol"], "in this protocol twice at once: both judged"
    )
    born = days(rows["birthday"])
    rows = rows.with_columns(born=pl.from_epoch(born - EPOCH, "d"))
    unread = pl.col("born").is_null() & (pl.col("birthday") != "")
    source.note(rows, unread, pl.format("birthday '{}' is no date: as if unknown", "birthday"))
    month_day = pl.col("born").dt.month().cast(pl.Int64) * 100 + pl.col("born").dt.day()
    return rows.with_columns(
        _yes(source, rows, "no_signal"), _yes(source, rows, "boarding"),
        birthday=month_day.fill_null(0),
    ).drop("born")  # fmt: skip


def _spans(source: Source, rows: pl.DataFrame) -> pl.DataFrame:
    """Start and end as ordinals, without rows whose span cannot be read or holds no day."""
    rows = rows.with_columns(first=days(rows["start"]), last=days(rows["end"]))
    unread = pl.col("first").is_null()
    rows = source.refuse(rows, unread, pl.format("start '{}' is no date: left out", "start"))
    unread = pl.col("last").is_null() & (pl.col("end") != "")
    rows = source.refuse(rows, unread, pl.format("end '{}' is no date: left out", "end"))
    rows = rows.with_columns(pl.col("last").fill_null(FAR))
    text = pl.format("ends on {}, not after its start {}: left out", "end", "start")
    rows = source.refuse(rows, pl.col("last") <= pl.col("first"), text)
    return rows.with_columns(start="first", end="last").drop("first", "last")


def _once(source: Source, rows: pl.DataFrame) -> pl.DataFrame:
    """An enrolment twice counts once; with two contents nobody knows which one is meant."""
    content = pl.struct(pl.exclude("line"))
    same = content.is_duplicated() & ~content.is_first_distinct()
    rows = source.refuse(rows, same, "the same row again: counted once")
    twice = pl.col("enrolment").is_duplicated()
    return source.refuse(rows, twice, "this enrolment stands here with other content too: left out")


def _note_overlaps(source: Source, rows: pl.DataFrame, keys: list[str], problem: str) -> None:
    ordered = rows.sort(*keys, "start", "end", "line")
    until = pl.col("end").cum_max().shift(1).over(keys)
    source.note(ordered, (pl.col("start") < until).fill_null(False), problem)


def _yes(source: Source, rows: pl.DataFrame, name: str) -> pl.Expr:
    text = pl.col(name).str.to_lowercase()
    source.note(rows, ~text.is_in([*YES, *NO]), pl.format(f"{name} '{{}}': read as no", name))
    return text.is_in(YES).alias(name)


def read_holdings(folder: Path, children: Names, carers: Names, problems: Problems) -> pl.DataFrame:
    """child, carer, start, end, heard, by child: who held it, whoever stood in in the place of a
    carer on leave."""
    path = folder / "pairings.csv"
    if not path.exists():
        problems.add(path.name, 0, "not there: nobody holds any child")
        return _with_heard(pl.DataFrame(schema=dict.fromkeys(HOLDING, pl.Int64)), _no_heard())
    source = Source(path, HOLDING, (), problems)
    rows = _of_children(source, _spans(source, source.rows()), children)
    rows = source.refuse(rows, pl.col("carer") == "", "no carer: left out")
    _note_overlaps(source, rows, ["child"], "another pairing holds the child on some of these days")
    rows = rows.with_columns(carer=carers.numbers(rows["carer"])).select(HOLDING)
    held = _merged(_stood_in(rows, _leaves(folder, carers, problems)))
    return _with_heard(held, _heard(folder, carers, problems))


def _of_children(source: Source, rows: pl.DataFrame, children: Names) -> pl.DataFrame:
    """Rows of children we judge, by number."""
    rows = rows.with_columns(known=children.find(rows["child"]))
    text = pl.format("child '{}' has no enrolment that is judged: not used", "child")
    rows = source.refuse(rows, pl.col("known").is_null(), text)
    return rows.with_columns(child="known").drop("known")


def _leaves(folder: Path, carers: Names, problems: Problems) -> Leaves:
    path = folder / "leaves.csv"
    if not path.exists():
        return {}
    source = Source(path, ("carer", "start", "end", "substitute"), (), problems)
    rows = _spans(source, source.rows())
    rows = source.refuse(rows, pl.col("carer") == "", "no carer: left out")
    same = pl.col("carer") == pl.col("substitute")
    rows = source.refuse(rows, same, "she cannot stand in for herself: left out")
    _note_overlaps(
        source, rows, ["carer"], "two leaves at once: on shared days the first one holds"
    )
    rows = rows.filter(pl.col("substitute") != "")
    absent, others = carers.numbers(rows["carer"]), carers.numbers(rows["substitute"])
    found: dict[int, list[Leave]] = {}
    for carer, *leave in sorted(zip(absent, rows["start"], rows["end"], others, strict=True)):
        found.setdefault(carer, []).append(Leave(*leave))
    return found


def _stood_in(rows: pl.DataFrame, leaves: Leaves) -> pl.DataFrame:
    away = pl.col("carer").is_in(list(leaves))
    parts = [
        (child, *part)
        for child, carer, start, end in rows.filter(away).rows()
        for part in holders(carer, start, end, leaves)
    ]
    return pl.concat([rows.filter(~away), pl.DataFrame(parts, schema=rows.schema, orient="row")])


def _merged(rows: pl.DataFrame) -> pl.DataFrame:
    """Spans of one carer that touch or overlap are one."""
    keys = ["child", "carer"]
    ordered = rows.sort(*keys, "start", "end")
    apart = pl.col("start") > pl.col("end").cum_max().shift(1).over(keys)
    number = apart.fill_null(True).cast(pl.Int64).cum_sum().alias("number")
    groups = ordered.with_columns(number).group_by(*keys, "number")
    return groups.agg(pl.col("start").min(), pl.col("end").max()).select(HOLDING)


def _heard(folder: Path, carers: Names, problems: Problems) -> pl.DataFrame:
    """carer, heard: the civil day on which her phone was last heard."""
    path = folder / "heard.csv"
    if not path.exists():
        return _no_heard()
    source = Source(path, ("carer", "last_heard_at"), (), problems)
    rows = source.rows()
    rows = rows.with_columns(heard=civil_days(moments(rows["last_heard_at"])))
    text = pl.format("last_heard_at '{}' is no time: as if unknown", "last_heard_at")
    rows = source.refuse(rows, pl.col("heard").is_null(), text)
    rows = rows.with_columns(carer=carers.numbers(rows["carer"]))
    return rows.group_by("carer").agg(pl.col("heard").max())


def _no_heard() -> pl.DataFrame:
    return pl.DataFrame(schema={"carer": pl.Int64, "heard": pl.Int64})


def _with_heard(held: pl.DataFrame, heard: pl.DataFrame) -> pl.DataFrame:
    rows = held.join(heard, on="carer", how="left")
    return rows.with_columns(pl.col("heard").fill_null(FAR)).sort("child", "start", "carer")


def read_exemptions(folder: Path, children: Names, problems: Problems) -> pl.DataFrame:
    """child, start, end, reason, by child and in the order in which the rules read them."""
    path = folder / "exemptions.csv"
    if not path.exists():
        problems.add(path.name, 0, "not there: nobody is exempted")
        return pl.DataFrame(schema=dict.fromkeys(EXEMPTION[:3], pl.Int64) | {"reason": pl.String})
    source = Source(path, EXEMPTION, (), problems)
    rows = _of_children(source, _spans(source, source.rows()), children)
    source.note(rows, pl.col("reason") == "", "no reason given: exempts all the same")
    return rows.select(EXEMPTION).unique().sort("child", "start", "reason", "end")
