"""What the survey's pages show: the home, who lives there, what a saved visit leads to."""

from dataclasses import replace
from typing import Any

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.models import Child, Guardian
from nuantong.people.visibility import ChildQuerySet, permissions_on
from nuantong.visits import survey
from nuantong.visits.filled import CHILD_COLUMNS, Filled, answers_of
from nuantong.visits.models import Visit, VisitedChild
from nuantong.visits.planning import silence
from nuantong.visits.queries.changes import changes_of
from nuantong.visits.queries.plan import PlannedHome, due, plan


def surveyed(reader: Reader) -> ChildQuerySet:
    """The children whose homes the reader may survey."""
    children = Child.objects.visible_to(reader, to=Permission.SURVEY_HOMES)
    return children.on_register().filter(setting=Child.Setting.SCATTERED)


def household(child: Child, reader: Reader) -> list[Child]:
    """The child with those who live with her, the eldest first."""
    mates = surveyed(reader).filter(household=child.household_id, place=child.place_id)
    return sorted(mates, key=lambda one: (one.birth_date is None, one.birth_date, one.pk))


def at_the_door(mates: list[Child]) -> dict[str, Any]:
    """Where to go and whom to call before."""
    guardians = Guardian.objects.filter(child__in=[one.pk for one in mates], until=None)
    called = next((one for one in guardians if one.phone), None)
    address = next((str(one.address) for one in mates if one.address), "")
    return {"address": address, "phone": str(called.phone) if called else "", "guardian": called}


def answers_of_child(row: VisitedChild) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in CHILD_COLUMNS}, **row.texts}


def with_children_named(filled: Filled, children: str) -> Filled:
    """Of a home not on the register, its children stand in the note."""
    if not children:
        return filled
    note = f"家里的孩子：{children}　{filled.answers.get('note') or ''}".strip()
    return replace(filled, answers={**filled.answers, "note": note[: survey.LONGEST]})


def next_homes(reader: Reader, limit: int = 5) -> list[PlannedHome]:
    return due(plan(reader, to=Permission.SURVEY_HOMES))[:limit]


def saved_page(visit: Visit, rows: list[VisitedChild], reader: Reader) -> dict[str, Any]:
    needs = sorted({need for row in rows for need in row.needs})
    surveys = reader.can(Permission.SURVEY_HOMES)
    return {
        "visit": visit, "names": "、".join(name_of(row) for row in rows),
        "needs": survey.EVERY["needs"].word(needs),
        "silent_days": silent_days(visit),
        "differing": [row.child for row in rows if row.child and differs(visit, row)],
        "waiting": next_homes(reader) if surveys else [],
        "first": next((row.child for row in rows if row.child), None),
    }  # fmt: skip


def silent_days(visit: Visit) -> int:
    """Days without word from the parents, once they pass what the law allows; else 0."""
    if visit.parents_on is None or not silence(visit.parents_on, visit.happened_on):
        return 0
    return (visit.happened_on - visit.parents_on).days


def differs(visit: Visit, row: VisitedChild) -> bool:
    return row.child is not None and bool(changes_of(visit, row, row.child))


def name_of(row: VisitedChild) -> str:
    return row.child.name if row.child else row.label


def shown_answers(visit: Visit, rows: list[VisitedChild]) -> dict[str, Any]:
    """A visit's answers in words: the open ones, and the narratives apart."""
    said = answers_of(visit)
    fields = (*survey.HOME, survey.MOVED_TO, survey.NOTE)
    return {
        "open": _words(fields, said, narrative=False),
        "closed": _words(fields, said, narrative=True),
        "each": [_each(row) for row in rows],
    }  # fmt: skip


def _each(row: VisitedChild) -> dict[str, Any]:
    said = answers_of_child(row)
    return {
        "name": name_of(row), "child": row.child, "dangers": row.dangers,
        "open": _words(survey.CHILD, said, narrative=False),
        "closed": _words(survey.CHILD, said, narrative=True),
    }  # fmt: skip


def _words(fields: Any, said: dict[str, Any], *, narrative: bool) -> list[tuple[str, str]]:
    return [
        (one.label, one.word(said[one.key]))
        for one in fields
        if said.get(one.key) and (one.kind is survey.Kind.TEXT) == narrative
    ]


def may_update(child: Child, reader: Reader) -> bool:
    return Permission.EDIT_CHILDREN in permissions_on(child, reader)
