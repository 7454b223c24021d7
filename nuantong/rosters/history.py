"""What earlier lists said of the same people."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Max

from nuantong.rosters.entries import Entry
from nuantong.rosters.models import RosterImport, RosterRow


class Before(NamedTuple):
    """Row number → the person an equal row spoke of; and the rows that are still the last word."""

    person: dict[int, int]
    lasting: set[int]


def said_before(entries: Sequence[Entry], prints: dict[int, bytes], kind: str) -> Before:
    """A row equal to an applied one speaks of the same person.

    It changes nothing while no later list spoke of that person otherwise.
    """
    person = "child" if kind == "children" else "carer"
    applied = RosterImport.objects.filter(kind=kind, status=RosterImport.Status.APPLIED)
    if not applied.exists():
        return Before({}, set())
    rows = RosterRow.objects.filter(roster__in=applied)
    equal = rows.filter(
        fingerprint__any_of=[prints[entry.number] for entry in entries],
        **{f"{person}__isnull": False},
    ).order_by("roster__applied_at")
    said = {
        bytes(mark): (who, at)
        for mark, who, at in equal.values_list("fingerprint", person, "roster__applied_at")
    }
    people = {who for who, _ in said.values()}
    last = dict(
        rows.filter(**{f"{person}__id__any_of": people})
        .values_list(person)
        .annotate(Max("roster__applied_at"))
        .order_by()
    )
    found = {e.number: said[prints[e.number]] for e in entries if prints[e.number] in said}
    return Before(
        {number: who for number, (who, _) in found.items()},
        {number for number, (who, at) in found.items() if at == last[who]},
    )
