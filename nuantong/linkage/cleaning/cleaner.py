"""The cleaner: every column by its own rules, what is missing taken from the ID number."""

from collections.abc import Iterable, Iterator
from typing import Final

import polars as pl

from nuantong.linkage.cleaning.dates import birth_dates
from nuantong.linkage.cleaning.guardians import guardians
from nuantong.linkage.cleaning.identity import id_numbers
from nuantong.linkage.cleaning.names import names, parts
from nuantong.linkage.cleaning.phones import phones
from nuantong.linkage.cleaning.places import places
from nuantong.linkage.cleaning.schools import schools
from nuantong.linkage.cleaning.sexes import sexes
from nuantong.linkage.cleaning.sounds import sounds
from nuantong.linkage.columns import CLEAN, RAW

CHUNK: Final = 200_000
"""Rows that are cleaned together: memory stays flat however long the list is."""


def clean(raw: pl.DataFrame) -> pl.DataFrame:
    """One clean row for each raw one, in order. Never fails, whatever the texts are."""
    found = list(clean_chunks([raw]))
    return pl.concat(found) if found else pl.DataFrame(schema=CLEAN)


def clean_chunks(chunks: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same in parts of no more than CHUNK rows, numbered through."""
    done = 0
    for chunk in chunks:
        for part in chunk.iter_slices(CHUNK):
            yield _cleaned(part, done)
            done += part.height


def _cleaned(raw: pl.DataFrame, done: int) -> pl.DataFrame:
    raw = _texts(raw)
    name, guardian = names(raw["name"]), guardians(raw["guardian_name"])
    number, school = id_numbers(raw["id_number"]), schools(raw["school"])
    near = pl.concat([number, school], how="horizontal").select(
        pl.coalesce("school_district", "id_district")
    )
    columns = [
        raw.select(row=pl.int_range(done + 1, done + raw.height + 1, dtype=pl.Int32)),
        name.alias("name").to_frame(),
        parts(name),
        sounds(name),
        number,
        birth_dates(raw["birth_date"]),
        sexes(raw["sex"]).alias("sex").to_frame(),
        phones(raw["phone"]).alias("phone").to_frame(),
        guardian.alias("guardian").to_frame(),
        sounds(guardian).select(guardian_py="py"),
        places(raw, near.to_series()),
        school,
    ]
    return _filled(pl.concat(columns, how="horizontal"))


def _filled(frame: pl.DataFrame) -> pl.DataFrame:
    """What the list leaves open is taken from the ID number."""
    filled = frame.with_columns(dob=pl.coalesce("dob", "id_dob"), sex=pl.coalesce("sex", "id_sex"))
    return filled.select(pl.col(column).cast(kind) for column, kind in CLEAN.items())


def _texts(raw: pl.DataFrame) -> pl.DataFrame:
    """All the RAW columns as text, blank cells as null."""
    blank = pl.lit(None, pl.String)
    return raw.select(
        (
            pl.col(column).cast(pl.String).replace("", None) if column in raw.columns else blank
        ).alias(column)
        for column in RAW
    )
