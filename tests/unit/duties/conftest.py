"""A child in the Six Ones with her carer, and what a test does most often."""

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.duties.actions import record_contact
from nuantong.duties.models import Contact, Enrolment, Protocol
from nuantong.pairing.models import Pairing
from nuantong.people.models import Carer, Child
from tests.conftest import TODAY

JANUARY = dt.date(2018, 1, 1)


@pytest.fixture
def child(cast: SimpleNamespace) -> Child:
    return cast.children.own


@pytest.fixture
def carer(cast: SimpleNamespace) -> Carer:
    return cast.carer


@pytest.fixture
def carer_reader(cast: SimpleNamespace, pairing: Pairing) -> Reader:
    return reader_of(cast.staff[Role.CARER], TODAY)


@pytest.fixture
def six_ones(db: None) -> Protocol:
    return Protocol.objects.get(code="six-ones")


@pytest.fixture
def enrolment(child: Child, six_ones: Protocol) -> Enrolment:
    return Enrolment.objects.create(child=child, protocol=six_ones, start=JANUARY)


@pytest.fixture
def pair() -> Callable[..., Pairing]:
    def make(child: Child, carer: Carer, start: dt.date = JANUARY, **values: Any) -> Pairing:
        return Pairing.objects.create(
            child=child, carer=carer, start=start, tier="village", checked_on=start, **values
        )

    return make


@pytest.fixture
def pairing(pair: Callable[..., Pairing], child: Child, carer: Carer) -> Pairing:
    return pair(child, carer)


@pytest.fixture
def record(child: Child, carer: Carer, carer_reader: Reader) -> Callable[..., Contact]:
    """record(day, *acts, **changes): the carer's own report, by default face to face."""

    def report(day: str, *acts: str, **changes: Any) -> Contact:
        values = {
            "key": uuid.uuid4(), "child": child, "carer": carer, "by": carer_reader,
            "happened_on": dt.date.fromisoformat(day), "acts": acts or ("meet",), "means": "face",
        }  # fmt: skip
        return record_contact(**{**values, **changes})

    return report
