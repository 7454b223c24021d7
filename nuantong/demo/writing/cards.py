"""A township's own list whose rows a person must look at: brothers and sisters under one number,
namesakes in the next village, slips of the pen; and some who fit a rule and are on no list.

Its rows speak of children of the demo's register, so a new user finds cards to review, a second
opinion to give and villages to close.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from random import Random
from typing import Final

from nuantong.access.reader import system_reader
from nuantong.core import clock
from nuantong.core.text.id_numbers import check_character
from nuantong.demo import cast
from nuantong.demo.names import Names
from nuantong.demo.numbers import Numbers
from nuantong.demo.size import SEED, chance
from nuantong.people.models import Child, Guardian
from nuantong.regions.tree import Place, Tree
from nuantong.sweeps import running
from nuantong.sweeps.actions import loads
from nuantong.sweeps.models import Card

HEADINGS: Final = (
    "姓名",
    "性别",
    "出生日期",
    "身份证号",
    "家长姓名",
    "家长电话",
    "家庭住址",
    "备注",
)
NAME: Final = "困难家庭学生摸底"
EACH: Final = 4
PLAIN: Final = 120
"""Rows that are linked at once."""
MOST: Final = 400
ALIKE: Final = "峰婷杰悦"
LOST: Final = ("父死亡；母失联", "父服刑；母重病", "父母双亡")


def write_cards(tree: Tree, seed: int = SEED) -> None:
    """One source of the tour's district with its first load; every third card is read twice."""
    by, rng = system_reader(), chance("cards", seed)
    district = tree.by_code(cast.DISTRICT)
    assert district is not None
    values = {"name": NAME, "office": "other", "purpose": "population"}
    source = loads.add_source(values=values, region=tree.root.id, by=by)
    rows = [*_Rows(tree, district, rng)]
    rng.shuffle(rows)
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    data = text.getvalue().encode("gb18030")
    load = loads.receive(
        source=source, file=io.BytesIO(data), file_name=f"{NAME}_2018年秋季.csv", by=by
    )
    loads.start(load=load, by=by)
    running.run(load.pk)
    cards = Card.objects.filter(record__source=source).order_by("pk")
    cards.filter(pk__in=list(cards.values_list("pk", flat=True))[::3]).update(sampled=True)


class _Rows:
    """The rows of the list, by what is odd about them."""

    def __init__(self, tree: Tree, district: Place, rng: Random) -> None:
        self.tree, self.rng = tree, rng
        self.names, self.numbers = Names(rng), Numbers(rng)
        here = tree.by_code(cast.TOWNSHIP)
        assert here is not None
        self.villages = [p for p in tree.children(here.id) if not p.former]
        near = self._children(tree.below(here.id))
        around = self._children(tree.below(district.id))
        self.pool = list(dict.fromkeys([*near, *around]))
        self.taken: list[Child] = []
        self.city = self._children(None)
        found = Guardian.objects.filter(child__in=[*self.pool, *self.city], until=None)
        self.guardians = {one.child_id: one for one in found}

    def _children(self, places: list[int] | None) -> list[Child]:
        rows = Child.objects.on_register().filter(id_status="valid", birth_date__isnull=False)
        rows = rows.exclude(place=None) if places is None else rows.filter(place__id__any_of=places)
        return list(rows.order_by("pk")[:MOST])

    def __iter__(self) -> Iterator[list[str]]:
        mates = self._siblings()[:EACH]
        yield from (self._mate(one, other) for one, other in mates)
        known = {one.pk for one, _ in mates}
        self.pool = [child for child in self.pool if child.pk not in known]
        yield from map(self._slip, self._some(EACH))
        yield from map(self._namesake, self._some(EACH))
        known |= {child.pk for child in self.taken}
        others = [child for child in self.city if child.pk not in known]
        yield from map(self._row, self.rng.sample(others, min(len(others), PLAIN)))
        for number in range(EACH + 2):
            yield self._unknown(LOST[number % 3] if number < EACH else "")

    def _some(self, count: int) -> list[Child]:
        """The next of the township, then of the district; fewer in a small city."""
        found, self.pool = self.pool[:count], self.pool[count:]
        self.taken += found
        return found

    def _row(self, child: Child, **said: str) -> list[str]:
        guardian = self.guardians.get(child.pk)
        row = {
            "姓名": child.name, "性别": child.get_sex_display(), "出生日期": f"{child.birth_date}",
            "身份证号": str(child.id_number), "家长姓名": guardian.name if guardian else "",
            "家长电话": str(guardian.phone) if guardian else "",
            "家庭住址": self.tree.full_name(child.place_id), "备注": "",
        }  # fmt: skip
        return [{**row, **said}[heading] for heading in HEADINGS]

    def _slip(self, child: Child) -> list[str]:
        """Another digit in the number, another character in the name."""
        number, name = str(child.id_number), f"{child.name[:-1]}{self.rng.choice(ALIKE)}"
        wrong = f"{number[:15]}{(int(number[15]) + 1) % 10}{number[16]}"
        said = wrong + check_character(wrong)
        return self._row(child, 姓名=name, 身份证号=said, 家长姓名="", 家长电话="")

    def _namesake(self, child: Child) -> list[str]:
        """The same name in the next village, born a month later, another family, no number."""
        others = [p for p in self.villages if p.id != child.place_id]
        born = (child.birth_date or clock.today()) + dt.timedelta(days=30)
        parent = self.names.adult(child.name[0], man=False)
        return self._row(
            child, 身份证号="", 家长姓名=parent, 家长电话="", 出生日期=f"{born}",
            家庭住址=self.tree.full_name(self.rng.choice(others).id),
        )  # fmt: skip

    def _siblings(self) -> list[tuple[Child, Child]]:
        homes: dict[int, list[Child]] = {}
        for child in self.pool:
            homes.setdefault(child.household_id, []).append(child)
        return [(mates[0], mates[1]) for mates in homes.values() if len(mates) > 1]

    def _mate(self, one: Child, other: Child) -> list[str]:
        """One child's name with the birthday of the brother or sister, and no number."""
        return self._row(one, 身份证号="", 出生日期=f"{other.birth_date}", 家长姓名="", 家长电话="")

    def _unknown(self, remark: str) -> list[str]:
        """Somebody who is on no list."""
        place, boy = self.rng.choice(self.villages), self.rng.random() < 0.5
        born = clock.today() - dt.timedelta(days=self.rng.randrange(7 * 365, 15 * 365))
        surname = self.names.surname(southeast=False)
        return [
            self.names.child(surname, boy), "男" if boy else "女", born.isoformat(),
            self.numbers.identity(place.code, born, boy), self.names.adult(surname, not boy),
            self.numbers.phone(), self.tree.full_name(place.id), remark,
        ]  # fmt: skip
