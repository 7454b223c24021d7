"""A third round in two districts, with a session led by the cast's counsellor."""

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.programmes import actions
from nuantong.programmes.actions import Meeting
from nuantong.programmes.models import Plan, Session
from nuantong.services.models import Contract, Practitioner
from tests.conftest import TODAY, place
from tests.unit.services.bought import DISTRICT, make_contract, make_practitioner, make_provider

Readers = Callable[[Role], Reader]


@pytest.fixture
def city(reader: Readers) -> Reader:
    return reader(Role.CITY_OFFICER)


@pytest.fixture
def district(reader: Readers) -> Reader:
    return reader(Role.DISTRICT_OFFICER)


@pytest.fixture
def leader_of_it(reader: Readers, facilitator: Practitioner) -> Reader:
    """The counsellor who leads the session."""
    return reader(Role.COUNSELLOR)


@pytest.fixture
def contract(city: Reader) -> Contract:
    return make_contract(make_provider(city), city)


@pytest.fixture
def facilitator(cast: Any, contract: Contract, city: Reader) -> Practitioner:
    return make_practitioner(cast.staff[Role.COUNSELLOR], contract.provider, city)


@pytest.fixture
def plan(contract: Contract, city: Reader) -> Plan:
    actions.plan_contract(contract=contract, ordinal=3, sessions=4, by=city)
    return Plan.objects.get(area__region=place(DISTRICT))


@pytest.fixture
def hold(
    plan: Plan, facilitator: Practitioner, district: Reader, cast: SimpleNamespace
) -> Callable[..., Session]:
    """hold(): a session today with the cast's child and her carer on the list."""

    def build(on: dt.date = TODAY, lines: Any = (), **values: Any) -> Session:
        meeting = Meeting(
            on=on, venue="麻柳嘴镇文化站", facilitator=facilitator, games=["knot"], **values
        )
        session = actions.add_session(plan=plan, meeting=meeting, key=uuid.uuid4(), by=district)
        if lines is not None:
            actions.ask(
                session=session, lines=lines or [cast.children.own.number], with_carers=True,
                agreed=True, by=district,
            )  # fmt: skip
        return session

    return build
