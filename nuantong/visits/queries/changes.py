"""What a visit learned that the register says otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from nuantong.core import clock
from nuantong.core.text import normalise_phone
from nuantong.people.models import Child, ParentSituation
from nuantong.visits import survey
from nuantong.visits.filled import answers_of
from nuantong.visits.models import Visit, VisitedChild

UNKNOWN: Final = "未采集"


@dataclass(frozen=True)
class Change:
    """One fact: what the register says, what the visit found."""

    key: str
    label: str
    old: str
    new: str
    value: str


def changes_of(visit: Visit, row: VisitedChild, child: Child) -> list[Change]:
    """Facts the visit gives and the register does not have like this, in the form's order."""
    return [*_own(row, child), *_of_family(answers_of(visit), child)]


def _own(row: VisitedChild, child: Child) -> Iterator[Change]:
    for key in ("stage", "health"):
        value, held = getattr(row, key), getattr(child, key)
        if value and value != held:
            field = survey.EVERY[key]
            yield Change(key, field.label, field.word(held) or UNKNOWN, field.word(value), value)


def _of_family(answers: dict[str, object], child: Child) -> Iterator[Change]:
    phone = normalise_phone(str(answers.get("guardian_phone") or ""))
    guardian = next((one for one in child.guardians.all() if one.until is None), None)
    known = str(guardian.phone) if guardian else ""
    if phone and phone != known:
        yield Change("guardian_phone", "监护人电话", known or UNKNOWN, phone, phone)
    for parent in ("father", "mother"):
        value = str(answers.get(parent) or "")
        rows = child.parent_situations.all()
        held = [row for row in rows if row.parent == parent and _holds(row)]
        now = [row.status for row in held]
        if value and value not in now:
            words = "、".join(ParentSituation.Status(status).label for status in now)
            field = survey.EVERY[parent]
            yield Change(parent, field.label, words or UNKNOWN, field.word(value), value)


def _holds(row: ParentSituation) -> bool:
    return row.until is None or row.until > clock.today()
