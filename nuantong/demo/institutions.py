"""Children's welfare institutions and the children in them: on the register, outside pairing."""

import datetime as dt
from random import Random
from typing import Final

from nuantong.demo.children import Children
from nuantong.demo.families import AGES, Family, Guard, born_at
from nuantong.demo.names import Names
from nuantong.demo.places import Map, Spot
from nuantong.demo.size import pick

SEATS: Final = {
    "500101": 16, "500102": 12, "500106": 22, "500107": 8, "500109": 6, "500110": 7, "500111": 6,
    "500113": 6, "500114": 7, "500115": 6, "500116": 6, "500117": 8, "500118": 8, "500119": 5,
    "500151": 5, "500153": 4, "500154": 9, "500155": 6, "500235": 7, "500236": 7, "500237": 5,
    "500240": 5, "500241": 6, "500242": 7, "500243": 6,
}  # fmt: skip
"""Districts with an institution, and how many of each two hundred children it has."""


def institution_name(spot: Spot) -> str:
    return f"{spot.district.name}儿童福利院"


def seat_of(code: str, places: Map) -> Spot:
    """The first community of the district stands for the address."""
    return next(spot for spot in places.of_district(code) if not spot.rural)


class Institutions:
    def __init__(self, rng: Random, names: Names, children: Children, places: Map) -> None:
        self._rng, self._names, self._children = rng, names, children
        self.seats = [seat_of(code, places) for code in SEATS]

    def child(self) -> Family:
        """Foundlings mostly: of the parents nothing is known."""
        rng = self._rng
        number = rng.choices(range(len(self.seats)), list(SEATS.values()))[0]
        spot = self.seats[number]
        born = born_at(rng, pick(rng, AGES))
        child = self._children.one(
            self._names.surname(False), born, "汉族", spot, institution=True
        )  # fmt: skip
        taken_in = born + dt.timedelta(days=rng.randint(1, 1 + (child.registered_on - born).days))
        guardian = Guard(institution_name(spot), "儿童福利机构", "", taken_in)
        address = spot.district.name + spot.township.name + spot.village.name
        return Family(spot, address, [child], None, None, guardian, institution=number)
