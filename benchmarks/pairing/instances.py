"""Cities made up over the real divisions of Chongqing: every point and every person is invented.

Children come lognormally by village with a few hot spots (relocation sites, boarding schools),
carers follow the cadres of a village with thinned townships and districts, so that some places
are short while their neighbours are not. Same size and seed, same city.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

DATA: Final = Path(__file__).parents[2] / "nuantong" / "regions" / "data"
SIZES: Final = {10_000: 10_000, 50_000: 50_000, 275_000: 200_000}
"""Children of an instance, and its carers."""
SIBLINGS: Final = (0.62, 0.29, 0.07, 0.02)
CAPACITY: Final = (0.85, 0.12, 0.03)
NEEDS: Final = ("disability", "adolescence", "psychology", "infant", "dialect")
NEED_SHARE: Final = (0.06, 0.10, 0.05, 0.05, 0.04)
SKILL_SHARE: Final = (0.10, 0.25, 0.12, 0.20, 0.30)
HOT_SPOTS, LARGEST = 0.012, 2_300
AREA: Final = {
    500101: 3457, 500102: 2942, 500103: 23, 500104: 103, 500105: 221, 500106: 396, 500107: 432,
    500108: 263, 500109: 755, 500110: 2747, 500111: 1436, 500112: 1452, 500113: 1825, 500114: 2402,
    500115: 1424, 500116: 3218, 500117: 2344, 500118: 1579, 500119: 2589, 500120: 915,
    500151: 1341, 500152: 1583, 500153: 1077, 500154: 3963, 500155: 1892, 500156: 2892,
    500229: 3289, 500230: 2901, 500231: 1518, 500233: 2187, 500235: 3636, 500236: 4098,
    500237: 2955, 500238: 4030, 500240: 3014, 500241: 2453, 500242: 5168, 500243: 3897,
}  # fmt: skip
"""Square kilometres, rounded."""


@dataclass(frozen=True)
class Places:
    """Villages in the order of their codes; the functional areas count as districts."""

    district: np.ndarray
    township: np.ndarray
    village: np.ndarray


@dataclass(frozen=True)
class People:
    """`village` is an index into the places; `at` are metres, one row a person; `marks` are needs
    of a household or skills of a carer, one column each."""

    village: np.ndarray
    at: np.ndarray
    count: np.ndarray
    """Children of a household, or households a carer takes."""
    marks: np.ndarray


@dataclass(frozen=True)
class City:
    places: Places
    households: People
    carers: People


def make(children: int, carers: int, seed: int = 7) -> City:
    places = _places()
    rng = np.random.default_rng([seed, children])
    centre, radius = _geography(places, rng)
    here = rng.choice(len(centre), _households(children), p=_children(places, rng))
    sizes = rng.choice(4, len(here), p=SIBLINGS) + 1
    live = rng.choice(len(centre), carers, p=_carers(places, rng))
    return City(
        places,
        People(here, _around(centre, radius, here, rng), sizes, _marks(NEED_SHARE, here, rng)),
        People(
            live,
            _around(centre, radius, live, rng),
            rng.choice(3, carers, p=CAPACITY) + 1,
            _marks(SKILL_SHARE, live, rng),
        ),
    )


def _households(children: int) -> int:
    return round(children / float(np.dot(SIBLINGS, (1, 2, 3, 4))))


def _places() -> Places:
    with (DATA / "organisations.csv").open(encoding="utf-8") as file:
        areas = {row["township_code"]: row["name"] for row in csv.DictReader(file)}
    codes = {name: 500_901 + number for number, name in enumerate(sorted(set(areas.values())))}
    with (DATA / "cq_villages_2023.csv").open(encoding="utf-8") as file:
        rows = [(row["code"], row["street_code"]) for row in csv.DictReader(file)]
    district = [codes[areas[town]] if town in areas else int(town[:6]) for _, town in rows]
    return Places(
        np.array(district),
        np.array([int(town) for _, town in rows]),
        np.array([int(village) for village, _ in rows]),
    )


def _geography(places: Places, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Centre and radius in metres of every village: discs of villages in discs of townships in
    the square of the district."""
    _, of, towns = np.unique(places.township, return_index=True, return_inverse=True)
    district, unit = np.unique(places.district[of], return_inverse=True)
    share = rng.lognormal(0, 0.5, len(of))
    area = np.array([AREA.get(code, 400) for code in district])[unit] * 1e6
    area = area * share / np.bincount(unit, share)[unit]
    side = np.sqrt(np.bincount(unit, area))[unit]
    corner = np.stack([unit % 7, unit // 7], axis=1) * 120_000.0
    town = corner + rng.random((len(of), 2)) * side[:, None]
    spread = np.sqrt(area / np.pi)
    centre = town[towns] + _disc(spread[towns], rng)
    return centre, spread[towns] / np.sqrt(np.bincount(towns)[towns])


def _disc(radius: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    turn = rng.random(len(radius)) * 2 * np.pi
    away = radius * np.sqrt(rng.random(len(radius)))
    return np.stack([np.cos(turn) * away, np.sin(turn) * away], axis=1)


def _around(
    centre: np.ndarray, radius: np.ndarray, village: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    return np.rint(centre[village] + _disc(radius[village], rng)).astype(np.int64)


def _children(places: Places, rng: np.random.Generator) -> np.ndarray:
    """The share of each village."""
    _, unit = np.unique(places.district, return_inverse=True)
    weight = rng.lognormal(0, 0.85, len(unit)) * rng.lognormal(0, 0.35, unit.max() + 1)[unit]
    hot = rng.random(len(unit)) < HOT_SPOTS
    weight[hot] *= 8 * (1 + rng.pareto(1.3, hot.sum()))
    weight[rng.random(len(unit)) < 0.05] = 0
    return _shares(weight)


def _shares(weight: np.ndarray) -> np.ndarray:
    """No village has more than the largest of today's, by share."""
    weight = np.minimum(weight, weight.sum() * LARGEST / 185_000)
    return weight / weight.sum()


def _carers(places: Places, rng: np.random.Generator) -> np.ndarray:
    _, town = np.unique(places.township, return_inverse=True)
    _, unit = np.unique(places.district, return_inverse=True)
    weight = 0.4 + rng.lognormal(0, 0.7, len(unit))
    weight *= np.where(rng.random(town.max() + 1) < 0.13, 0.4, 1)[town]
    weight *= np.where(rng.permutation(unit.max() + 1) < 2, 0.5, 1)[unit]
    weight[rng.random(len(unit)) < 0.03] = 0
    return weight / weight.sum()


def _marks(share: tuple[float, ...], who: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return rng.random((len(who), len(share))) < np.array(share)
