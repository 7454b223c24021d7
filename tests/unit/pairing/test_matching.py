"""Who takes whom: each line of the table is one rule, readable by whoever has to explain it."""

import pytest

from nuantong.pairing.matching import (
    Carer,
    Household,
    Reason,
    Result,
    Tier,
    Where,
    match,
    tier_of,
)

VILLAGE = Where("巴南", "麻柳嘴", "感应")
NEXT_VILLAGE = Where("巴南", "麻柳嘴", "望江")
OTHER_TOWNSHIP = Where("巴南", "东温泉", "新玉")
OTHER_DISTRICT = Where("永川", "仙龙", "双星")
TOWNSHIP_ONLY = Where("巴南", "麻柳嘴")


def household(id: str = "h", children: int = 1, where: Where = VILLAGE, **values) -> Household:
    return Household(id, children, where, **values)


def carer(id: str = "c", where: Where = VILLAGE, free: int = 1, **values) -> Carer:
    return Carer(id, where, free, **values)


def pairs(result: Result) -> dict:
    return {a.household.id: (a.carer.id, a.tier) for a in result.assignments}


def reasons(result: Result) -> dict:
    return {left.household.id: left.reason for left in result.left_over}


@pytest.mark.parametrize(
    ("who", "where", "tier"),
    [
        ("the same village", VILLAGE, Tier.VILLAGE),
        ("the next village", NEXT_VILLAGE, Tier.TOWNSHIP),
        ("a carer whose village is not known", TOWNSHIP_ONLY, Tier.TOWNSHIP),
        ("another township", OTHER_TOWNSHIP, Tier.DISTRICT),
        ("another district", OTHER_DISTRICT, Tier.BEYOND),
        ("a place not known", Where(), Tier.BEYOND),
    ],
)
def test_the_tier_is_the_smallest_place_both_are_known_to_share(who, where, tier):
    assert tier_of(VILLAGE, where) == tier, who


CASES = [
    ("who was turned down is not proposed again while somebody else is free",
     [household(refused=frozenset({"near"}))], [carer("near"), carer("far", OTHER_TOWNSHIP)],
     {"h": ("far", Tier.DISTRICT)}, {}),
    ("who minds chooses before who does not",
     [household("many", 3), household("minds", refused=frozenset({"a"}))],
     [carer("a"), carer("b")],
     {"many": ("a", Tier.VILLAGE), "minds": ("b", Tier.VILLAGE)}, {}),
    ("two who mind exchange rather than that one waits",
     [household("h1", refused=frozenset({"x"})), household("h2", refused=frozenset({"y"})),
      household("h3", refused=frozenset({"z"}))],
     [carer("x"), carer("y"), carer("z")],
     {"h1": ("y", Tier.VILLAGE), "h2": ("z", Tier.VILLAGE), "h3": ("x", Tier.VILLAGE)}, {}),
    ("when only those turned down are free, that is the reason",
     [household(refused=frozenset({"c"}))], [carer()], {}, {"h": Reason.TURNED_DOWN}),
    ("a brother or sister is not given to a carer who was turned down for them",
     [household(carer="c", refused=frozenset({"c"}))], [carer(free=0)],
     {}, {"h": Reason.TURNED_DOWN}),
    ("nobody near is nearer than somebody next door",
     [household()], [carer("far", OTHER_TOWNSHIP), carer("near", NEXT_VILLAGE), carer("here")],
     {"h": ("here", Tier.VILLAGE)}, {}),
    ("the own village's household comes before the neighbour's",
     [household("neighbour", where=NEXT_VILLAGE), household("own")], [carer()],
     {"own": ("c", Tier.VILLAGE)}, {"neighbour": Reason.ALL_FULL}),
    ("of two households the larger sibling group goes first",
     [household("one", 1), household("three", 3)], [carer()],
     {"three": ("c", Tier.VILLAGE)}, {"one": Reason.ALL_FULL}),
    ("capacity counts households, whatever the number of children",
     [household("a", 4), household("b", 4)], [carer(free=2)],
     {"a": ("c", Tier.VILLAGE), "b": ("c", Tier.VILLAGE)}, {}),
    ("households are spread before anybody takes a second one",
     [household("a"), household("b")], [carer("c1", free=2), carer("c2", free=2)],
     {"a": ("c2", Tier.VILLAGE), "b": ("c1", Tier.VILLAGE)}, {}),
    ("a carer with fewer households is asked first",
     [household()], [carer("busy", load=1), carer("idle")],
     {"h": ("idle", Tier.VILLAGE)}, {}),
    ("among equals the one who answers the need",
     [household(needs=frozenset({"legal"}))],
     [carer("a"), carer("b", skills=frozenset({"law"}))], {"h": ("b", Tier.VILLAGE)}, {}),
    ("a skill nobody asks for is kept for others",
     [household()], [carer("a", skills=frozenset({"law"})), carer("b")],
     {"h": ("b", Tier.VILLAGE)}, {}),
    ("near without the skill is better than far with it",
     [household(needs=frozenset({"study"}))],
     [carer("a", NEXT_VILLAGE, skills=frozenset({"education"})), carer("b")],
     {"h": ("b", Tier.VILLAGE)}, {}),
    ("a child in an institution is outside pairing",
     [household(in_institution=True)], [carer()], {}, {"h": Reason.IN_INSTITUTION}),
    ("a child whose district is not known waits for its address",
     [household(where=Where())], [carer()], {}, {"h": Reason.NO_PLACE}),
    ("a household of which only the township is known is paired in the township",
     [household(where=TOWNSHIP_ONLY)], [carer()], {"h": ("c", Tier.TOWNSHIP)}, {}),
    ("no carer in the whole district",
     [household()], [carer(where=OTHER_DISTRICT)], {}, {"h": Reason.NO_CARER}),
    ("a check out of date bars the carer next door",
     [household()], [carer("out", checked=False), carer("in", OTHER_TOWNSHIP)],
     {"h": ("in", Tier.DISTRICT)}, {}),
    ("only checks out of date", [household()], [carer(checked=False)], {},
     {"h": Reason.EXPIRED_CHECKS}),
    ("everybody full", [household()], [carer(free=0)], {}, {"h": Reason.ALL_FULL}),
    ("a full carer without a check is full, not a reason to renew",
     [household()], [carer("full", free=0), carer("out", free=0, checked=False)], {},
     {"h": Reason.ALL_FULL}),
    ("a new brother goes to his sister's carer, full or not, far or not",
     [household(carer="c")], [carer(free=0, where=OTHER_DISTRICT), carer("near")],
     {"h": ("c", Tier.BEYOND)}, {}),
    ("a new brother waits when the check of his sister's carer is out of date",
     [household(carer="c")], [carer(checked=False), carer("near")], {},
     {"h": Reason.SIBLINGS_CARER}),
    ("a new brother waits when his sister's carer has left the list",
     [household(carer="gone")], [carer()], {}, {"h": Reason.SIBLINGS_CARER}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "households", "carers", "paired", "left"), CASES)
def test_rule(rule, households, carers, paired, left):
    result = match(households, carers)
    assert pairs(result) == paired, rule
    assert reasons(result) == left, rule


def test_a_reason_names_the_nearest_carers_it_hangs_on():
    far = [carer(f"far{n}", OTHER_TOWNSHIP, checked=False) for n in range(6)]
    near = carer("near", NEXT_VILLAGE, checked=False)
    (left,) = match([household()], [*far, near]).left_over
    assert left.whose == ("near", "far0", "far1", "far2", "far3")


def test_everybody_full_comes_with_the_proof_of_the_district():
    households = [household(f"h{n}") for n in range(3)]
    (left,) = match(households, [carer(free=2)]).left_over
    assert (left.waiting, left.places) == (3, 2)


def test_an_assignment_says_what_fits_and_what_does_not():
    needs = frozenset({"study", "legal", "housing"})
    (given,) = match([household(needs=needs)], [carer(skills=frozenset({"law"}))]).assignments
    assert (given.meets, given.lacks) == ({"legal"}, {"study"})
