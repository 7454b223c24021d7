"""Where the villages of the demo lie: invented around roughly where each district is.

Townships lie about the middle of their district and villages about that of their township, as the
seeds of a sunflower do: evenly, streets (街道) innermost, none on another. A few have no pin yet.
"""

from collections import defaultdict
from math import cos, radians, sin, sqrt
from random import Random
from typing import Final

from nuantong.demo.places import Spot
from nuantong.regions.plane import Point, on_globe, on_plane

MIDDLES: Final = {
    "500101": (108.41, 30.81), "500102": (107.39, 29.70), "500103": (106.57, 29.55),
    "500104": (106.48, 29.48), "500105": (106.57, 29.61), "500106": (106.46, 29.54),
    "500107": (106.51, 29.50), "500108": (106.56, 29.52), "500109": (106.40, 29.81),
    "500110": (106.65, 29.03), "500111": (105.72, 29.71), "500112": (106.63, 29.72),
    "500113": (106.54, 29.40), "500114": (108.77, 29.53), "500115": (107.08, 29.86),
    "500116": (106.26, 29.29), "500117": (106.28, 29.97), "500118": (105.93, 29.36),
    "500119": (107.10, 29.16), "500120": (106.23, 29.59), "500151": (106.06, 29.84),
    "500152": (105.84, 30.19), "500153": (105.59, 29.41), "500154": (108.39, 31.16),
    "500155": (107.77, 30.65), "500156": (107.76, 29.33), "500229": (108.66, 31.95),
    "500230": (107.73, 29.86), "500231": (107.33, 30.33), "500233": (108.04, 30.30),
    "500235": (108.70, 30.93), "500236": (109.46, 31.02), "500237": (109.88, 31.07),
    "500238": (109.57, 31.40), "500240": (108.11, 30.00), "500241": (109.01, 28.45),
    "500242": (108.77, 28.84), "500243": (108.17, 29.29),
}  # fmt: skip
"""About where each district lies, to a hundredth of a degree."""
GOLDEN: Final = radians(137.508)
BETWEEN_TOWNSHIPS, BETWEEN_VILLAGES = 4_800, 950
"""Metres: how far the next one is, about."""
DENSE: Final = {"中心城区": 0.35}
UNKNOWN: Final = 0.03


def plan_points(spots: list[Spot], rng: Random) -> dict[int, Point]:
    """By village; the same for the same chance."""
    townships: dict[int, dict[int, list[Spot]]] = defaultdict(lambda: defaultdict(list))
    for spot in spots:
        townships[spot.district.id][spot.township.id].append(spot)
    found: dict[int, Point] = {}
    for towns in townships.values():
        found |= _of_district(list(towns.values()), rng)
    return found


def _of_district(towns: list[list[Spot]], rng: Random) -> dict[int, Point]:
    district = towns[0][0].district
    middle = on_plane(Point(*MIDDLES[district.code[:6]]))
    dense = DENSE.get(district.area_group, 1.0)
    towns.sort(key=lambda town: not town[0].township.name.endswith("街道"))
    found = {}
    for number, town in enumerate(towns):
        east, north = _seed(number, middle, BETWEEN_TOWNSHIPS * dense, rng)
        for n, spot in enumerate(town):
            at = _seed(n, (east, north), BETWEEN_VILLAGES * dense, rng)
            if rng.random() >= UNKNOWN:
                found[spot.village.id] = on_globe(at)
    return found


def _seed(number: int, middle: tuple[int, int], step: float, rng: Random) -> tuple[int, int]:
    """The place of a seed, moved a little."""
    far, turn = step * sqrt(number + 0.3), GOLDEN * number + rng.uniform(-0.3, 0.3)
    far += rng.uniform(-0.25, 0.25) * step
    return round(middle[0] + far * cos(turn)), round(middle[1] + far * sin(turn))
