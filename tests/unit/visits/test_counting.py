"""The plan of a city, counted each night: sums close, and a district's numbers open to its homes."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from nuantong.access.reader import system_reader
from nuantong.access.roles import Role
from nuantong.visits.counting import count_plan
from nuantong.visits.models import PlanTally
from nuantong.visits.queries.overview import STATES
from tests.unit.visits.conftest import met, missed

pytestmark = pytest.mark.django_db


def test_the_city_sees_every_district_and_the_sums_close(
    cast: Any, client_of: Any, visit: Any
) -> None:
    visit(met(cast.children.own))
    assert count_plan(system_reader()) == count_plan(system_reader())
    page = client_of(Role.CITY_OFFICER).get("/visits/").context
    rows, total = page["rows"], page["total"]
    assert len(rows) > 30
    assert total.homes == sum(row.tally.homes for row in rows) == total.met + total.never
    assert total.met == 1


def test_every_number_of_a_place_opens_to_its_homes(cast: Any, client_of: Any, visit: Any) -> None:
    visit(missed(cast.children.own))
    client = client_of(Role.DISTRICT_OFFICER)
    total = client.get("/visits/").context["total"]
    for state in STATES:
        opened = client.get("/visits/", {"place": "500113000000", "state": state})
        assert opened.context["found"] == getattr(total, state), state
    assert client.get("/visits/", {"place": "500113000000", "state": "x"}).status_code == 200


def test_a_count_whose_sums_do_not_close_is_refused(cast: Any) -> None:
    count_plan(system_reader())
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanTally.objects.update(met=99)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanTally.objects.update(overdue=99)
