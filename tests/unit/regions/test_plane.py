"""Metres on the plane beside the great circle."""

from math import asin, cos, radians, sin, sqrt

from hypothesis import given
from hypothesis import strategies as st

from nuantong.regions.plane import EARTH, Point, metres, on_globe, on_plane

CITY = st.builds(Point, st.floats(105.3, 110.2), st.floats(28.2, 32.2))
NEAR = st.floats(-0.15, 0.15)


def great_circle(one: Point, other: Point) -> float:
    lat, lon = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    inner = sin(lat / 2) ** 2
    inner += cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(lon / 2) ** 2
    return 2 * EARTH * asin(sqrt(inner))


@given(CITY, NEAR, NEAR)
def test_a_distance_within_a_district_is_right_to_two_and_a_half_percent(
    one: Point, east: float, north: float
) -> None:
    other = Point(one.longitude + east, one.latitude + north)
    found = metres(on_plane(one), on_plane(other))
    assert abs(found - great_circle(one, other)) <= 0.025 * found + 3


@given(CITY)
def test_the_plane_leads_back_to_the_globe(point: Point) -> None:
    back = on_globe(on_plane(point))
    assert great_circle(point, back) < 1
