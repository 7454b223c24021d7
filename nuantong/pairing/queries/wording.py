"""Answers of the engine as an officer reads them: who goes to whom, how far, at what price."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.inputs import loads, where
from nuantong.pairing.matching import Answer, Assignment, Household, tier_of
from nuantong.pairing.matching.measure import Measure
from nuantong.pairing.matching.values import DEFAULT, Key
from nuantong.pairing.models.words import WISHES, Tier
from nuantong.pairing.queries.proposals import TONES
from nuantong.people.models import Carer, Child
from nuantong.regions.pins import positions
from nuantong.regions.plane import At

Move = tuple[int, int | None, int]
"""A household, the carer it leaves (None: it has none) and the one it goes to."""
MOST_AT_ONCE: Final = 12
"""Families that may change carers for one: what asks for more is a matter for a round."""


@dataclass(frozen=True)
class Step:
    """One family of an answer: whom it leaves for whom, how near each is, how much farther it is
    then and what the new carer is not trained for. '' where a place is not known well enough."""

    families: str
    source: str
    was: str
    carer: Carer
    tier: str
    place: str
    farther: str
    lacks: str


@dataclass(frozen=True)
class Option:
    """One answer as it is shown; `code` is what taking it sends back."""

    moves: tuple[Move, ...]
    first: Step
    others: tuple[Step, ...]
    tier: Tier
    distance: str
    meets: str
    lacks: str
    load: int

    @property
    def tone(self) -> str:
        return TONES[self.tier]

    @property
    def code(self) -> str:
        return ",".join(f"{home}:{source or 0}:{to}" for home, source, to in self.moves)

    @property
    def too_many(self) -> bool:
        return len(self.others) > MOST_AT_ONCE


def decode(code: str) -> list[Move] | None:
    """The moves of an option as it was sent; None when it cannot be one."""
    sent = code.split(",")
    if len(sent) > MOST_AT_ONCE + 1:
        return None
    try:
        rows = [tuple(map(int, one.split(":"))) for one in sent]
        return [(home, source or None, target) for home, source, target in rows]
    except ValueError:
        return None


class Wording:
    """Reads once what all the answers name: carers, children, where they live."""

    def __init__(self, answers: Sequence[Answer], source: Key | None, reader: Reader) -> None:
        self.answers, self.source, self.reader = answers, source, reader
        self.given = [one for answer in answers for one in (*answer.given, *answer.moved)]

    @property
    def options(self) -> list[Option]:
        return [self._option(answer) for answer in self.answers]

    @cached_property
    def carers(self) -> dict[Key, Carer]:
        keys = {one.carer.id for one in self.given}
        keys |= {one.household.current for one in self.given if one.household.current}
        keys |= {self.source} if self.source else set()
        rows = Carer.objects.filter(pk__in=keys)
        return {carer.pk: carer for carer in rows.only("name", "place", "post")}

    @cached_property
    def load(self) -> dict[int, int]:
        return loads(self.reader.on, [int(one.carer.id) for one in self.given])

    @cached_property
    def at(self) -> dict[int, At]:
        return positions([one.place_id for one in self.carers.values() if one.place_id])

    @cached_property
    def names(self) -> dict[int, str]:
        """The children of each household by name: all of them are the reader's to pair."""
        homes = {int(one.household.id) for one in self.given}
        children = Child.objects.visible_to(self.reader, to=Permission.RUN_ROUNDS).on_register()
        found: dict[int, list[str]] = defaultdict(list)
        rows = children.filter(household__in=homes, setting=Child.Setting.SCATTERED)
        for home, name in rows.order_by("birth_date", "pk").values_list("household", "name"):
            found[home].append(name)
        return {home: "、".join(names) for home, names in found.items()}

    def _option(self, answer: Answer) -> Option:
        [first] = answer.given
        moves = [(int(first.household.id), self._id(self.source), int(first.carer.id))]
        for one in answer.moved:
            moves.append((int(one.household.id), self._id(one.household.current), int(one.carer.id)))  # fmt: skip
        known = first.household.at is not None and first.carer.at is not None
        return Option(
            tuple(moves), self._step(first, self.source),
            tuple(self._step(one, one.household.current) for one in answer.moved),
            Tier(first.tier.value), metres(first.distance) if known else "",
            words_of(first.meets), words_of(first.lacks), self.load.get(int(first.carer.id), 0),
        )  # fmt: skip

    @staticmethod
    def _id(key: Key | None) -> int | None:
        return int(key) if key else None

    def _step(self, one: Assignment, source: Key | None) -> Step:
        carer = self.carers[one.carer.id]
        before = self.carers.get(source) if source else None
        return Step(
            self.names.get(int(one.household.id), ""), before.name if before else "",
            self._tier(one.household, before) if before else "", carer,
            str(Tier(one.tier.value).label), self.reader.tree.full_name(carer.place_id, " "),
            self._farther(one, before), words_of(one.lacks),
        )  # fmt: skip

    def _tier(self, home: Household, carer: Carer) -> str:
        there = where(self.reader.tree, carer.place_id)
        return str(Tier(tier_of(home.where, there).value).label)

    def _farther(self, one: Assignment, before: Carer | None) -> str:
        """Against the carer left, where all three places have a pin."""
        there = self.at.get(before.place_id or 0) if before else None
        if one.household.at is None or one.carer.at is None or there is None:
            return ""
        was = Measure(DEFAULT).metres(one.household, one.carer._replace(at=there))
        more = one.distance - was
        if not metres(abs(more)):
            return "一样远"
        return f"比原来{'远' if more > 0 else '近'}{metres(abs(more))}"


def words_of(needs: frozenset[str]) -> str:
    return "、".join(WISHES[need] for need in sorted(needs))


def metres(distance: int) -> str:
    """A distance as people say it: by the hundred metres, '' below fifty."""
    if distance < 50:
        return ""
    if distance < 950:
        return f"约{(distance + 50) // 100 * 100}米"
    return f"约{distance / 1000:.1f}公里"
