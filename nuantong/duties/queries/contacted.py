"""Which pairings have begun in fact: their carer has been in contact with the child since."""

import datetime as dt
from collections.abc import Collection

from nuantong.duties.models import Contact
from nuantong.pairing.models import Pairing


def of_pairings(pairings: Collection[Pairing]) -> set[int]:
    """Keys of those with a contact that stands, on or after their first day (pairing.hooks)."""
    contacts = Contact.objects.filter(
        child__id__any_of=[one.child_id for one in pairings], superseded_by=None, acts__len__gt=0
    )
    last: dict[tuple[int, int | None], dt.date] = {}
    for child, carer, day in contacts.order_by("happened_on").values_list(
        "child", "carer", "happened_on"
    ):
        last[child, carer] = day
    return {
        one.pk
        for one in pairings
        if last.get((one.child_id, one.carer_id), dt.date.min) >= one.start
    }
