"""Who decides, and somebody who applies."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.carers import actions
from nuantong.carers.actions import Applicant, Check
from nuantong.carers.models import Application
from nuantong.core.text import check_character
from tests.conftest import TODAY, VILLAGE, make_user, place

ORGAN = "巴南区公安局"


def number_of(sequence: int) -> str:
    body = f"50011319780312{sequence:03d}"
    return body + check_character(body)


@pytest.fixture
def chair(reader: Any) -> Reader:
    return reader(Role.VILLAGE_CHAIR)


@pytest.fixture
def township(reader: Any) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def district(reader: Any) -> Reader:
    return reader(Role.DISTRICT_OFFICER)


@pytest.fixture
def neighbour(cast: Any) -> Reader:
    return reader_of(make_user("t-next", "邻镇", Role.TOWNSHIP_CHAIR, "500118116"), TODAY)


@pytest.fixture
def applied(cast: Any, chair: Reader) -> Callable[..., Application]:
    """applied(): entered by the village's chair; applied(sequence=…): another person."""

    def build(sequence: int = 21, by: Reader = chair, **values: Any) -> Application:
        said = {
            "name": "秦素芬", "id_number": number_of(sequence), "phone": "13988001155",
            "place_id": place(VILLAGE).pk, **values,
        }  # fmt: skip
        return actions.apply(applicant=Applicant(**said), key=uuid.uuid4(), by=by)

    return build


def clear(on: dt.date = TODAY, **values: Any) -> Check:
    return Check(on=on, organ=ORGAN, **values)
