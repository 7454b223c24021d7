"""What can be done for one household at once, in words, each with its price."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.answering import Answer, Move, answers
from nuantong.pairing.inputs import checked, loads, open_needs, turned_down, units, where
from nuantong.pairing.matching import Carer as CarerInput
from nuantong.pairing.matching import Household as HouseholdInput
from nuantong.pairing.matching import tier_of
from nuantong.pairing.models import Pairing
from nuantong.pairing.models.words import Tier
from nuantong.pairing.queries.proposals import TONES
from nuantong.pairing.responsible import away
from nuantong.people.models import Carer, Child, Need


@dataclass(frozen=True)
class Step:
    """One family of an answer: who had it and who has it then, and how near each is."""

    families: str
    source: str
    was: str
    carer: Carer
    tier: str
    place: str


@dataclass(frozen=True)
class Option:
    """One answer as it is shown; `code` is what taking it sends back."""

    answer: Answer
    first: Step
    others: tuple[Step, ...]
    distance: str
    lacks: str
    load: int

    @property
    def tier(self) -> Tier:
        return Tier(self.answer.tier.value)

    @property
    def tone(self) -> str:
        return TONES[self.tier]

    @property
    def code(self) -> str:
        return encode(self.answer.moves)


def encode(moves: Iterable[Move]) -> str:
    return ",".join(f"{m.household}:{m.source or 0}:{m.target}" for m in moves)


def decode(code: str) -> list[tuple[int, int | None, int]] | None:
    """The moves of an option as it was sent; None when it cannot be one."""
    try:
        rows = [tuple(map(int, one.split(":"))) for one in code[:200].split(",")]
        return [(home, source or None, target) for home, source, target in rows]
    except ValueError:
        return None


class Options:
    """The household of a child among those of its district that the reader pairs."""

    def __init__(self, child: Child, reader: Reader) -> None:
        self.child, self.reader = child, reader
        self.home = child.household_id
        district = reader.tree.district_of(child.place_id)
        self.places = reader.tree.below(district.id) if district else []

    @cached_property
    def current(self) -> Carer | None:
        """The carer it has now."""
        rows = Pairing.objects.standing(self.reader.on).filter(child__household=self.home)
        first = rows.select_related("carer").first()
        return first.carer if first else None

    @cached_property
    def event(self) -> HouseholdInput | None:
        """The household as it asks; None when nobody of it lives scattered on the register."""
        children = Child.objects.filter(household=self.home)
        waiting = [u for u in units(children, self.reader.on) if not u.in_institution]
        refused = turned_down(waiting, None).get(self.home, frozenset())
        at_home = children.on_register().filter(setting=Child.Setting.SCATTERED)
        needs = open_needs(children).get(self.home, frozenset())
        here = where(self.reader.tree, self.child.place_id)
        if waiting:
            return HouseholdInput(self.home, len(waiting[0].children), here, needs=needs,
                                  carer=waiting[0].carer, refused=refused)  # fmt: skip
        if self.current is None or not at_home.exists():
            return None
        return HouseholdInput(self.home, at_home.count(), here, needs=needs,
                              current=self.current.pk, refused=refused)  # fmt: skip

    @cached_property
    def carers(self) -> dict[int, Carer]:
        rows = Carer.objects.visible_to(self.reader, Permission.RUN_ROUNDS)
        rows = rows.filter(status=Carer.Status.ACTIVE, place__id__any_of=self.places)
        shown = ("name", "place", "capacity", "background_checked_on", "skills", "post")
        return {carer.pk: carer for carer in rows.only(*shown)}

    @cached_property
    def load(self) -> dict[int, int]:
        return loads(self.reader.on, self.carers)

    @cached_property
    def found(self) -> list[Option]:
        """The least disturbing first."""
        if self.event is None:
            return []
        homes = self._households()
        self.wheres = {home.id: home.where for home in [*homes, self.event]}
        given = answers(self.event, homes, self._carers())
        names = self._names({move.household for one in given for move in one.moves})
        return [self._option(one, names) for one in given]

    def _carers(self) -> list[CarerInput]:
        on, tree = self.reader.on, self.reader.tree
        gone = away(on, self.carers)
        return [
            CarerInput(
                pk, where(tree, one.place_id), one.capacity - self.load.get(pk, 0),
                self.load.get(pk, 0), checked(one.background_checked_on, on),
                frozenset(one.skills),
            )
            for pk, one in self.carers.items()
            if pk not in gone
        ]  # fmt: skip

    def _households(self) -> list[HouseholdInput]:
        """Those paired with a carer here, in whole, whose children the reader may pair."""
        rows = Pairing.objects.standing(self.reader.on).visible_to(
            self.reader, to=Permission.RUN_ROUNDS
        )
        rows = rows.filter(carer__place__id__any_of=self.places, child__setting="scattered")
        homes: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for home, carer, place in rows.order_by("pk").values_list(
            "child__household", "carer", "child__place"
        ):
            homes[home, carer].append(place)
        children = Child.objects.filter(household__in={home for home, _ in homes})
        needs = open_needs(children)
        return [
            HouseholdInput(home, len(places), where(self.reader.tree, places[0]),
                           needs=needs.get(home, frozenset()), current=carer)
            for (home, carer), places in homes.items()
        ]  # fmt: skip

    def _names(self, homes: Iterable[Any]) -> dict[int, str]:
        """The children of each household by name: all of them are the reader's to pair."""
        children = Child.objects.visible_to(self.reader, to=Permission.RUN_ROUNDS).on_register()
        found: dict[int, list[str]] = defaultdict(list)
        rows = children.filter(household__in=homes, setting=Child.Setting.SCATTERED)
        for home, name in rows.order_by("birth_date", "pk").values_list("household", "name"):
            found[home].append(name)
        return {home: "、".join(names) for home, names in found.items()}

    def _option(self, one: Answer, names: dict[int, str]) -> Option:
        first, *others = [self._step(move, names) for move in one.moves]
        words = dict(Need.Kind.choices)
        lacks = "、".join(str(words[need]) for need in sorted(one.lacks))
        load = self.load.get(first.carer.pk, 0)
        far = metres(one.distance) if self.event and self.event.at else ""
        return Option(one, first, tuple(others), far, lacks, load)

    def _step(self, move: Move, names: dict[int, str]) -> Step:
        carer = self.carers[int(move.target)]
        source = self.carers.get(int(move.source or 0)) or self.current
        place = self.reader.tree.full_name(carer.place_id, " ")
        was = self._tier(move.household, source) if source else ""
        return Step(names.get(int(move.household), ""), source.name if source else "", was, carer,
                    self._tier(move.household, carer), place)  # fmt: skip

    def _tier(self, home: Any, carer: Carer) -> str:
        there = where(self.reader.tree, carer.place_id)
        return str(Tier(tier_of(self.wheres[home], there).value).label)


def metres(distance: int) -> str:
    """A distance as people say it; '' where no place is known well enough."""
    if distance < 1000:
        return f"约{distance}米" if distance else ""
    return f"约{distance / 1000:.1f}公里"
