"""Where places lie now, as metres on the plane."""

from collections.abc import Collection

from nuantong.regions.models import Pin
from nuantong.regions.plane import At, Point, on_plane


def points(regions: Collection[int] | None = None) -> dict[int, Point]:
    """The pin in force of every place that has one."""
    pins = Pin.objects.filter(ended_at=None)
    if regions is not None:
        pins = pins.filter(region__in=regions)
    rows = pins.order_by().values_list("region", "longitude", "latitude")
    return {region: Point(float(east), float(north)) for region, east, north in rows}


def positions(regions: Collection[int] | None = None) -> dict[int, At]:
    return {region: on_plane(point) for region, point in points(regions).items()}
