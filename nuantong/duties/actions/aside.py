"""Contacts that count for nothing (rule 4), or may be told twice: kept, and a person decides."""

import datetime as dt
from typing import Any, Final

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.kept import Kept, slot
from nuantong.duties.facts import SHANGHAI
from nuantong.duties.models import Contact, Enrolment, SetAside
from nuantong.duties.twins import told_by_another
from nuantong.people.actions.common import log
from nuantong.people.ageing import birthday
from nuantong.people.models import Child
from nuantong.tasks.actions import Wanted, raise_task, settle

UNCOUNTED: Final = "contact_aside"
TITLE: Final = "有关爱记录要核对"
Why = SetAside.Why


def why_aside(contact: Contact) -> SetAside.Why | None:
    """Why it counts for no window of any protocol; None when it may count."""
    if not contact.acts:
        return None
    if contact.happened_on > contact.received_at.astimezone(SHANGHAI).date():
        return Why.FUTURE
    return why_outside(contact.child_id, contact.happened_on)


def why_outside(child: int, on: dt.date) -> SetAside.Why | None:
    """Why the day lies in no enrolment of the child; None when it does."""
    spans = _spans(child=child)
    if any(start <= on and (end is None or on < end) for start, end, _ in spans):
        return None
    if not spans:
        return Why.NONE
    if on < min(start for start, *_ in spans):
        return Why.BEFORE
    born = spans[0][2]
    return Why.GROWN if born and birthday(born, 18) <= on else Why.AFTER


@Kept
def _spans() -> Any:
    rows = Enrolment.objects.filter(child=slot("child"))
    return rows.values_list("start", "end", "child__birth_date")


def note_aside(contact: Contact, by: Reader, *, apart: bool = False) -> None:
    """Written with the contact: whoever acts for the child is asked, once for all of hers. `apart`:
    whoever recorded it said that it is another visit than the one that is there."""
    if contact.supersedes_id:
        open_one = SetAside.objects.open().filter(contact=contact.supersedes_id).first()
        if open_one:
            resolve(open_one, SetAside.Resolution.CORRECTED, "", by)
    why = why_aside(contact)
    if why is None and contact.acts and not apart and told_by_another(contact):
        why = Why.TWIN
    if why is not None:
        SetAside.objects.create(contact=contact, child=contact.child, why=why, at=clock.now())
        wanted = Wanted(
            key=_key(contact.child_id), kind=UNCOUNTED, title=TITLE, child=contact.child,
            permission=Permission.CHECK_CONTACTS, url_name="duties:set_aside",
        )  # fmt: skip
        raise_task(by=system_reader(), wanted=wanted, again=True)


def resolve(aside: SetAside, how: str, words: str, by: Reader) -> None:
    aside.resolved_at, aside.resolution = clock.now(), how
    aside.words, aside.by = words or None, by.user
    aside.save(update_fields=["resolved_at", "resolution", "words", "by"])
    child = Child.objects.get(pk=aside.child_id)
    values: dict[str, Any] = {"outcome": SetAside.Resolution(how).label}
    log("核对未计入的记录", child, by, **values)
    if not SetAside.objects.open().filter(child=aside.child_id).exists():
        settle(key=_key(aside.child_id), how="已核对", by=by)


def _key(child: int) -> str:
    return f"contact-aside:{child}"
