"""A village's homes in the order of walking, for whoever surveys it."""

from dataclasses import dataclass
from typing import Any

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.visits.queries.plan import PlannedHome, plan
from nuantong.visits.routing import Door, door_of


@dataclass(frozen=True)
class Stop:
    """One home of a route: where it is and who lives there."""

    home: PlannedHome
    address: str
    door: Door


def route(reader: Reader, village: int | None, *, due_only: bool = True) -> list[Stop]:
    """The village's homes by group, house and room. Addresses are read here and kept nowhere.

    Only of homes the reader surveys herself: carers their own, chairs their village's.
    """
    places = None if village is None else reader.tree.below(village)
    homes = plan(reader, to=Permission.SURVEY_HOMES, places=places, addresses=True)
    stops = [_stop(home) for home in homes if home.judged.is_due or not due_only]
    return sorted(stops, key=lambda stop: (stop.home.place or 0, stop.door, stop.home.names))


def _stop(home: PlannedHome) -> Stop:
    known: list[Any] = [*home.children, *home.requests]
    address = next((str(one.address) for one in known if one.address), "")
    return Stop(home, address, door_of(address))
