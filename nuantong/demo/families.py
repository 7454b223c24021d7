"""Households: one to four children, why the parents cannot, and who looks after them."""

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import Final

from nuantong.demo.children import ChildPlan, Children
from nuantong.demo.names import Names
from nuantong.demo.numbers import Numbers
from nuantong.demo.places import Spot
from nuantong.demo.situations import AT_HOME, Parent, draw_couple, draw_parent
from nuantong.demo.size import TODAY, pick

SIBLINGS: Final = {1: 0.60, 2: 0.29, 3: 0.09, 4: 0.02}
AGES: Final = {
    0: 0.25, 1: 0.7, 2: 0.9, 3: 1.0, 4: 1.1, 5: 1.2, 6: 1.4, 7: 1.5, 8: 1.6, 9: 1.7, 10: 1.8,
    11: 1.8, 12: 1.8, 13: 1.75, 14: 1.7, 15: 1.6, 16: 1.5, 17: 1.2,
}  # fmt: skip
"""Of the youngest: the longer a child lives, the likelier it lost its parents."""
GUARDIANS: Final = {
    "祖母": 33, "祖父": 29, "外祖母": 11, "外祖父": 7, "伯父": 6, "姑母": 3.5, "叔父": 3.5,
    "姨母": 2, "舅父": 2, "姐姐": 1.2, "哥哥": 1, "村（居）委会": 0.3,
}  # fmt: skip
MEN: Final = frozenset({"祖父", "外祖父", "伯父", "叔父", "舅父", "哥哥", "父亲"})
OF_FATHERS_NAME: Final = frozenset({"祖父", "伯父", "姑母", "叔父", "姐姐", "哥哥"})
ELDERS: Final = frozenset({"祖父", "祖母", "外祖父", "外祖母"})
PARENT_AT_HOME: Final = 0.35
MOTHERS_NAME: Final = 0.05


@dataclass(slots=True)
class Guard:
    name: str
    relation: str
    phone: str
    since: dt.date | None


@dataclass(slots=True)
class Family:
    spot: Spot
    address: str
    children: list[ChildPlan]
    father: Parent | None
    mother: Parent | None
    guardian: Guard
    institution: int | None = None
    moved_from: Spot | None = None
    moved_on: dt.date | None = None
    key: str = ""
    """Names a household of the tour."""
    label: str | None = None
    """What it is labelled as where that does not follow from the parents; '' is not labelled."""

    def registered_on(self) -> dt.date:
        return min(child.registered_on for child in self.children)


class Families:
    def __init__(self, rng: Random, names: Names, numbers: Numbers, children: Children) -> None:
        self._rng, self._names, self._numbers, self._children = rng, names, numbers, children

    def one(self, spot: Spot, most: int) -> Family:
        """A household of the village, of at most `most` children."""
        rng = self._rng
        surname = self._names.surname(spot.southeast)
        mothers = self._names.surname(spot.southeast)
        births = births_of(rng, min(pick(rng, SIBLINGS), most))
        father, mother = self._parents(surname, mothers, max(births))
        ethnicity = self._children.ethnicity(spot)
        given = mothers if rng.random() < MOTHERS_NAME else surname
        children = [self._children.one(given, born, ethnicity, spot) for born in births]
        known_since = max(father.since, mother.since) + dt.timedelta(days=15)
        for child in children:
            child.registered_on = max(child.registered_on, known_since)
        guardian = self._guardian(surname, spot, father, mother)
        return Family(spot, self.address(spot), children, father, mother, guardian)

    def address(self, spot: Spot) -> str:
        path = spot.district.name + spot.township.name + spot.village.name
        rng = self._rng
        if spot.rural:
            return f"{path}{rng.randint(1, 12)}组{rng.randint(1, 180)}号"
        return f"{path}{rng.randint(1, 30)}栋{rng.randint(1, 4)}-{rng.randint(1, 18)}"

    def _parents(self, surname: str, mothers: str, youngest: dt.date) -> tuple[Parent, Parent]:
        of_father, of_mother = draw_couple(self._rng)
        return (
            draw_parent(self._rng, self._names.adult(surname, True), of_father, youngest),
            draw_parent(self._rng, self._names.adult(mothers, False), of_mother, youngest),
        )

    def _guardian(self, surname: str, spot: Spot, father: Parent, mother: Parent) -> Guard:
        at_home = [p for p in (father, mother) if p.status in AT_HOME]
        if at_home and self._rng.random() < PARENT_AT_HOME:
            relation = "父亲" if at_home[0] is father else "母亲"
            return Guard(at_home[0].name, relation, self._numbers.phone(), None)
        relation = pick(self._rng, GUARDIANS)
        since = max(father.since, mother.since)
        return Guard(self._guardian_name(surname, relation, spot), relation, self._phone(), since)

    def _guardian_name(self, surname: str, relation: str, spot: Spot) -> str:
        if relation not in OF_FATHERS_NAME:
            surname = self._names.surname(spot.southeast)
        return self._names.adult(surname, relation in MEN, relation in ELDERS)

    def _phone(self) -> str:
        """Some grandparents have none."""
        return self._numbers.phone() if self._rng.random() > 0.06 else ""


def births_of(rng: Random, count: int) -> list[dt.date]:
    """Birth dates of siblings, the eldest first; whoever would be of age is left out."""
    births = [born_at(rng, pick(rng, AGES))]
    oldest = dt.date(TODAY.year - 18, TODAY.month, TODAY.day + 1)
    while len(births) < count:
        before = births[0] - dt.timedelta(days=rng.randint(420, 1900))
        if before < oldest:
            break
        births.insert(0, before)
    return births


def born_at(rng: Random, age: int) -> dt.date:
    """A birth date of that age in years on the demo's day; the youngest is some weeks old."""
    last = TODAY.replace(year=TODAY.year - age)
    first = TODAY.replace(year=TODAY.year - age - 1) + dt.timedelta(days=1)
    days = (last - first).days
    return first + dt.timedelta(days=rng.randint(0, days - (60 if age == 0 else 0)))
