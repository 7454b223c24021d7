"""A children's list of millions of rows, read by columns: as ChildReader reads it row by row.

What is usual (a right ID number, a mobile number, an address of plain characters) is taken as it
stands; of everything else each form is understood once, by the row reader's own rules. Which rows
hold a person is the row reader's rule, too. A property test reads each list in both ways.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import polars as pl

from nuantong.core.text.characters import USUAL
from nuantong.core.text.words import PLACEHOLDERS
from nuantong.linkage.cleaning.distinct import understood
from nuantong.linkage.cleaning.identity import check
from nuantong.regions.gazetteer import Gazetteer
from nuantong.rosters.cells import Cells
from nuantong.rosters.codes import joined
from nuantong.rosters.entries import ChildEntry, ParentSaid
from nuantong.rosters.headers import Header, title_of
from nuantong.rosters.interpreting import around
from nuantong.rosters.locating import ADDRESS_LENGTH, Locator
from nuantong.rosters.reading_children import (
    LABELS,
    OTHER_DATE,
    PARENTS,
    PLACE,
    ChildReader,
    by_title,
    read_health,
    read_needs,
    read_parents,
)
from nuantong.rosters.reading_parts import ORDER, PARTS, SAID, SPLIT, TEXT, Fill, Part
from nuantong.rosters.rows import IDENTITY, headings_of, holds_somebody
from nuantong.rosters.sheets import Sheet

FAMILY: Final = tuple(dict.fromkeys(("health", *PARENTS, *LABELS, "needs")))
MOST_FORMS, MOST_PLACES = 1 << 15, 1 << 17
"""Of each part so many are remembered: what recurs, in some hundred MB at most."""
NOTHING: Final = pl.repeat("", pl.len(), dtype=pl.String)
MOBILE: Final = r"^1[3-9][0-9]{9}$"
NUMBER: Final = r"^[0-9]{17}[0-9X]$"
WHOLE: Final = r"^[0-9]{17}[0-9Xx]$"
PLAIN: Final = f"^{USUAL.pattern}$"
NAME: Final = "^[\u4e00-\u9fff]{2,4}$"
NOTED: Final = r"[计例:：章注位年如yY(（\[]|说明|必填|选填|文本|格式|选择|填写|数字"
"""Holds somewhere in totals, signatures, notes and hints, and seldom in what people say."""
EXAMPLE: Final = "例"
"""In the first cell of a row that may be an example."""
FOUND: Final = (
    "number", "name", "sex", "birth_date", "place", "id_text", "fingerprint", "problems", "content",
    "remark", "father", "mother", "stage", "poverty", "disability", "illness",
)  # fmt: skip


class FrameReader:
    """Reads frames of columns c0, c1 …, null where a cell is empty, below one header.

    `above` is the sheet down to the header; `content` says what of an entry is kept as JSON.
    """

    def __init__(
        self,
        above: Sheet,
        header: Header,
        gazetteer: Gazetteer,
        on: dt.date,
        content: Callable[[ChildEntry], Mapping[str, Any]],
    ) -> None:
        self.columns = {f: i for f, i in header.index_of.items() if f != "serial"}
        self.serial = header.index_of.get("serial")
        self.headings = {c.field: c.heading for c in header.columns if c.field}
        self.locator = Locator(gazetteer, around(above, header, gazetteer))
        self.plain_places = not gazetteer.numbered
        self.on, self.content, self.words = on, content, headings_of(above, header)
        self.rows = ChildReader(
            self.locator, title_of(above, header), columns=self.columns, headings=self.headings, on=on
        )  # fmt: skip
        parts = {**PARTS, "family": (FAMILY, self._family, SAID)}
        self.parts = {name: self._part(name, *part) for name, part in parts.items()}
        remembered = lru_cache(MOST_FORMS)
        self.sex, self.remark = remembered(self._sex_said), remembered(self._remark_said)
        self.place = lru_cache(MOST_PLACES)(self._place_said)

    def read(self, frame: pl.DataFrame) -> pl.DataFrame:
        """FOUND of each row that holds somebody. The frame's `number` is the row's in the file."""
        frame = self._people(frame).with_columns(_fingerprint(frame, self.serial))
        for found in (self._number, self._sex, self._phone, self._place, self._address):
            frame = frame.hstack(found(frame))
        for part in PARTS.keys() - SPLIT:
            frame = frame.hstack(self._forms(frame, part))
        frame = self._birth_date(frame).hstack(self._forms(frame, "family"))
        frame = frame.hstack(self._remark(frame))
        contents = [name for name in frame.columns if name.startswith("content ")]
        return frame.with_columns(
            problems=_listed([f"problems {part}" for part in ORDER]), content=_listed(contents)
        ).select(FOUND)

    def _present(self, fields: Sequence[str]) -> list[str]:
        return [field for field in fields if field in self.columns]

    def _cell(self, field: str) -> pl.Expr:
        index = self.columns.get(field)
        cell = NOTHING if index is None else pl.col(f"c{index}").fill_null("")
        return cell.alias(field)

    def _people(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Who is surely a person, and of other rows those of whom the row reader says so."""
        identity = [self.columns[field] for field in IDENTITY if field in self.columns]
        cells = [name for name in frame.columns if name != "number"]
        sure = frame.select(self._surely(cells, identity).fill_null(value=False)).to_series()
        holds = sure.to_list()
        rows = frame.select(pl.col(cells).fill_null("")).filter(~sure).iter_rows()
        for at, row in zip((~sure).arg_true(), rows, strict=True):
            holds[at] = holds_somebody(list(row), identity, self.words)
        return frame.filter(pl.Series(holds, dtype=pl.Boolean))

    def _surely(self, cells: list[str], identity: list[int]) -> pl.Expr:
        """A whole ID number but in an example; a plain name, nothing said that notes say."""
        said = [pl.when(pl.col(name).str.strip_chars() != "").then(name) for name in cells]
        first, last = pl.coalesce(said), pl.coalesce(reversed(said))
        whole = pl.any_horizontal(pl.col(f"c{i}").str.contains(WHOLE) for i in identity)
        name = pl.col(f"c{identity[0]}")
        filled = pl.sum_horizontal(pl.col(one).is_not_null() for one in cells) > 2
        headings = pl.any_horizontal(pl.col(one).is_in(sorted(self.words)) for one in cells)
        noted = [text.str.contains(NOTED).fill_null(value=False) for text in (first, name, last)]
        plain = name.str.contains(NAME) & filled & ~headings.fill_null(value=False)
        return (whole & ~first.str.contains(EXAMPLE)) | (plain & ~pl.any_horizontal(noted))

    def _part(
        self, name: str, fields: Sequence[str], fill: Fill, also: Mapping[str, Any]
    ) -> "Part":
        present = self._present(fields)

        @lru_cache(MOST_FORMS)
        def meaning(_: str, *values: str) -> tuple[Any, ...]:
            cells = Cells(dict(zip(present, values, strict=True)), self.headings, self.on)
            entry = ChildEntry(0)
            found = fill(entry, cells)
            return (*found, _inside(self.content(entry)), _inside(cells.problems))

        schema = {**also, f"content {name}": TEXT, f"problems {name}": TEXT}
        return Part(present, meaning, schema)

    def _forms(self, frame: pl.DataFrame, name: str) -> pl.DataFrame:
        """Of each row its form's values, part of the content and problems."""
        part = self.parts[name]
        keys = frame.with_columns(same=pl.lit("")).select("same", *map(self._cell, part.fields))
        return understood(keys, part.meaning, part.schema)

    def _split(
        self, frame: pl.DataFrame, part: str, usual: pl.Expr, as_it_stands: Mapping[str, Any]
    ) -> pl.DataFrame:
        """Usual rows by expressions, the others by their forms, in order."""
        marked = frame.with_row_index("at").with_columns(usual=usual.fill_null(value=False))
        others = marked.filter(~pl.col("usual"))
        found = others.select("at").hstack(self._forms(others, part))
        plain = marked.filter("usual").select("at", **as_it_stands)
        return pl.concat([plain, found.select(plain.columns)]).sort("at").drop("at")

    def _number(self, frame: pl.DataFrame) -> pl.DataFrame:
        text = self._cell("id_number")
        frame = frame.select(
            id_text=text, n=pl.when(text.str.contains(NUMBER)).then(text.str.slice(0, 17)).cast(pl.Int64),
            born=text.str.slice(6, 8).str.to_date("%Y%m%d", strict=False),
            **{name: pl.col(name) for name in frame.columns if name.startswith("c")},
        )  # fmt: skip
        right = pl.col("n").is_not_null() & (check() == pl.col("id_text").str.slice(17))
        usual = right & pl.col("born").is_between(dt.date(1900, 1, 1), self.on)
        standing = {
            "id_text": pl.col("id_text"), "is_valid": pl.lit(value=True), "born": pl.col("born"),
            "of_number": pl.when(pl.col("n") % 2 == 1).then(pl.lit("男")).otherwise(pl.lit("女")),
            "content number": pl.format('"id_number": "{}"', "id_text"), "problems number": pl.lit(""),
        }  # fmt: skip
        return self._split(frame, "number", usual, standing)

    def _sex(self, frame: pl.DataFrame) -> pl.DataFrame:
        keys = frame.select(self._cell("sex"), "of_number", "is_valid")
        return understood(keys, self.sex, {"sex": TEXT, "problems sex": TEXT})

    def _sex_said(self, said: str, of_number: str, is_valid: bool) -> tuple[str, str]:
        cells = Cells({"sex": said}, self.headings, self.on)
        sex = cells.sex_beside(of_number, is_valid)
        return {"男": "1", "女": "2"}.get(sex, ""), _inside(cells.problems)

    def _birth_date(self, frame: pl.DataFrame) -> pl.DataFrame:
        """As of one row: the two dates and what is said where they differ."""
        said, born, valid = pl.col("birth_written"), pl.col("born"), pl.col("is_valid")
        of_number = valid | (said.is_null() & (born <= self.on).fill_null(value=False))
        problem = [(self.headings.get("birth_date", ""), OTHER_DATE.format("|"))]
        before, after = map(pl.lit, _inside(problem).rsplit("|", 1))
        differs = pl.concat_str(before, born.dt.to_string("%Y-%m-%d"), after)
        other = pl.when(valid & (said != born).fill_null(value=False)).then(differs)
        return frame.with_columns(
            pl.when(of_number).then(born).otherwise(said).alias("birth_date"),
            other.alias("problems other date"),
        )

    def _phone(self, frame: pl.DataFrame) -> pl.DataFrame:
        cell = self._cell("guardian_phone")
        standing = {
            "content phone": pl.format('"phone": "{}"', cell), "problems phone": pl.lit(""),
        }  # fmt: skip
        return self._split(frame, "phone", cell.str.contains(MOBILE), standing)

    def _place(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Numbers of houses and groups decide no place, where no place is called by a number."""
        cell = self._cell("address")
        shape = cell.str.replace_all("[0-9]+", "0")
        plain = self._plain(cell) & pl.lit(value=self.plain_places)
        address = pl.when(plain).then(shape).otherwise(cell).alias("address")
        keys = frame.select(address, *map(self._cell, self._present(PLACE)))
        return understood(keys, self.place, {"place": pl.Int64, "problems place": TEXT})

    def _place_said(self, address: str, *values: str) -> tuple[int | None, str]:
        said = dict(zip(self._present(PLACE), values, strict=True))
        cells = Cells({**said, "address": address}, self.headings, self.on)
        place, _ = self.locator.nearest(*self.locator.places(cells), cells)
        return place, _inside(cells.problems)

    def _address(self, frame: pl.DataFrame) -> pl.DataFrame:
        cell = self._cell("address")
        standing = {"content address": pl.format('"address": "{}"', cell)}
        return self._split(frame, "address", self._plain(cell), standing)

    def _plain(self, cell: pl.Expr) -> pl.Expr:
        told = ~cell.is_in(sorted(PLACEHOLDERS)) & (cell.str.len_chars() <= ADDRESS_LENGTH)
        return cell.str.contains(PLAIN) & told

    def _family(self, entry: ChildEntry, cells: Cells) -> tuple[str, ...]:
        entry.health, entry.health_note = read_health(cells)
        father, mother, of_family = read_parents(cells)
        entry.father, entry.mother = ParentSaid("", *father), ParentSaid("", *mother)
        entry.needs, entry.need_note = read_needs(cells)
        stated = self.rows.read_stated(cells)
        entry.labels = stated.labels or by_title(
            self.rows.title, self.rows.basis, father[0], mother[0]
        )
        labels = {label.category: label.subtype or label.basis for label in entry.labels}
        illness = entry.health_note if entry.health == "severe" else ""
        return (
            father[1], mother[1], labels.get("poor", ""), labels.get("disabled", ""), illness,
            joined([of_family, *stated.rest]),
        )  # fmt: skip

    def _remark(self, frame: pl.DataFrame) -> pl.DataFrame:
        """What was written there, of the family, and a birth date that could not be read."""
        unread = pl.when(pl.col("birth_date").is_null()).then("as_written").otherwise(pl.lit(""))
        keys = frame.select(self._cell("remark"), "of_family", birth=unread)
        schema = {"remark": TEXT, "content remark": TEXT, "problems remark": TEXT}
        return understood(keys, self.remark, schema)

    def _remark_said(self, said: str, family: str, birth: str) -> tuple[str, str, str]:
        cells = Cells({"remark": said}, self.headings, self.on)
        remark = joined([cells.text("remark", 500), family, birth])
        content = self.content(ChildEntry(0, remark=remark))
        return remark, _inside(content), _inside(cells.problems)


_json = json.JSONEncoder(ensure_ascii=False).encode


def _inside(found: Any) -> str:
    """JSON of a list or an object without its brackets."""
    return _json(found)[1:-1] if found else ""


def _listed(names: Sequence[str]) -> pl.Expr:
    """What is not empty, one after the other."""
    parts = [pl.when(pl.col(name) != "").then(name) for name in names]
    return pl.concat_str(parts, separator=", ", ignore_nulls=True)


def _fingerprint(frame: pl.DataFrame, serial: int | None) -> pl.Expr:
    cells = [
        pl.lit("") if name == f"c{serial}" else pl.col(name).fill_null("")
        for name in frame.columns if name != "number"
    ]  # fmt: skip
    return pl.concat_str(cells, separator="\t").str.strip_chars_end("\t").alias("fingerprint")
