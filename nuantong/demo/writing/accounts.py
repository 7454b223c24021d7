"""Accounts and grants of the offices."""

import datetime as dt
from typing import Any

from nuantong.access.models import Grant
from nuantong.accounts.models import User
from nuantong.core.copying import reserve_ids
from nuantong.demo.offices import Officer
from nuantong.demo.writing.tables import write
from nuantong.regions.models import Organisation
from nuantong.regions.tree import Tree

Row = dict[str, Any]
PROGRAMME = dt.date(2017, 12, 1)
"""Grants begin with the survey."""


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
