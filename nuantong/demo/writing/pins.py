"""Where the villages lie, as somebody would have entered it."""

from nuantong.core import clock
from nuantong.demo.writing.tables import write
from nuantong.regions.models import Pin
from nuantong.regions.plane import Point

SOURCE = "演示数据，位置为虚构"


def write_pins(points: dict[int, Point]) -> int:
    at = clock.now()
    return write(Pin, (
        {"region": village, "longitude": f"{point.longitude:.6f}",
         "latitude": f"{point.latitude:.6f}", "source": SOURCE, "set_by": "系统", "set_at": at,
         "ended_by": ""}
        for village, point in points.items()
    ))  # fmt: skip
