"""A region that is short of places, as two lists that can be counted."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.models import LeftOver, Proposal, Shortage
from nuantong.pairing.queries.common import names_of
from nuantong.people.models import Carer, Child

NAMED = 400
"""Longer lists are counted by village and not named."""


@dataclass
class Group:
    """Households, or carers, of one village; names as far as the reader may see them."""

    place: list[str]
    count: int = 0
    special: int = 0
    """Of the households those left over; of the carers their places."""
    names: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Lists:
    households: list[Group]
    carers: list[Group]
    waiting: int
    places: int
    elsewhere: int
    """Households outside the reader's scope: counted, not shown."""

    @property
    def short(self) -> int:
        return self.waiting - self.places

    @property
    def carer_count(self) -> int:
        return sum(group.count for group in self.carers)


def lists_of(shortage: Shortage, reader: Reader) -> Lists:
    """Five queries: where the households stand in the round, their children, the carers."""
    homes = _households(shortage, reader)
    shown = sum(group.count for group in homes)
    waiting = len(shortage.households)
    return Lists(homes, _carers(shortage, reader), waiting, shortage.places, waiting - shown)


def _households(shortage: Shortage, reader: Reader) -> list[Group]:
    ids = set(shortage.households)
    places: dict[int, int | None] = {}
    alone: set[int] = set()
    for model in (Proposal, LeftOver):
        rows = model.objects.visible_to(reader).filter(round=shortage.round_id)
        if model is Proposal:
            rows = rows.filter(state__in=Proposal.LIVE)
        for household, place in rows.filter(household__in=ids).values_list("household", "place"):
            places[household] = place
            alone |= {household} if model is LeftOver else set()
    named = _names(places, reader)
    groups: dict[int | None, Group] = {}
    for household, place in places.items():
        group = groups.setdefault(place, Group(names_of(place, reader)))
        group.count += 1
        group.special += household in alone
        group.names += [named[household]] if household in named else []
    return sorted(groups.values(), key=lambda group: group.place)


def _names(households: Collection[int], reader: Reader) -> dict[int, str]:
    if not households or len(households) > NAMED:
        return {}
    children = Child.objects.visible_to(reader, to=Permission.RUN_ROUNDS).on_register()
    rows = children.filter(household__in=list(households)).order_by("birth_date", "pk")
    found: dict[int, list[str]] = defaultdict(list)
    for household, name in rows.values_list("household", "name"):
        found[household].append(name)
    return {household: "、".join(names) for household, names in found.items()}


def _carers(shortage: Shortage, reader: Reader) -> list[Group]:
    """With how many households of the round each has got."""
    given = _given(shortage)
    groups: dict[int | None, Group] = {}
    rows = Carer.objects.filter(pk__in=shortage.carers).values_list("pk", "name", "place")
    for pk, name, place in rows.order_by("pinyin", "pk"):
        group = groups.setdefault(place, Group(names_of(place, reader)))
        group.count += 1
        group.special += given[pk]
        if len(shortage.carers) <= NAMED:
            group.names.append(f"{name}（{given[pk]} 户）")
    return sorted(groups.values(), key=lambda group: group.place)


def _given(shortage: Shortage) -> Counter[int]:
    """Households each carer has got in the round: all her places, or she would not be here."""
    rows = Proposal.objects.filter(round=shortage.round_id, state__in=Proposal.LIVE)
    return Counter(rows.filter(carer__in=shortage.carers).values_list("carer", flat=True))
