"""What a round is given and what it answers."""

from enum import StrEnum
from typing import NamedTuple

Key = int | str


class Tier(StrEnum):
    """How near a carer is, by the places both belong to; the nearest first."""

    VILLAGE = "village"
    TOWNSHIP = "township"
    DISTRICT = "district"
    BEYOND = "beyond"
    """Another district, or a place unknown: never proposed, possible by hand."""


class Reason(StrEnum):
    """Why a household has no carer."""

    IN_INSTITUTION = "in_institution"
    NO_PLACE = "no_place"
    NO_CARER = "no_carer"
    EXPIRED_CHECKS = "expired_checks"
    ALL_FULL = "all_full"
    SIBLINGS_CARER = "siblings_carer"
    """Brothers and sisters have a carer who may not take another child now."""
    TURNED_DOWN = "turned_down"
    """Who is still free was turned down for this household before."""


class Where(NamedTuple):
    """A place by the ids of its district, township and village, as far as they are known."""

    district: Key | None = None
    township: Key | None = None
    village: Key | None = None


class Household(NamedTuple):
    """Children of one household who have no carer; `carer` is the one their siblings have,
    `refused` those turned down for it."""

    id: Key
    children: int
    where: Where
    in_institution: bool = False
    needs: frozenset[str] = frozenset()
    carer: Key | None = None
    refused: frozenset[Key] = frozenset()


class Carer(NamedTuple):
    """`free` counts households she can still take; `checked`: background check in date."""

    id: Key
    where: Where
    free: int
    load: int = 0
    checked: bool = True
    skills: frozenset[str] = frozenset()


class Assignment(NamedTuple):
    """A household given to a carer; `meets` and `lacks` are needs a carer's skill can answer."""

    household: Household
    carer: Carer
    tier: Tier
    meets: frozenset[str]
    lacks: frozenset[str]
    with_siblings: bool = False


class LeftOver(NamedTuple):
    """One reason; `whose` are the carers it hangs on, nearest first; counts are the district's."""

    household: Household
    reason: Reason
    whose: tuple[Key, ...] = ()
    waiting: int = 0
    places: int = 0


class Result(NamedTuple):
    assignments: list[Assignment]
    left_over: list[LeftOver]


def tier_of(one: Where, other: Where) -> Tier:
    """The smallest place both are known to share."""
    if one.district is None or one.district != other.district:
        return Tier.BEYOND
    if one.township is None or one.township != other.township:
        return Tier.DISTRICT
    same_village = one.village is not None and one.village == other.village
    return Tier.VILLAGE if same_village else Tier.TOWNSHIP
