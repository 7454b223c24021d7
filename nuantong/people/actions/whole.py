"""A whole form at once: the child, the family, a label, needs. Everything or nothing."""

import datetime as dt
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.people.actions.children import register_child, update_child
from nuantong.people.actions.family import change_guardian, set_parent_situation
from nuantong.people.actions.labels import add_label, raise_need
from nuantong.people.models import Child, Household
from nuantong.people.values import ChildValues


@dataclass(frozen=True)
class GuardianValues:
    name: str = ""
    relation: str = ""
    phone: str = ""


@dataclass(frozen=True)
class ParentValues:
    name: str = ""
    status: str = ""
    since: dt.date | None = None
    basis: str = ""


@dataclass(frozen=True)
class LabelValues:
    category: str
    basis: str
    subtype: str = ""
    recogniser: str = ""
    since: dt.date | None = None


@dataclass(frozen=True)
class Filled:
    """What a form says; None where nothing was said."""

    child: ChildValues
    guardian: GuardianValues | None = None
    father: ParentValues | None = None
    mother: ParentValues | None = None
    label: LabelValues | None = None
    needs: tuple[str, ...] = field(default=())
    need_note: str = ""
    arrived_from: str = ""


@transaction.atomic
def register_whole(
    *,
    filled: Filled,
    place: int,
    by: Reader,
    household: Household | None = None,
    key: UUID | None = None,
) -> Child:
    """A new child with all that is known of her. The same key makes her once."""
    known = Child.objects.filter(key=key).first() if key else None
    if known is not None:
        return known
    child = register_child(
        values=filled.child, place=place, by=by, household=household, key=key,
        arrived_from=filled.arrived_from,
    )  # fmt: skip
    _around(child, filled, by)
    return child


@transaction.atomic
def save_whole(*, child: Child, version: int, filled: Filled, by: Reader) -> Child:
    """Write what was changed. StaleVersion when somebody saved after `version` was read."""
    saved = update_child(child=child, version=version, changes=filled.child, by=by)
    _around(saved, filled, by)
    return saved


def _around(child: Child, filled: Filled, by: Reader) -> None:
    if filled.guardian:
        change_guardian(child=child, by=by, **asdict(filled.guardian))
    for parent, values in (("father", filled.father), ("mother", filled.mother)):
        if values:
            said = asdict(values)
            set_parent_situation(
                child=child, parent=parent, by=by, **said | {"status": said["status"] or "unknown"}
            )
    if filled.label:
        add_label(child=child, by=by, **asdict(filled.label))
    for kind in filled.needs:
        raise_need(child=child, kind=kind, note=filled.need_note, by=by)
