"""Where the children live: more in poor, rural, far places, and unevenly from village to village."""

from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

from nuantong.regions.tree import DISTRICT, Place, Tree

INTENSITY: Final = {"渝东北": 1.25, "渝东南": 1.4, "主城新区": 0.85, "中心城区": 0.4}
STREET, TOWN = 0.4, 1.0
COMMUNITY: Final = 0.5
POOREST: Final = frozenset({
    "500101151", "500114110", "500154109", "500156208", "500229208", "500229212", "500230210",
    "500235139", "500236266", "500237105", "500238118", "500238243", "500240213", "500241103",
    "500242218", "500242222", "500243206", "500243225",
})  # fmt: skip
"""The 18 townships of deep poverty (深度贫困乡镇) of the 2018 camp, from 龙驹镇 to 大垭乡."""
POOREST_FACTOR: Final = 2.2
TOUR: Final = "500113111"
"""麻柳嘴镇, 巴南区: the README's tour needs a lively township."""
TOUR_FACTOR: Final = 4.0
TOWNSHIP_SPREAD, VILLAGE_SPREAD = 0.45, 0.8


class Spot(NamedTuple):
    """A village with the places above it."""

    village: Place
    township: Place
    district: Place

    @property
    def southeast(self) -> bool:
        return self.district.area_group == "渝东南"

    @property
    def rural(self) -> bool:
        return self.village.name.endswith("村")


def spots_of(tree: Tree) -> list[Spot]:
    """Every village of the city with its township and district, by code."""
    return [
        Spot(village, township, district)
        for district in tree.districts()
        if district.level == DISTRICT
        for township in tree.children(district.id)
        for village in tree.children(township.id)
    ]


class Map:
    """The villages, drawn by how likely a household of the programme lives there."""

    def __init__(self, spots: list[Spot], rng: Random) -> None:
        self.spots = spots
        self.by_code = {spot.village.code: spot for spot in spots}
        luck: dict[int, float] = {}
        weights = []
        for spot in spots:
            town = luck.setdefault(spot.township.id, rng.lognormvariate(0, TOWNSHIP_SPREAD))
            weights.append(weight(spot) * town * rng.lognormvariate(0, VILLAGE_SPREAD))
        self._weights = list(accumulate(weights))

    def draw(self, rng: Random) -> Spot:
        return rng.choices(self.spots, cum_weights=self._weights)[0]

    def of_district(self, code: str) -> list[Spot]:
        return [spot for spot in self.spots if spot.district.code.startswith(code)]


def weight(spot: Spot) -> float:
    """How many households one may expect, beside an ordinary village of the new districts."""
    place = INTENSITY.get(spot.district.area_group, 1.0)
    place *= STREET if spot.township.name.endswith("街道") else TOWN
    place *= 1.0 if spot.rural else COMMUNITY
    if spot.township.code[:9] in POOREST:
        place *= POOREST_FACTOR
    return place * (TOUR_FACTOR if spot.township.code.startswith(TOUR) else 1.0)
