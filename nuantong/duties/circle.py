"""When somebody of a child's care circle was last spoken with, from the contacts in effect."""

import datetime as dt

from nuantong.duties.models import Contact
from nuantong.duties.vocabulary import Act
from nuantong.people.models import Child

WHOM = {Act.GUARDIAN: "guardian", Act.TEACHER: "teacher"}


def last_contacts(child: Child) -> dict[str, dt.date]:
    """carer, guardian, teacher → the newest day; who was never spoken with is not there."""
    rows = Contact.objects.in_effect().filter(child=child).values_list("happened_on", "acts")
    found: dict[str, dt.date] = {}
    for day, acts in rows.order_by("happened_on"):
        if acts:
            found["carer"] = day
        found |= {whom: day for act, whom in WHOM.items() if act in acts}
    return found
