"""The whole city as a plan: plain values, the same for the same seed; nothing is written yet."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from random import Random

from nuantong.demo import tour
from nuantong.demo.carers import CarerPlan, Carers
from nuantong.demo.children import Children
from nuantong.demo.coordinates import plan_points
from nuantong.demo.families import Families, Family
from nuantong.demo.institutions import Institutions
from nuantong.demo.names import Names
from nuantong.demo.numbers import Numbers
from nuantong.demo.offices import Officer, plan_offices
from nuantong.demo.places import Map, Spot, spots_of
from nuantong.demo.schooling import Schools
from nuantong.demo.size import SEED, Size, chance, day_between
from nuantong.regions.plane import Point
from nuantong.regions.tree import Tree

MOVED = 0.025


@dataclass
class City:
    places: Map
    families: list[Family]
    """Households at home first, the tour's before all; then the children in institutions."""
    carers: list[CarerPlan]
    seats: list[Spot]
    officers: list[Officer]
    points: dict[int, Point]
    """Where villages lie."""


def plan_city(tree: Tree, zones: list[str], size: Size, seed: int = SEED) -> City:
    places = Map(spots_of(tree), chance("places", seed))
    numbers = Numbers(chance("numbers", seed))
    names = Names(chance("names", seed))
    schools = Schools(chance("schools", seed), names, numbers)
    children = Children(chance("children", seed), names, numbers, schools)
    families = Families(chance("families", seed), names, numbers, children)
    homes = [tour.household(places, numbers)]
    homes += _at_home(families, places, size.scattered - len(homes[0].children), seed)
    tour.wait_for_a_round(homes)
    tour.tell_of_hints(homes, numbers)
    institutions = Institutions(chance("institutions", seed), names, children, places)
    cared_for = [institutions.child() for _ in range(size.institution)]
    named = [tour.carer(places, numbers), tour.village_chair(places, numbers)]
    carers = Carers(chance("carers", seed), names, numbers).spread(
        size.carers - len(named), Counter(home.spot for home in homes[1:]), places, named
    )
    officers = plan_offices(tree, zones, names, numbers)
    points = plan_points(places.spots, chance("points", seed))
    return City(places, homes + cared_for, named + carers, institutions.seats, officers, points)


def _at_home(families: Families, places: Map, count: int, seed: int) -> list[Family]:
    """Households until there are `count` children."""
    rng = chance("homes", seed)
    homes: list[Family] = []
    while count > 0:
        home = families.one(places.draw(rng), most=count)
        if rng.random() < MOVED:
            _move(home, places, rng)
        homes.append(home)
        count -= len(home.children)
    return homes


def _move(home: Family, places: Map, rng: Random) -> None:
    """The household came from elsewhere in its district before the survey."""
    home.moved_from = rng.choice(places.of_district(home.spot.district.code))
    home.moved_on = day_between(rng, dt.date(2017, 1, 10), dt.date(2017, 11, 20))
