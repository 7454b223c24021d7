"""The engine against brute force on every small city Hypothesis thinks of, and at full size."""

import random
import time
from collections import Counter
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.pairing.matching import Carer, Household, Reason, Result, Tier, Where, match, tier_of

TIERS = (Tier.VILLAGE, Tier.TOWNSHIP, Tier.DISTRICT)
PLACES = [
    Where(1, 11, 111), Where(1, 11, 112), Where(1, 12, 121), Where(1, 11), Where(1),
    Where(2, 21, 211), Where(),
]  # fmt: skip

households_ = st.lists(st.tuples(st.integers(1, 4), st.sampled_from(PLACES)), max_size=5).map(
    lambda rows: [Household(n, *row) for n, row in enumerate(rows)]
)
carers_ = st.lists(
    st.tuples(st.sampled_from(PLACES), st.integers(0, 2), st.booleans()), max_size=4
).map(lambda rows: [Carer(n, where, free, 0, ok) for n, (where, free, ok) in enumerate(rows)])

Pairs = list[tuple[Household, Tier]]


def every_assignment(
    waiting: list[Household], carers: list[Carer], places: Counter
) -> Iterator[Pairs]:
    if not waiting:
        yield []
        return
    first, *rest = waiting
    yield from every_assignment(rest, carers, places)
    for carer in carers:
        tier = tier_of(first.where, carer.where)
        if carer.checked and places[carer.id] and tier in TIERS:
            places[carer.id] -= 1
            for others in every_assignment(rest, carers, places):
                yield [(first, tier), *others]
            places[carer.id] += 1


def by_households(pairs: Pairs) -> tuple[int, ...]:
    """Households with a carer, then how near: the order the engine claims to be best in."""
    count = Counter(tier for _, tier in pairs)
    return (len(pairs), *(count[tier] for tier in TIERS))


def by_children(pairs: Pairs) -> tuple[int, ...]:
    count: Counter[Tier] = Counter()
    for household, tier in pairs:
        count[tier] += household.children
    return tuple(count[tier] for tier in TIERS)


def found(result: Result) -> Pairs:
    return [(a.household, a.tier) for a in result.assignments]


@settings(max_examples=300, deadline=None)
@given(households_, carers_)
def test_no_other_assignment_is_better(households: list[Household], carers: list[Carer]):
    pairs = found(match(households, carers))
    places = Counter({carer.id: carer.free for carer in carers})
    others = list(every_assignment(households, carers, places))
    assert by_households(pairs) == max(map(by_households, others))
    assert by_children(pairs) == max(map(by_children, others))


@given(households_, carers_)
def test_limits_hold_and_nobody_is_forgotten(households: list[Household], carers: list[Carer]):
    result = match(households, carers)
    taken = Counter(a.carer.id for a in result.assignments)
    assert all(taken[carer.id] <= carer.free * carer.checked for carer in carers)
    assert all(a.tier == tier_of(a.household.where, a.carer.where) for a in result.assignments)
    answered = [a.household.id for a in result.assignments]
    answered += [left.household.id for left in result.left_over]
    assert sorted(answered) == [household.id for household in households]


@given(households_, carers_, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(
    households: list[Household], carers: list[Carer], dice: random.Random
):
    shuffled = dice.sample(households, len(households)), dice.sample(carers, len(carers))
    assert match(*shuffled) == match(households, carers)


refusing_ = st.builds(
    lambda households, refused: [
        household._replace(refused=frozenset(of))
        for household, of in zip(households, refused, strict=False)
    ],
    households_,
    st.lists(st.sets(st.integers(0, 3), max_size=2), min_size=5, max_size=5),
)


@settings(max_examples=300, deadline=None)
@given(refusing_, carers_)
def test_nobody_gets_who_was_turned_down_nor_waits_beside_anybody_else(
    households: list[Household], carers: list[Carer]
):
    result = match(households, carers)
    assert all(a.carer.id not in a.household.refused for a in result.assignments)
    taken = Counter(a.carer.id for a in result.assignments)
    free = [c for c in carers if c.checked and taken[c.id] < c.free]
    for left in result.left_over:
        near = {c.id for c in free if tier_of(left.household.where, c.where) in TIERS}
        assert near <= left.household.refused
        assert (left.reason == Reason.TURNED_DOWN) == bool(near)


@given(refusing_, carers_, st.randoms(use_true_random=False))
def test_the_order_changes_nothing_with_refusals_either(
    households: list[Household], carers: list[Carer], dice: random.Random
):
    shuffled = dice.sample(households, len(households)), dice.sample(carers, len(carers))
    assert match(*shuffled) == match(households, carers)


def city(size: int) -> tuple[list[Household], list[Carer]]:
    dice = random.Random(2018)
    villages = [Where(n % 38, n % 1031 + 38 * (n % 38), n) for n in range(11_270)]
    needs = ["study", "medical", "legal", "counselling", "housing"]
    households = [
        Household(n, dice.choice([1, 1, 1, 2, 2, 3]), dice.choice(villages),
                  needs=frozenset(dice.sample(needs, dice.randrange(3))))
        for n in range(size)
    ]  # fmt: skip
    skills = ["education", "medical", "law", "psychology"]
    carers = [
        Carer(n, dice.choice(villages), dice.choice([1, 1, 1, 2, 3]), 0, dice.random() < 0.9,
              frozenset(dice.sample(skills, dice.randrange(3))))
        for n in range(10_000)
    ]  # fmt: skip
    return households, carers


def test_a_city_takes_well_under_a_second():
    households, carers = city(9_800)
    start = time.process_time()
    match(households, carers)
    assert time.process_time() - start < 1


def test_one_village_with_all_the_children_is_no_slower():
    households, carers = city(9_800)
    here = Where(1, 1, 1)
    crowded = [household._replace(where=here) for household in households]
    gathered = [carer._replace(where=here) for carer in carers]
    start = time.process_time()
    match(crowded, gathered)
    assert time.process_time() - start < 1
