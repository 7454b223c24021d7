"""The facts of children as the columns that the rules read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from nuantong.duties.engine.books import Sort
from nuantong.duties.engine.tables import FAR, Known
from nuantong.duties.facts import (
    SHANGHAI,
    Contact,
    Enrolment,
    Exemption,
    Facts,
    Id,
    contacts_in_effect,
    is_future,
)


def _no_columns() -> Known:
    slices = {"contacts": [0], "holdings": [0], "exemptions": [0]}
    return Known(**{name: slices.get(name, []) for name in Known._fields})


@dataclass
class Listed:
    """Columns, and what their numbers stand for."""

    as_of: date
    columns: Known = field(default_factory=_no_columns)
    sorts: dict[Sort, int] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    exemptions: list[Exemption] = field(default_factory=list)
    carers: dict[Id, int] = field(default_factory=dict)

    def add(self, enrolment: Enrolment, facts: Facts, plan: int) -> None:
        """What was known of the child at the end of the day."""
        known, born = self.columns, enrolment.birthday
        known.child.append(len(known.plan))
        known.plan.append(plan)
        known.start.append(enrolment.start.toordinal())
        known.end.append(ordinal(enrolment.end))
        known.birthday.append(born.month * 100 + born.day if born else 0)
        self._add_contacts(facts.contacts)
        self._add_holdings(facts)
        self._add_exemptions(facts.exemptions)

    def _add_contacts(self, contacts: Iterable[Contact]) -> None:
        for one in contacts_in_effect(contacts, self.as_of):
            if not is_future(one):
                sort = Sort(one.acts, one.means, one.topics)
                self.contacts.append(one)
                self.columns.day.append(one.happened_on.toordinal())
                self.columns.kind.append(self.sorts.setdefault(sort, len(self.sorts)))
        self.columns.contacts.append(len(self.contacts))

    def _add_holdings(self, facts: Facts) -> None:
        known = self.columns
        for one in facts.holdings:
            known.carer.append(self.carers.setdefault(one.carer, len(self.carers)))
            known.held_from.append(one.start.toordinal())
            known.held_until.append(ordinal(one.end))
            known.heard.append(heard_on(facts, one.carer))
        known.holdings.append(len(known.carer))

    def _add_exemptions(self, exemptions: Iterable[Exemption]) -> None:
        known = self.columns
        for one in sorted(exemptions, key=lambda one: (one.start, one.reason, ordinal(one.end))):
            self.exemptions.append(one)
            known.exempt_from.append(one.start.toordinal())
            known.exempt_until.append(ordinal(one.end))
        known.exemptions.append(len(self.exemptions))


def ordinal(end: date | None) -> int:
    return FAR if end is None else end.toordinal()


def heard_on(facts: Facts, carer: Id) -> int:
    """The day the carer's phone was last heard; who has none is not waited for."""
    at = facts.heard.get(carer)
    return FAR if at is None else at.astimezone(SHANGHAI).date().toordinal()
