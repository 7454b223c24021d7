"""Whom a record waits for: the office it falls to, and who holds it today."""

from collections.abc import Iterable
from typing import Final

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.sweeps.models import Reading, Reason, Record

OFFICE: Final = {
    Reason.REVIEW: Role.TOWNSHIP_CHAIR, Reason.SECOND: Role.TOWNSHIP_CHAIR,
    Reason.REGISTER: Role.TOWNSHIP_CHAIR, Reason.VISIT: Role.VILLAGE_CHAIR,
    Reason.FACTS: Role.VILLAGE_CHAIR,
}  # fmt: skip
UPWARDS: Final = (
    Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER, Role.CITY_OFFICER,
)  # fmt: skip
"""Where an office has nobody, the one above it answers."""


def whom(records: Iterable[Record], reader: Reader) -> dict[int, str]:
    """Record → who is to act, in words. One query for a page of records."""
    waiting = [one for one in records if one.standing == "waiting"]
    above = {place for one in waiting for place in _ancestors(one, reader)}
    holders: dict[tuple[str, int], list[str]] = {}
    grants = Grant.objects.in_force(reader.on).filter(role__in=UPWARDS, region__in=above)
    for grant in grants.select_related("user").order_by("-pk") if above else ():
        holders.setdefault((grant.role, grant.region_id or 0), []).append(grant.user.name)
    read = _read_by([one.pk for one in waiting if one.reason == Reason.SECOND])
    return {
        one.pk: one.handed_to or _who(one, holders, reader, read.get(one.pk, set()))
        for one in waiting
    }


def _read_by(records: list[int]) -> dict[int, set[str]]:
    """Who read a record's cards: another is wanted."""
    found: dict[int, set[str]] = {}
    if not records:
        return found
    rows = Reading.objects.filter(card__record__in=records, undone_at=None)
    for record, name in rows.values_list("card__record", "by_name"):
        found.setdefault(record, set()).add(name)
    return found


def _ancestors(record: Record, reader: Reader) -> tuple[int, ...]:
    place = reader.tree.get(record.region_id)
    return place.ancestors if place else (reader.tree.root.id,)


def _who(
    record: Record, holders: dict[tuple[str, int], list[str]], reader: Reader, not_these: set[str]
) -> str:
    if record.reason == Reason.LINKING:
        return "系统自动比对"
    office = OFFICE[Reason(record.reason)]
    places = _ancestors(record, reader)
    for role in UPWARDS[UPWARDS.index(office) :]:
        for place in reversed(places):
            names = [one for one in holders.get((role, place), ()) if one not in not_these]
            for name in names[-1:]:
                return f"{reader.tree.name(place)}妇联 {name}"
    return f"{reader.tree.full_name(record.region_id)}妇联"
