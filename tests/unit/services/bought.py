"""A provider, one of its people and a contract, as the tests of bought services know them."""

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.services import actions
from nuantong.services.actions import Credentials, Draft, Share, Stage, Terms
from nuantong.services.credit_codes import check_character
from nuantong.services.models import Contract, Practitioner, Provider
from tests.conftest import place

DISTRICT, OTHER, CITY = "500113", "500118", "500000"
START, END = dt.date(2018, 3, 1), dt.date(2018, 12, 31)
FIRST = "5250000000000001X"
CODE = FIRST + check_character(FIRST)


def make_provider(
    by: Reader, code: str = CODE, name: str = "重庆市心桥社会工作服务中心"
) -> Provider:
    return actions.register_provider(
        name=name, short_name=name[3:7], credit_code=code, contact="吴静", phone="023-62223333",
        key=uuid.uuid4(), by=by,
    )  # fmt: skip


def make_practitioner(user: User, provider: Provider, by: Reader, **values: Any) -> Practitioner:
    """Checked and pledged in spring, unless `checked_on` or `pledged` says otherwise."""
    checked, pledged = values.pop("checked_on", START), values.pop("pledged", True)
    said: dict[str, Any] = {
        "qualification": "counsellor2", "qualification_number": f"18{user.pk:06d}",
        "district_id": place(DISTRICT).pk, "since": START, **values,
    }  # fmt: skip
    found = actions.register_practitioner(
        user=user, provider=provider, credentials=Credentials(**said), by=by
    )
    if checked:
        actions.check_practitioner(practitioner=found, on=checked, organ="巴南区公安局", by=by)
    if pledged:
        actions.sign_pledge(practitioner=found, on=START, by=by)
    found.refresh_from_db()
    return found


def draft(provider: Provider, **values: Any) -> Draft:
    """Two districts, 30 places and 9,000 yuan in two stages."""
    terms = Terms(
        number="2018-团辅-03", title="第三轮困境儿童心理团辅", kind="group", provider=provider,
        buyer_id=place(CITY).pk, fund="budget", budget_fen=900_000, places=30, start=START, end=END,
        handed=["name", "sex"],
    )  # fmt: skip
    shares = [Share(20, place(DISTRICT).pk), Share(10, place(OTHER).pk)]
    stages = [
        Stage("实施方案", dt.date(2018, 3, 31), 300_000, by_buyer=True),
        Stage("各区县活动完成", dt.date(2018, 8, 31), 600_000),
    ]
    return Draft(
        replace(terms, **values), values.pop("shares", shares), stages
    )  # fmt: skip


def make_contract(provider: Provider, by: Reader, **values: Any) -> Contract:
    return actions.make_contract(draft=draft(provider, **values), key=uuid.uuid4(), by=by)


def make_district_contract(provider: Provider, by: Reader, number: str) -> Contract:
    """Bought by the reader's own district, for itself, in one stage."""
    [home] = by.regions(Permission.EDIT_SERVICES)
    right = draft(provider, number=number, buyer_id=home, places=10)
    own = replace(right, shares=[Share(10, home)], stages=[Stage("全部", END, 900_000)])
    return actions.make_contract(draft=own, key=uuid.uuid4(), by=by)
