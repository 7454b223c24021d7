"""The plan of the city: pure values, the same for the same seed."""

import datetime as dt
from dataclasses import asdict
from random import Random
from typing import Any

import pytest

from nuantong.core.text import parse_id_number
from nuantong.demo.building import make_plan
from nuantong.demo.city import City
from nuantong.demo.numbers import Numbers, mistyped
from nuantong.demo.size import TODAY, Size
from nuantong.regions.tree import tree_on

pytestmark = pytest.mark.once
LITTLE = Size(scattered=60, institution=5, carers=70)


def told(seed: int) -> list[Any]:
    """Everything the plan says, as plain values."""
    plan = make_plan(tree_on(TODAY), LITTLE, seed)
    city, pairings = plan.city, plan.programme.pairings
    return [
        [asdict(one) for one in part]
        for part in (city.families, city.carers, city.officers, pairings, plan.contacts)
    ]


@pytest.fixture
def little(db: None) -> City:
    return make_plan(tree_on(TODAY), LITTLE).city


def test_the_same_seed_gives_the_same_city(db: None) -> None:
    assert told(1) == told(1)


def test_another_seed_gives_another_city(db: None) -> None:
    assert told(1) != told(2)


def test_everybody_has_a_phone_of_their_own(little: City) -> None:
    phones = [one.phone for one in [*little.carers, *little.officers]]
    assert len(set(phones)) == len(phones)


def test_siblings_are_born_a_year_apart(little: City) -> None:
    for family in little.families:
        births = [child.born for child in family.children]
        gaps = zip(births, births[1:], strict=False)
        assert all(later - earlier > dt.timedelta(days=300) for earlier, later in gaps)


def test_parents_could_when_the_youngest_was_born(little: City) -> None:
    for family in little.families:
        youngest = max(child.born for child in family.children)
        parents = [parent for parent in (family.father, family.mother) if parent]
        assert all(parent.since > youngest for parent in parents)


def test_a_number_is_given_once() -> None:
    numbers, born = Numbers(Random(1)), dt.date(2010, 1, 1)
    given = [numbers.identity("500113", born, boy=True) for _ in range(200)]
    assert len(set(given)) == 200


def test_a_mistyped_number_is_found_out() -> None:
    number = Numbers(Random(1)).identity("500113", dt.date(2010, 1, 1), boy=True)
    assert parse_id_number(number).is_valid
    assert not parse_id_number(mistyped(number, Random(1))).is_valid


def test_a_number_of_the_invented_region_is_no_districts() -> None:
    assert Numbers(Random(1)).identity("500243", dt.date(2010, 1, 1), boy=True)[:6] == "500943"
