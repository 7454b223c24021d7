"""Contacts, and each child's enrolment in the Six Ones."""

import datetime as dt
from typing import Any, Final

from nuantong.core.copying import copy_rows
from nuantong.demo.contacts import ContactPlan
from nuantong.demo.programme import PairingPlan
from nuantong.demo.writing.carers import Carers
from nuantong.demo.writing.people import People
from nuantong.demo.writing.tables import sealed, write
from nuantong.duties.models import Contact, Enrolment, Protocol

CONTACT: Final = (
    "key", "child", "carer", "recorded_by", "happened_on", "received_at", "acts", "means",
    "topics", "note",
)  # fmt: skip


def write_enrolments(
    pairings: list[PairingPlan], contacts: list[ContactPlan], people: People
) -> int:
    """Each child is owed the Six Ones from the first day it had a carer."""
    protocol = Protocol.objects.get(code="six-ones")
    starts: dict[int, dt.date] = {}
    for one in pairings:
        starts.setdefault(people.children[one.family][one.child], one.start)
    newest: dict[int, dt.date] = {}
    for contact in sorted(contacts, key=lambda one: one.visit.on):
        newest[people.children[contact.family][contact.child]] = contact.visit.on
    return write(
        Enrolment,
        (
            {
                "child": child, "protocol": protocol.pk, "start": start,
                "last_contact": newest.get(child),
            }
            for child, start in sorted(starts.items())
        ),
    )  # fmt: skip


def write_contacts(contacts: list[ContactPlan], people: People, carers: Carers) -> int:
    rows = (_contact(plan, people, carers) for plan in contacts)
    return copy_rows(Contact, CONTACT, sealed(Contact, CONTACT, rows))


def _contact(plan: ContactPlan, people: People, carers: Carers) -> tuple[Any, ...]:
    visit = plan.visit
    return (
        plan.key, people.children[plan.family][plan.child], carers.ids[plan.carer],
        carers.users[plan.recorded_by], visit.on, plan.received_at, sorted(visit.acts),
        visit.means, [], plan.note,
    )  # fmt: skip
