"""Accounts and grants of the offices."""

import datetime as dt
from typing import Any

from nuantong.access.models import Grant
from nuantong.accounts.models import User
from nuantong.core.copying import reserve_ids
from nuantong.demo import cast
from nuantong.demo.offices import Officer
from nuantong.demo.writing.tables import write
from nuantong.people.models import GrantedChild, Need
from nuantong.regions.models import Organisation
from nuantong.regions.tree import Tree

Row = dict[str, Any]
PROGRAMME = dt.date(2017, 12, 1)
"""Grants begin with the survey."""
CASES = 6


def account(key: int, number: str, name: str, phone: str, password: str) -> Row:
    return {
        "id": key, "staff_number": number, "name": name, "phone": phone, "phone_index": phone,
        "password": password, "is_active": True, "must_change_password": False,
    }  # fmt: skip


def write_offices(officers: list[Officer], tree: Tree, password: str) -> dict[str, int]:
    """Returns the ids of the accounts by staff number."""
    ids = reserve_ids(User, len(officers))
    write(
        User,
        (
            account(key, one.staff_number, one.name, one.phone, password)
            for key, one in zip(ids, officers, strict=True)
        ),
    )
    zones = dict(Organisation.objects.values_list("short_name", "pk"))
    write(Grant, (_grant(*one, tree, zones) for one in zip(ids, officers, strict=True)))
    return {one.staff_number: key for key, one in zip(ids, officers, strict=True)}


def _grant(user: int, officer: Officer, tree: Tree, zones: dict[str, int]) -> Row:
    region = tree.by_code(officer.where) if officer.where.isdigit() else None
    return {
        "user": user, "role": officer.role, "region": region.id if region else None,
        "organisation": zones.get(officer.where), "valid_from": PROGRAMME,
        "reason": "2018年度工作分工",
    }  # fmt: skip


def refer_cases(users: dict[str, int]) -> None:
    """The counsellor of the tour sees the children handed over to her, and nobody else."""
    grant = Grant.objects.get(user=users[cast.COUNSELLOR.staff_number])
    waiting = Need.objects.filter(
        kind=Need.Kind.COUNSELLING, met_on=None, child__place__code__startswith=cast.DISTRICT
    )
    officer = users[cast.DISTRICT_OFFICER.staff_number]
    GrantedChild.objects.bulk_create(
        GrantedChild(grant=grant, child_id=child, by_id=officer)
        for child in waiting.order_by("child").values_list("child", flat=True)[:CASES]
    )
