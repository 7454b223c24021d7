"""Degrees of a map as metres on a plane, and back again: pure.

Equirectangular about one point of the city: east = R · Δlongitude · cos φ₀, north = R · Δlatitude
(Snyder, Map Projections: A Working Manual, 1987, §12). North is true; east is off by
tan φ₀ · Δφ, at the northern and southern ends of the city (2° from φ₀) by 2 %: 500 m of 25 km.
Nearer to φ₀ it is less, and between two places of one district the same for both ways.
"""

from math import cos, hypot, radians
from typing import Final, NamedTuple

EARTH: Final = 6_371_008.8
"""Mean radius in metres (IUGG)."""


class Point(NamedTuple):
    """Degrees: longitude east, latitude north."""

    longitude: float
    latitude: float


At = tuple[int, int]
"""Metres east and north of the origin."""

ORIGIN: Final = Point(107.8, 30.1)
"""The middle of Chongqing's extent; another city may have another, once."""
EAST: Final = EARTH * radians(1) * cos(radians(ORIGIN.latitude))
NORTH: Final = EARTH * radians(1)


def on_plane(point: Point) -> At:
    east = (point.longitude - ORIGIN.longitude) * EAST
    return round(east), round((point.latitude - ORIGIN.latitude) * NORTH)


def on_globe(at: At) -> Point:
    return Point(
        round(ORIGIN.longitude + at[0] / EAST, 6), round(ORIGIN.latitude + at[1] / NORTH, 6)
    )


def metres(one: At, other: At) -> int:
    return int(hypot(one[0] - other[0], one[1] - other[1]))
