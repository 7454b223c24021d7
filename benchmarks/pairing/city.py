"""A made-up city as the engine takes it, and its districts as problems in arrays."""

from collections.abc import Iterator

import numpy as np

from benchmarks.pairing.instances import NEEDS, City, People
from nuantong.pairing.matching import Carer, Household, Policy, Where
from nuantong.pairing.matching.districts import District, districts
from nuantong.pairing.matching.measure import Measure

POLICY = Policy(answers={need: need for need in NEEDS})
MEASURE = Measure(POLICY)


def by_district(city: City, part: int = 0, parts: int = 1) -> Iterator[District]:
    """One district after the other, so that only one stands in memory; of several parts every so
    many-th. Nothing here holds the one before while the next is made."""
    for people in _of_districts(city, part, parts):
        yield from _problems(*people)
        del people


def _problems(households: list[Household], carers: list[Carer]) -> list[District]:
    rooms = {carer.id: carer.free for carer in carers}
    return districts(households, carers, rooms, MEASURE)


def everybody(city: City) -> tuple[list[Household], list[Carer]]:
    found = list(_of_districts(city))
    return (
        [household for households, _ in found for household in households],
        [carer for _, carers in found for carer in carers],
    )


def _of_districts(
    city: City, part: int = 0, parts: int = 1
) -> Iterator[tuple[list[Household], list[Carer]]]:
    for code in np.unique(city.places.district)[part::parts]:
        yield (
            [Household(*row) for row in _people(city, city.households, code, "h")],
            [
                Carer(key, where, count, skills=marks, at=at)
                for key, count, where, _, marks, _, _, at in _people(city, city.carers, code, "c")
            ],
        )


def _people(city: City, people: People, code: int, letter: str) -> Iterator[tuple]:
    places = city.places
    for number in np.flatnonzero(places.district[people.village] == code).tolist():
        village = people.village[number]
        where = Where(code, int(places.township[village]), int(places.village[village]))
        marks = frozenset(NEEDS[bit] for bit in np.flatnonzero(people.marks[number]))
        x, y = people.at[number].tolist()
        key = f"{letter}{number:07}"
        yield key, int(people.count[number]), where, False, marks, None, frozenset(), (x, y)
