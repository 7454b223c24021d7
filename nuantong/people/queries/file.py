"""A child's file as one reader sees it: header, what is masked, what is shown at once."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.models import Event
from nuantong.core.kept import Kept, slot
from nuantong.core.masking import mask_id_number, mask_phone
from nuantong.core.together import unpack, with_rows
from nuantong.people.file import COLUMNS, more_rows
from nuantong.people.models import Child, ExitReason, Guardian, Household
from nuantong.people.queries.ages import age_on
from nuantong.people.visibility import ChildQuerySet, permissions_on

RELATIONS: Final = (
    "labels", "needs", "guardians", "parent_situations", "residences", "registrations", "exits",
    "moves", "absences", "past_conditions",
)  # fmt: skip
TOUCHED: Final = {"guardian_phone", "teacher_phone", "address"}
"""Parts whoever visits the child needs at the door: shown at once to those who record contacts."""


@dataclass(frozen=True)
class Part:
    """A part of the file that identifies or hurts: its name, its value, the value masked."""

    key: str
    name: str
    value: str
    masked: str
    kind: str = ""


@Kept
def _whole() -> ChildQuerySet:
    wanted = Child.objects.select_related("institution", "household").filter(pk=slot("child"))
    wanted = wanted.annotate(**{name: column() for name, column in COLUMNS.items()})
    return with_rows(wanted, *RELATIONS, *more_rows())


def whole(child: Child) -> Child:
    """The child with everything her page needs, in one query."""
    [found] = _whole(child=child.pk)
    unpack(found, *RELATIONS, *more_rows())
    return found


def guardian_of(child: Child) -> Guardian | None:
    return next((one for one in child.guardians.all() if one.until is None), None)


def parts(child: Child) -> dict[str, Part]:
    """The masked parts by key; the page and the reveal action know the same ones."""
    guardian = guardian_of(child)
    phone = str(guardian.phone) if guardian else ""
    hidden = "（已隐藏）"
    found = [
        Part("id_number", "证件号码", str(child.id_number), mask_id_number(str(child.id_number))),
        Part("guardian_phone", "监护人电话", phone, mask_phone(phone), "phone"),
        Part("address", "详细住址", str(child.address), hidden),
        Part(
            "teacher_phone", "班主任电话", str(child.teacher_phone),
            mask_phone(str(child.teacher_phone)), "phone",
        ),
        Part("health_note", "健康说明", str(child.health_note), hidden),
        Part("remark", "备注", str(child.remark), hidden),
    ]  # fmt: skip
    return {part.key: part for part in found if part.value}


@dataclass(frozen=True)
class Header:
    age: int | None
    place: str
    labels: list[Any]
    may: frozenset[Permission]
    mates: list[Child]
    died: bool = False
    away: bool = False

    @property
    def may_edit(self) -> bool:
        return Permission.EDIT_CHILDREN in self.may

    @property
    def may_move(self) -> bool:
        return Permission.MOVE_CHILDREN in self.may

    @property
    def may_excuse(self) -> bool:
        return Permission.ACT_ON_OVERDUE in self.may

    @property
    def may_raise_needs(self) -> bool:
        return bool(self.may & {Permission.EDIT_CHILDREN, Permission.RECORD_CONTACT})


def header(child: Child, reader: Reader) -> Header:
    on = reader.on
    standing = [one for one in child.exits.all() if one.undone_on is None]
    return Header(
        age=age_on(child.birth_date, on),
        place=reader.tree.full_name(child.place_id, " "),
        labels=[x for x in child.labels.all() if x.until is None or x.until > on],
        may=permissions_on(child, reader),
        mates=list(mates(child, reader)),
        died=any(one.reason == ExitReason.DIED and one.on == child.left_on for one in standing),
        away=any(one.until is None for one in child.absences.all()),
    )


def mates(child: Child, reader: Reader) -> QuerySet[Any]:
    """Children of the same household whom the reader may see."""
    household: Household = child.household
    others = Child.objects.visible_to(reader).filter(household=household)
    return others.exclude(pk=child.pk).only("number", "name", "birth_date").order_by("birth_date")


def shown_at_once(may: frozenset[Permission]) -> set[str]:
    """Parts that need no asking: those at the door, for whoever goes there."""
    return TOUCHED if Permission.RECORD_CONTACT in may else set()


def last_change(child: Child) -> Event | None:
    """Who wrote on the record last."""
    events = Event.objects.filter(child_number=child.number).exclude(changes=None)
    return events.order_by("-at").first()
