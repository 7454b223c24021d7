"""The same visit told twice becomes one contact."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.duties.actions.contacts import record_contact
from nuantong.duties.models import Contact
from nuantong.people.models import Carer


@transaction.atomic
def join(
    *, key: UUID, twin: Contact, carer: Carer | None, by: Reader, acts: Collection[str],
    topics: Collection[str] = (), note: str = "",
) -> Contact:  # fmt: skip
    """What the second telling adds to `twin` is a correction of it; where it adds nothing, nothing
    is written. The contact that stands for both; the same key again gives the same."""
    stored = Contact.objects.filter(key=key).first()
    if stored is not None:
        return stored
    known = set(acts) <= set(twin.acts) and set(topics) <= set(twin.topics) and not note.strip()
    if known and (twin.carer_id or carer is None):
        return twin
    return record_contact(
        key=key, child=twin.child, carer=twin.carer or carer, by=by,
        happened_on=twin.happened_on, acts={*twin.acts, *acts}, means=twin.means,
        topics={*twin.topics, *topics}, supersedes=twin,
        note="\n".join(words for words in (twin.note, note.strip()) if words),
    )  # fmt: skip
