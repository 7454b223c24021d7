"""What a row of a roster says, read and judged, before anything is known of the register."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from nuantong.core.text import IdNumber, IdStatus

OF_THE_NUMBER = "已按身份证号登记"
NO_ID = IdNumber("", IdStatus.MISSING)
MISTYPED = (IdStatus.WRONG_CHECK, IdStatus.WRONG_DATE)


class Problem(NamedTuple):
    """What is wrong in the cell under `column`, and what to do."""

    column: str
    text: str


class ParentSaid(NamedTuple):
    name: str = ""
    status: str = ""
    wording: str = ""


class LabelSaid(NamedTuple):
    category: str
    subtype: str
    basis: str


@dataclass(slots=True, eq=False)
class Entry:
    """Common to children and carers. `refused` is the reason, '' when the row can be taken."""

    number: int
    name: str = ""
    refused: str = ""
    sex: str = ""
    id_number: IdNumber = NO_ID
    place: int | None = None
    phone: str = ""
    remark: str = ""
    problems: list[Problem] = field(default_factory=list)
    fingerprint: str = ""
    id_index: bytes | None = None
    phone_index: bytes | None = None
    id_shared: bool = False

    @property
    def valid_id(self) -> bytes | None:
        return self.id_index if self.id_number.is_valid and not self.id_shared else None

    @property
    def wrong_id(self) -> str:
        """A number of the right length that cannot be right."""
        return self.id_number.text if self.id_number.status in MISTYPED else ""


@dataclass(slots=True, eq=False)
class ChildEntry(Entry):
    """`phone` is the guardian's."""

    birth_date: dt.date | None = None
    birth_written: dt.date | None = None
    """As the list has it, not read off the number: a second witness."""
    ethnicity: str = ""
    registered_place: int | None = None
    address: str = ""
    setting: str = ""
    stage: str = ""
    school: str = ""
    grade: str = ""
    boarding: bool | None = None
    teacher: str = ""
    teacher_phone: str = ""
    health: str = ""
    health_note: str = ""
    guardian_name: str = ""
    guardian_relation: str = ""
    father: ParentSaid = ParentSaid()
    mother: ParentSaid = ParentSaid()
    labels: tuple[LabelSaid, ...] = ()
    needs: tuple[str, ...] = ()
    need_note: str = ""

    @property
    def parents(self) -> tuple[str, str]:
        return self.father.name, self.mother.name


@dataclass(slots=True, eq=False)
class CarerEntry(Entry):
    post: str = ""
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    availability: tuple[str, ...] = ()
    hours: int | None = None
    capacity: int | None = None
    background_checked_on: dt.date | None = None


@dataclass(slots=True, eq=False)
class CheckEntry(Entry):
    """What the police or another office answered about one carer."""

    staff_number: str = ""
    checked_on: dt.date | None = None
    organ: str = ""
    result: str = ""
    document: str = ""
