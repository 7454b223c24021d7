"""Carers: cadres of the villages' women's federations, most where the children are."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Final

from nuantong.demo.names import Names
from nuantong.demo.numbers import Numbers
from nuantong.demo.places import Map, Spot
from nuantong.demo.size import TODAY, day_between, pick
from nuantong.people.models import Carer
from nuantong.people.models.carer import check_expires

Skill = Carer.Skill
CAPACITY: Final = {1: 0.55, 2: 0.33, 3: 0.12}
SKILLS: Final = {Skill.EDUCATION: 34, Skill.PSYCHOLOGY: 14, Skill.MEDICAL: 12, Skill.LAW: 4}
SKILLED: Final = 0.55
THIN_TOWNSHIPS: Final = 0.11
THINNED: Final = 0.35
BARE: Final = 0.1
"""Villages with children and no carer of their own."""
SHORT: Final = {"500229": 0.6, "500238": 0.75, "500242": 0.8}
"""城口, 巫溪 and (less so) 酉阳 have fewer carers than households: somebody waits."""
CHECKS: Final = {"renewed": 78, "in_date": 12, "lapsed": 6, "never": 4}
"""Background checks (未成年人保护法 §62), as they stand on the demo's day."""
RENEWED_AFTER: Final = dt.timedelta(days=350)


@dataclass(slots=True)
class CarerPlan:
    spot: Spot
    name: str
    id_number: str
    phone: str
    post: str
    skills: list[str]
    capacity: int
    checked_on: dt.date | None
    chairs: bool = False
    """She is the chair of the village's women's federation, too."""
    key: str = ""

    def check_on(self, day: dt.date) -> dt.date | None:
        """The check in date that day. Checks are renewed before they lapse, so a check of this
        year had one before it."""
        if self.checked_on is None:
            return None
        checks = [self.checked_on]
        if self.checked_on.year == day.year or self.checked_on > day:
            checks.append(self.checked_on - RENEWED_AFTER)
        return next((c for c in checks if c <= day < check_expires(c)), None)


class Carers:
    def __init__(self, rng: Random, names: Names, numbers: Numbers) -> None:
        self._rng, self._names, self._numbers = rng, names, numbers

    def spread(
        self, count: int, homes: Counter[Spot], places: Map, named: list[CarerPlan]
    ) -> list[CarerPlan]:
        """First beside the households, then over all villages, until there are `count`."""
        spots = self._beside(homes)[:count]
        elsewhere = [spot for spot in places.spots if spot.district.code[:6] not in SHORT]
        spots += self._rng.choices(elsewhere, k=count - len(spots))
        spots.sort(key=lambda spot: spot.village.code)
        chaired = {one.spot.village.id for one in named if one.chairs}
        carers = []
        for spot in spots:
            carers.append(self.one(spot, chairs=spot.village.id not in chaired))
            chaired.add(spot.village.id)
        return carers

    def _beside(self, homes: Counter[Spot]) -> list[Spot]:
        """About as many as there are households; fewer in thin townships and short districts."""
        thin: dict[int, float] = {}
        spots = []
        for spot, households in homes.items():
            luck = 1.0 if self._rng.random() > THIN_TOWNSHIPS else THINNED
            factor = thin.setdefault(spot.township.id, luck)
            factor *= SHORT.get(spot.district.code[:6], 1.0) * self._rng.uniform(0.8, 1.4)
            spots += [spot] * (round(households * factor) if self._rng.random() > BARE else 0)
        self._rng.shuffle(spots)
        return spots

    def one(self, spot: Spot, chairs: bool) -> CarerPlan:
        rng = self._rng
        born = dt.date(rng.randint(1960, 1990), 1, 1) + dt.timedelta(days=rng.randint(0, 364))
        return CarerPlan(
            spot=spot,
            name=self._names.adult(self._names.surname(spot.southeast), man=False),
            id_number=self._numbers.identity(spot.district.code, born, boy=False),
            phone=self._numbers.phone(),
            post=self._post(spot, chairs),
            skills=[str(pick(rng, SKILLS))] if rng.random() < SKILLED else [],
            capacity=pick(rng, CAPACITY),
            checked_on=self._checked_on(spot),
            chairs=chairs,
        )

    def _post(self, spot: Spot, chairs: bool) -> str:
        kind = "村" if spot.rural else "社区"
        if chairs:
            return f"{kind}妇联主席"
        return self._rng.choice(
            (f"{kind}妇联执委", f"{kind}妇联执委", f"{kind}妇联副主席", "妇女小组长")
        )

    def _checked_on(self, spot: Spot) -> dt.date | None:
        kind = pick(self._rng, CHECKS)
        if spot.district.code[:6] in SHORT and self._rng.random() < 0.18:
            kind = "never"
        spans = {
            "renewed": (dt.date(2018, 1, 8), dt.date(2018, 8, 17)),
            "in_date": (dt.date(2017, 8, 25), dt.date(2017, 12, 22)),
            "lapsed": (dt.date(2017, 1, 6), TODAY.replace(year=2017)),
        }
        return day_between(self._rng, *spans[kind]) if kind in spans else None
