"""The same visit told twice: by the carer on her phone, and by the chair on her behalf."""

import datetime as dt
from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from nuantong.core.kept import Kept, slot
from nuantong.duties.models import Contact

TOLD: Final = (
    *(field.name for field in Contact._meta.concrete_fields),
    "carer__name", "recorded_by__name",
)  # fmt: skip


def twin_of(
    *, key: UUID, child: int, on: dt.date, means: str, acts: Collection[str], carer: int | None
) -> Contact | None:
    """Another contact that may tell of the same visit: the child's, of that day and by those means,
    of the same carer or about some of the same. The oldest; None when there is none."""
    found = _twins(key=key, child=child, on=on, means=means, acts=list(acts), carer=carer)
    return found[0] if found else None


@Kept
def _twins() -> QuerySet[Contact]:
    rows = Contact.objects.in_effect().filter(
        Q(carer=slot("carer")) | Q(acts__overlap=slot("acts")), ~Q(key=slot("key")),
        child=slot("child"), happened_on=slot("on"), means=slot("means"), acts__len__gt=0,
    )  # fmt: skip
    told = rows.select_related("carer", "recorded_by").only(*TOLD)
    return told.order_by("received_at", "pk")[:1]


def twin_of_contact(contact: Contact) -> Contact | None:
    return twin_of(
        key=contact.key, child=contact.child_id, on=contact.happened_on, means=contact.means,
        acts=contact.acts, carer=contact.carer_id,
    )  # fmt: skip


def told_by_another(contact: Contact) -> bool:
    """Whether somebody else had told of it before."""
    twin = twin_of_contact(contact) if contact.supersedes_id is None else None
    return twin is not None and twin.recorded_by_id != contact.recorded_by_id
