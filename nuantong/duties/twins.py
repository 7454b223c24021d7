"""The same visit told twice: by the carer on her phone, and by the chair on her behalf."""

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from nuantong.duties.models import Contact


def twin_of(
    *, key: UUID, child: int, on: dt.date, means: str, acts: Collection[str], carer: int | None
) -> Contact | None:
    """Another contact that may tell of the same visit: the child's, of that day and by those means,
    of the same carer or about some of the same. The oldest; None when there is none."""
    rows = Contact.objects.in_effect().filter(
        Q(carer=carer) | Q(acts__overlap=list(acts)),
        child=child, happened_on=on, means=means, acts__len__gt=0,
    )  # fmt: skip
    others = rows.exclude(key=key).select_related("carer", "recorded_by")
    found: Contact | None = others.order_by("received_at", "pk").first()
    return found


def twin_of_contact(contact: Contact) -> Contact | None:
    return twin_of(
        key=contact.key, child=contact.child_id, on=contact.happened_on, means=contact.means,
        acts=contact.acts, carer=contact.carer_id,
    )  # fmt: skip


def told_by_another(contact: Contact) -> bool:
    """Whether somebody else had told of it before."""
    twin = twin_of_contact(contact) if contact.supersedes_id is None else None
    return twin is not None and twin.recorded_by_id != contact.recorded_by_id
