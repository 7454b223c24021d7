"""A waiting row handed to a person with an account: who may take it, and her task of it."""

from typing import Any, Final

from django.db.models import Q

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import PERMISSIONS, Role
from nuantong.access.roles import Permission as P
from nuantong.accounts.models import User
from nuantong.core.retrying import retried
from nuantong.people.identity import search_key
from nuantong.sweeps.models import OPEN_CARDS, Reading, Reason, Record
from nuantong.tasks.actions import Wanted, raise_task, settle
from nuantong.tasks.kinds import register_kind
from nuantong.tasks.models import Task

KIND: Final = "sweeps.handed"
TITLE: Final = "转给您办理的名册记录"
DOES: Final[dict[str, frozenset[P]]] = {
    Reason.REVIEW: frozenset({P.REVIEW_SWEEPS}), Reason.SECOND: frozenset({P.REVIEW_SWEEPS}),
    Reason.REGISTER: frozenset({P.EDIT_CHILDREN}),
    Reason.VISIT: frozenset({P.REVIEW_SWEEPS, P.CLOSE_VILLAGES}),
    Reason.FACTS: frozenset({P.REVIEW_SWEEPS, P.CLOSE_VILLAGES}),
}  # fmt: skip
"""What a record waits for → any of these may do it. Whoever takes it opens the row too."""


def contribute() -> None:
    register_kind(
        KIND, "转来的名册记录", "打开这一行办理；办好以后自动办结。要转给别人，在那一页转。",
        elsewhere=True,
    )  # fmt: skip


def takers(record: Record, by: Reader) -> dict[User, str]:
    """Whoever may take the record, with her office; the nearest office first, `by` left out."""
    place = by.tree.get(record.region_id)
    wanted = DOES.get(record.reason)
    if place is None or wanted is None:
        return {}
    roles = [r for r in Role if P.OPEN_FILE in PERMISSIONS[r] and PERMISSIONS[r] & wanted]
    inside = Q(region__in=place.ancestors) | Q(organisation__areas__region__in=place.ancestors)
    grants = Grant.objects.in_force(by.on).filter(inside, role__in=roles, user__is_active=True)
    rows = grants.exclude(user__in=_not_again(record, by)).select_related("user", "region")
    nearest = sorted(
        rows.order_by("user__name", "pk"), key=lambda g: -(g.region.level if g.region else 0)
    )
    found: dict[User, str] = {}
    for grant in nearest:
        found.setdefault(grant.user, _office(grant, by))
    return found


def found_among(people: dict[User, str], text: str) -> dict[User, str]:
    """Those of takers() whom a typed text means: by name, its sound, number or office."""
    sought = text.strip().lower()
    return {
        user: office for user, office in people.items()
        if sought in f"{user.name} {search_key(user.name)} {user.staff_number} {office}".lower()
    }  # fmt: skip


def _not_again(record: Record, by: Reader) -> list[int]:
    """Herself, and whoever read its cards already."""
    read = Reading.objects.filter(
        card__record=record, card__state__in=OPEN_CARDS, undone_at=None
    ).values_list("by", flat=True)
    return [by.actor_id or 0, *read]


def _office(grant: Any, by: Reader) -> str:
    place = by.tree.name(grant.region_id) if grant.region_id else str(grant.organisation or "")
    return f"{place}　{Role(grant.role).label}"


def follow(record: Record, was: int | None, by: Reader) -> None:
    """The task is open while the record is handed to somebody, and hers."""
    if was is not None and was != record.handed_user_id:
        settle(key=key_of(record.pk), how="这一行已办理或另转他人", by=by)
    if record.handed_user is not None:
        raise_task(by=system_reader(), wanted=_task(record, record.handed_user, by), again=True)


def tidy() -> None:
    """After many records changed at once: no task without a row, no handed row without a task."""
    open_keys = set(Task.objects.open().filter(kind=KIND).values_list("key", flat=True))
    handed = Record.objects.filter(handed_user__isnull=False).values_list("pk", flat=True)
    keys = {key_of(pk): pk for pk in handed}
    for key in sorted(open_keys ^ set(keys)):
        _tidy(key, keys.get(key))


@retried
def _tidy(key: str, record: int | None) -> None:
    """One task of a transaction of its own: nothing is held while the next is looked at."""
    system = system_reader()
    row = Record.objects.filter(pk=record or 0, handed_user__isnull=False)
    found = row.select_for_update(of=("self",)).select_related("handed_user").first()
    if found is None:
        settle(key=key, how="这一行已有了去向", by=system)
    else:
        follow(found, None, system)


def key_of(record: int) -> str:
    return f"{KIND}:{record}"


def _task(record: Record, owner: User, by: Reader) -> Wanted:
    return Wanted(
        key=key_of(record.pk), kind=KIND, title=TITLE, permission=P.REVIEW_SWEEPS, owner=owner,
        region=record.region_id, url_name="sweeps:record", url_args={"pk": record.pk},
        note=f"{by.actor_name}转来：{record.get_reason_display()} {record.note}".strip(),
    )  # fmt: skip
