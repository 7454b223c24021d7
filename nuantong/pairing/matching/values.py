"""What a round is given and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from nuantong.pairing.matching.districts import District
    from nuantong.pairing.matching.measure import Measure

Key = int | str
At = tuple[int, int]
"""Metres on a plane, east and north."""
Progress = Callable[[int, int], None]
"""Told (households answered, of all) now and then; what it raises cancels the work."""


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
    """Nobody in range."""
    EXPIRED_CHECKS = "expired_checks"
    ALL_FULL = "all_full"
    SIBLINGS_CARER = "siblings_carer"
    """Brothers and sisters have a carer who may not take another child now."""
    TURNED_DOWN = "turned_down"
    """Who is still free was turned down for this household before."""
    TOO_DEAR = "too_dear"
    """Somebody is free, but the policy counts more for her than for having nobody."""
    ONLY_BY_MOVES = "only_by_moves"
    """A free place is reached only by moving other families, at more than the policy counts."""
    ACROSS_BORDER = "across_border"
    """Nobody of the district, but somebody free in range across its border."""


class Variant(StrEnum):
    """What comes first."""

    POLICY = "policy"
    """The sum of all costs, each weighed as the policy says."""
    STRICT = "strict"
    """Most children with a carer, then in the same village, then in the same township, then the
    smallest sum of distances and needs: no shorter way buys a place in the order before it."""
    CLASSES = "classes"
    """Most children with a carer, then fewest beyond 20, 15 and 10 km, then as in `strict`."""


TIER_COST: Final[Mapping[str, int]] = {"village": 0, "township": 30_000, "district": 100_000}


@dataclass(frozen=True)
class Policy:
    """What a round weighs, in metres or their worth, for each child.

    `keep`: no household that has a carer loses her for nobody, whatever it would save.
    `cross_border`: pairs of districts whose households and carers may meet, in either order.
    `answers`: need → the skill that answers it; None: those of the product (`needs.ANSWERS`).
    """

    variant: Variant = Variant.POLICY
    range_m: int = 25_000
    tier_cost: Mapping[str, int] = field(default_factory=lambda: dict(TIER_COST))
    preference_cost: int = 2_000
    move_cost: int = 10_000
    unmatched_cost: int = 1_000_000
    cross_border: frozenset[tuple[Key, Key]] = frozenset()
    answers: Mapping[str, str] | None = None
    keep: bool = False


DEFAULT: Final = Policy()


APART: Final = frozenset({Reason.IN_INSTITUTION, Reason.SIBLINGS_CARER})
"""Reasons of households that take no part in sharing out."""


class Where(NamedTuple):
    """A place by the ids of its district, township and village, as far as they are known."""

    district: Key | None = None
    township: Key | None = None
    village: Key | None = None


class Household(NamedTuple):
    """Children of one household, never split.

    `carer` is the one their siblings have and they join; `refused` those turned down for it;
    `current` the carer it has now, whom it may leave at the price of a move; `fixed` the carer an
    officer pinned it to.
    """

    id: Key
    children: int
    where: Where
    in_institution: bool = False
    needs: frozenset[str] = frozenset()
    carer: Key | None = None
    refused: frozenset[Key] = frozenset()
    at: At | None = None
    current: Key | None = None
    fixed: Key | None = None


class Carer(NamedTuple):
    """`free` counts households she can still take; `checked`: background check in date."""

    id: Key
    where: Where
    free: int
    load: int = 0
    checked: bool = True
    skills: frozenset[str] = frozenset()
    at: At | None = None


class Assignment(NamedTuple):
    """A household given to a carer; `meets` and `lacks` are needs a carer's skill can answer.

    `distance` is in metres, `cost` what the policy counts for it, all children together; a
    household that joins the siblings' carer takes no place and costs nothing.
    """

    household: Household
    carer: Carer
    tier: Tier
    meets: frozenset[str]
    lacks: frozenset[str]
    with_siblings: bool = False
    distance: int = 0
    cost: int = 0


class LeftOver(NamedTuple):
    """One reason; `whose` are the carers it hangs on, nearest first.

    Where a region is short, `waiting` households can only reach `places`, and `shortage` is its
    number in `Result.shortages`.
    """

    household: Household
    reason: Reason
    whose: tuple[Key, ...] = ()
    waiting: int = 0
    places: int = 0
    shortage: int | None = None


class Shortage(NamedTuple):
    """Households that can only reach these carers, and they have fewer places (Hall 1935): who
    does not believe it may count."""

    households: tuple[Key, ...]
    carers: tuple[Key, ...]
    places: int


@dataclass
class Result:
    """`cost` of the whole, those left over included; it is proven least when `bound` equals it.

    `prices` says for each carer what one more place of hers would save; those not named, nothing.
    """

    assignments: list[Assignment]
    left_over: list[LeftOver]
    cost: int = 0
    bound: int = 0
    prices: dict[Key, int] = field(default_factory=dict)
    shortages: list[Shortage] = field(default_factory=list)
    districts: list["District"] = field(default_factory=list, compare=False, repr=False)
    """The solved problems, warm (see `districts.District`)."""
    measure: "Measure | None" = field(default=None, compare=False, repr=False)

    def summed(self, policy: Policy) -> int:
        """Every pair, and `unmatched_cost` for every child that took part and has nobody."""
        alone = sum(one.household.children for one in self.left_over if one.reason not in APART)
        return sum(one.cost for one in self.assignments) + alone * policy.unmatched_cost


def tier_of(one: Where, other: Where) -> Tier:
    """The smallest place both are known to share."""
    if one.district is None or one.district != other.district:
        return Tier.BEYOND
    if one.township is None or one.township != other.township:
        return Tier.DISTRICT
    same_village = one.village is not None and one.village == other.village
    return Tier.VILLAGE if same_village else Tier.TOWNSHIP
