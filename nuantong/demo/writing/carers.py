"""Carers with their accounts: every one of them can sign in."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Final

from nuantong.access.models import Grant
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.core.copying import reserve_ids
from nuantong.demo.carers import CarerPlan
from nuantong.demo.city import City
from nuantong.demo.size import pick
from nuantong.demo.writing.accounts import PROGRAMME, Row, account
from nuantong.demo.writing.tables import write
from nuantong.people.identity import search_key
from nuantong.people.models import Carer

TIMES: Final = {"weekday": 0.3, "evening": 0.5, "weekend": 0.6, "holiday": 0.4}
SPOKEN: Final = {"sign": 0.02, "elsewhere": 0.06, "foreign": 0.02}
SOUTHEAST: Final = {"tujia": 0.6, "miao": 0.4}
"""Where Tujia and Miao live: the four autonomous counties and Qianjiang."""


@dataclass
class Carers:
    """The written carers: the plans with their ids and the ids of their accounts, in order."""

    plans: list[CarerPlan]
    ids: list[int]
    users: list[int]


def write_carers(city: City, left: dict[int, dt.date], password: str) -> Carers:
    """`left` says which of them stopped, and when."""
    count = len(city.carers)
    carers = Carers(city.carers, reserve_ids(Carer, count), reserve_ids(User, count))
    numbers = staff_numbers(city.carers)
    write(
        User,
        (
            account(user, number, plan.name, plan.phone, password)
            for user, number, plan in zip(carers.users, numbers, carers.plans, strict=True)
        ),
    )
    write(
        Carer,
        (
            _carer(key, carers.users[number], plan, number in left)
            for number, (key, plan) in enumerate(zip(carers.ids, carers.plans, strict=True))
        ),
    )
    write(Grant, _grants(carers, left))
    return carers


def staff_numbers(plans: list[CarerPlan]) -> list[str]:
    """C, the district's six digits and a running number of four."""
    running: Counter[str] = Counter()
    numbers = []
    for plan in plans:
        district = plan.spot.district.code[:6]
        running[district] += 1
        numbers.append(f"C{district}{running[district]:04d}")
    return numbers


def _carer(key: int, user: int, plan: CarerPlan, left: bool) -> Row:
    return {
        "id": key,
        "user": user,
        "name": plan.name,
        "pinyin": search_key(plan.name),
        "sex": "女",
        "id_number": plan.id_number,
        "id_index": plan.id_number,
        "phone": plan.phone,
        "phone_index": plan.phone,
        "place": plan.spot.village.id,
        "post": plan.post,
        "skills": plan.skills,
        **_offers(plan),
        "capacity": plan.capacity,
        "background_checked_on": plan.checked_on,
        "status": Carer.Status.LEFT if left else Carer.Status.ACTIVE,
        "remark": "",
    }


def _offers(plan: CarerPlan) -> Row:
    """When she has time, how much, and what she speaks: drawn by her own number, so that nothing
    else of the city depends on it."""
    chance = Random(plan.id_number)
    times = [time for time, share in TIMES.items() if chance.random() < share]
    spoken = [one for one, share in SPOKEN.items() if chance.random() < share]
    local = [pick(chance, SOUTHEAST)] if plan.spot.southeast and chance.random() < 0.3 else []
    return {
        "availability": times, "hours": chance.choice((2, 3, 4, 4, 6, 8, 10)) if times else None,
        "languages": [*spoken, *local],
    }  # fmt: skip


def _grants(carers: Carers, left: dict[int, dt.date]) -> list[Row]:
    """Everybody cares; the chairs answer for their village as well."""
    rows = []
    for number, (user, plan) in enumerate(zip(carers.users, carers.plans, strict=True)):
        if plan.chairs:
            rows.append(_grant(user, Role.VILLAGE_CHAIR, plan.spot.village.id, left.get(number)))
        rows.append(_grant(user, Role.CARER, None, left.get(number)))
    return rows


def _grant(user: int, role: Role, region: int | None, until: dt.date | None) -> Row:
    return {
        "user": user, "role": role, "region": region, "valid_from": PROGRAMME, "valid_to": until,
        "reason": "2018年度爱心妈妈名册",
    }  # fmt: skip
