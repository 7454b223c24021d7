"""Cells of a row that are understood together, each on its own, into a part of an entry."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import polars as pl

from nuantong.rosters.cells import Cells
from nuantong.rosters.entries import ChildEntry, ParentSaid
from nuantong.rosters.locating import ADDRESS_LENGTH
from nuantong.rosters.reading_children import SCHOOL, WORDS, read_school, read_words

TEXT, DAY = pl.String, pl.Date
Fill = Callable[[ChildEntry, Cells], tuple[Any, ...]]
"""Puts what the cells say into an entry; gives further values of the form."""


class Part(NamedTuple):
    """Fields that are understood together, what they mean, and what that is called."""

    fields: Sequence[str]
    meaning: Callable[..., tuple[Any, ...]]
    schema: dict[str, Any]


BIRTH: Final = {"birth_written": DAY, "as_written": TEXT}
NUMBERED: Final = {"id_text": TEXT, "is_valid": pl.Boolean, "born": DAY, "of_number": TEXT}
SAID: Final = {
    "father": TEXT, "mother": TEXT, "poverty": TEXT, "disability": TEXT, "illness": TEXT,
    "of_family": TEXT,
}  # fmt: skip
ORDER: Final = (
    "name", "number", "sex", "birth", "other date", "phone", "teacher", "place", "school", "words",
    "family", "remark",
)  # fmt: skip
"""Parts of a row in the order in which its problems are told."""


def _name(entry: ChildEntry, cells: Cells) -> tuple[str]:
    return (cells.name(),)


def _number(entry: ChildEntry, cells: Cells) -> tuple[Any, ...]:
    number = entry.id_number = cells.id_number()
    text = number.text if number.is_valid else ""
    return text, number.is_valid, number.birth_date, number.sex


def _birth(entry: ChildEntry, cells: Cells) -> tuple[dt.date | None, str]:
    entry.birth_written = cells.date("birth_date")
    return entry.birth_written, cells.as_written("birth_date")


def _phone(entry: ChildEntry, cells: Cells) -> tuple[()]:
    entry.phone = cells.phone("guardian_phone")
    return ()


def _guardian(entry: ChildEntry, cells: Cells) -> tuple[()]:
    entry.guardian_name = cells.other_name("guardian_name")
    return ()


def _teacher(entry: ChildEntry, cells: Cells) -> tuple[()]:
    entry.teacher = cells.other_name("teacher_name")
    entry.teacher_phone = cells.phone("teacher_phone")
    return ()


def _father(entry: ChildEntry, cells: Cells) -> tuple[()]:
    entry.father = ParentSaid(cells.other_name("father_name"))
    return ()


def _mother(entry: ChildEntry, cells: Cells) -> tuple[()]:
    entry.mother = ParentSaid(cells.other_name("mother_name"))
    return ()


def _address(entry: ChildEntry, cells: Cells) -> tuple[()]:
    entry.address = cells.text("address", ADDRESS_LENGTH)
    return ()


def _school(entry: ChildEntry, cells: Cells) -> tuple[str]:
    entry.stage, entry.school, entry.grade, entry.boarding = read_school(cells)
    return (entry.stage,)


def _words(entry: ChildEntry, cells: Cells) -> tuple[()]:
    entry.ethnicity, entry.guardian_relation, entry.setting = read_words(cells)
    return ()


PARTS: Final[Mapping[str, tuple[tuple[str, ...], Fill, Mapping[str, Any]]]] = {
    "name": (("name",), _name, {"name": TEXT}),
    "number": (("id_number",), _number, NUMBERED),
    "birth": (("birth_date",), _birth, BIRTH),
    "phone": (("guardian_phone",), _phone, {}),
    "address": (("address",), _address, {}),
    "guardian": (("guardian_name",), _guardian, {}),
    "teacher": (("teacher_name", "teacher_phone"), _teacher, {}),
    "father": (("father_name",), _father, {}),
    "mother": (("mother_name",), _mother, {}),
    "school": (SCHOOL, _school, {"stage": TEXT}),
    "words": (WORDS, _words, {}),
}
SPLIT: Final = frozenset({"number", "phone", "address"})
"""Parts of which most cells are usual."""
