"""A contract of one-to-one counselling is a project; a contract of group counselling is none."""

import datetime as dt

import pytest

from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.outcomes import contracts
from nuantong.outcomes.queries.projects import SOURCES, load, register_source
from nuantong.outcomes.queries.records import Facts
from tests.conftest import TODAY, make_user
from tests.unit.outcomes.test_scores import START, fill
from tests.unit.services.bought import make_contract, make_provider


@pytest.fixture
def contract(cast, reader):
    by = reader(Role.CITY_OFFICER)
    provider = make_provider(by)
    make_contract(provider, by)
    terms = {"number": "2018-个案-01", "title": "2018年个案辅导", "kind": "case"}
    return make_contract(provider, by, **terms)


def test_the_office_that_buys_and_the_districts_it_covers_see_the_project(contract, reader):
    elsewhere = reader_of(make_user("D-far", "远处干部", Role.DISTRICT_OFFICER, "500101"), TODAY)
    for by in (reader(Role.CITY_OFFICER), reader(Role.LEADER), reader(Role.DISTRICT_OFFICER), None):
        [found] = contracts.projects(by)
        assert (found.key, found.title, found.office) == (
            str(contract.key),
            "2018年个案辅导",
            "重庆市妇联",
        )
    assert contracts.projects(elsewhere) == contracts.projects(reader(Role.COUNSELLOR)) == []
    [about] = found.about
    assert "9,000.00元" in about and "30名儿童" in about and "覆盖2个区县" in about


def test_what_the_room_knows_of_its_cases_becomes_the_project(contract, reader, cast):
    child = cast.children.own
    fill(child, "ses", 0, 20)
    fill(child, "ses", 365, 30)
    facts = [Facts("a", child, True, START, 40, finished=True)]
    one = contracts.source(
        lambda key: facts if key == str(contract.key) else [], lambda key, by: frozenset("a")
    )
    register_source(one)
    try:
        found = load(str(contract.key), reader(Role.CITY_OFFICER))
        assert found.mine == {"a"} and found.to_draw == {"a": child.pk}
        assert found.study.outcomes[0].change.n == 1 and found.project.start == dt.date(2018, 3, 1)
        assert load(str(contract.key), None).mine == frozenset()
        assert load("x", reader(Role.CITY_OFFICER)) is None
    finally:
        SOURCES.remove(one)
