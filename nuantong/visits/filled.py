"""What a survey says, as plain values: every way of filling one ends here."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nuantong.people.models import Child
from nuantong.visits import survey
from nuantong.visits.models.visit import Visit, packed
from nuantong.visits.planning import MET
from nuantong.visits.survey import Kind

COLUMNS = ("met", "grade", "focus", "parents_on")
CHILD_COLUMNS = ("stage", "health", "needs", "risks")
NOTHING: dict[str, Any] = {"met": [], "grade": "", "focus": False, "parents_on": None}


@dataclass(frozen=True)
class Subject:
    """Somebody the visit was for: a child, or a name with the key of whoever asked."""

    child: Child | None = None
    subject_key: str = ""
    label: str = ""


@dataclass(frozen=True)
class About:
    """What was found about one of them: answers by field of survey.CHILD."""

    subject: Subject
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of VisitedChild."""
        said, subject = self.answers, self.subject
        return {
            "child_id": subject.child.pk if subject.child else None,
            "subject_key": subject.subject_key, "label": subject.label[:40],
            "stage": said.get("stage") or "", "health": said.get("health") or "",
            "needs": sorted(said.get("needs") or []), "risks": sorted(said.get("risks") or []),
            "words": _words(survey.CHILD, said),
        }  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """One visit to one home: answers by field of survey.HOME."""

    happened_on: dt.date
    outcome: str
    place: int
    visitor: str
    about: tuple[About, ...]
    answers: Mapping[str, Any] = field(default_factory=dict)
    source: str = Visit.Source.PHONE

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of Visit; a visit that met nobody has no answers but its note."""
        said = self.answers if self.outcome == MET else _of_nobody(self.answers)
        return {
            **NOTHING, **{name: said[name] for name in COLUMNS if said.get(name)},
            "place_id": self.place, "happened_on": self.happened_on, "outcome": self.outcome,
            "visitor": self.visitor[:40], "source": self.source, "answers": _open(said),
            "words": _words((*survey.HOME, survey.NOTE, survey.MOVED_TO), said),
        }  # fmt: skip

    @property
    def rows(self) -> list[dict[str, Any]]:
        if self.outcome == MET:
            return [about.columns for about in self.about]
        return [About(about.subject).columns for about in self.about]


def _of_nobody(said: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in said.items() if key not in survey.WHEN_MET}


def _words(fields: Any, said: Mapping[str, Any]) -> str:
    return packed({key: str(said.get(key) or "") for key in survey.words_of(fields)})


def _open(said: Mapping[str, Any]) -> dict[str, Any]:
    """Open answers that are no columns, as JSON keeps them."""
    found = {}
    for one in survey.HOME:
        value = said.get(one.key)
        if one.kind is not Kind.TEXT and one.key not in COLUMNS and value:
            found[one.key] = value.isoformat() if isinstance(value, dt.date) else value
    return found


def answers_of(visit: Visit) -> dict[str, Any]:
    """A stored visit's answers by field, for a correction and for showing."""
    columns = {name: getattr(visit, name) for name in COLUMNS}
    kept = dict(visit.answers)
    for one in survey.HOME:
        if one.kind is Kind.DAY and one.key in kept:
            kept[one.key] = dt.date.fromisoformat(kept[one.key])
    return {**columns, **kept, **visit.texts}
