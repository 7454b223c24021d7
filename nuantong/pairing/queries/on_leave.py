"""A leave that is not over: its households, who stands in for each, and who else could."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from nuantong.access.reader import Reader
from nuantong.pairing.models import Leave
from nuantong.pairing.standing_in import (
    Near,
    Wanting,
    able_carers,
    nearest,
    uncovered,
    wanting,
)
from nuantong.people.models import Carer, Child


@dataclass(frozen=True)
class Home:
    """`names` of the children as far as the reader sees them; `alone`: on some day nobody is there."""

    key: int
    names: str
    place: str
    who: tuple[Carer, ...]
    alone: bool
    near: list[Near]


class OpenLeave:
    def __init__(self, leave: Leave, reader: Reader) -> None:
        self.leave, self.reader = leave, reader
        self.running = leave.start <= reader.on
        self.start = max(leave.start, reader.on)

    @cached_property
    def _wanting(self) -> dict[int, list[Wanting]]:
        found: dict[int, list[Wanting]] = defaultdict(list)
        for one in wanting(self.leave, self.reader.on):
            found[one.child.household_id].append(one)
        return found

    @cached_property
    def _able(self) -> list[tuple[Carer, int]]:
        return able_carers(self.leave.carer, self.reader, self.start, self.leave.until)

    @cached_property
    def homes(self) -> list[Home]:
        """Each household with whoever stands in, and the carers nearest to it who could."""
        rows = self.leave.stand_ins.filter(end__gt=self.start).select_related("carer", "child")
        who: dict[int, dict[int, Carer]] = defaultdict(dict)
        for row in rows:
            if row.end > max(self.start, row.start):
                who[row.child.household_id][row.carer_id] = row.carer
        alone = {one.child.household_id for one in uncovered(self.leave, self.reader.on)}
        seen = Child.objects.visible_to(self.reader)
        children = [one.child.pk for many in self._wanting.values() for one in many]
        names = dict(seen.filter(pk__in=children).values_list("pk", "name"))
        return [
            self._home(key, many, names, tuple(who[key].values()), key in alone)
            for key, many in self._wanting.items()
        ]

    def _home(
        self, key: int, many: list[Wanting], names: dict[int, str], who: tuple[Carer, ...],
        alone: bool,
    ) -> Home:  # fmt: skip
        place = many[0].child.place_id
        near = nearest(self._able, place, self.reader)
        known = "、".join(names[one.child.pk] for one in many if one.child.pk in names)
        return Home(
            key, known or f"{len(many)}名孩子", self.reader.tree.full_name(place, " "), who, alone,
            [one for one in near if one.carer not in who],
        )  # fmt: skip

    @property
    def near_for_all(self) -> list[Near]:
        """Who has a place for all of several households."""
        homes = len(self._wanting)
        here = self.leave.carer.place_id
        return nearest(self._able, here, self.reader, homes) if homes > 1 else []
