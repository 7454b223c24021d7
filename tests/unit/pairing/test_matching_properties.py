"""The engine against brute force on every small city Hypothesis thinks of."""

import random
from collections import Counter
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.pairing.matching import (
    Carer,
    Household,
    Policy,
    Reason,
    Result,
    Tier,
    Variant,
    Where,
    match,
)
from nuantong.pairing.matching.measure import Measure, centres_of
from nuantong.pairing.matching.values import Assignment

PLACES = [
    Where(1, 11, 111), Where(1, 11, 112), Where(1, 12, 121), Where(1, 11), Where(1),
    Where(2, 21, 211), Where(),
]  # fmt: skip
NEEDS = st.frozensets(st.sampled_from(["study", "legal", "housing"]), max_size=2)
SKILLS = st.frozensets(st.sampled_from(["education", "law"]), max_size=2)
POINT = st.none() | st.tuples(st.integers(0, 9), st.integers(0, 9)).map(
    lambda at: (at[0] * 3_001, at[1] * 2_999)
)
NUMBER = st.none() | st.integers(0, 3)
REFUSED = st.frozensets(st.integers(0, 3), max_size=2)

household_ = st.tuples(
    st.integers(1, 3), st.sampled_from(PLACES), st.just(False), NEEDS, st.none(), REFUSED, POINT,
    NUMBER,
)  # fmt: skip
households_ = st.lists(household_, max_size=5).map(
    lambda rows: [Household(n, *row) for n, row in enumerate(rows)]
)
carer_ = st.tuples(
    st.sampled_from(PLACES), st.integers(0, 2), st.integers(0, 2), st.booleans(), SKILLS, POINT
)
carers_ = st.lists(carer_, max_size=4).map(
    lambda rows: [Carer(n, *row) for n, row in enumerate(rows)]
)
borders_ = st.sampled_from([frozenset(), frozenset({(1, 2)}), frozenset({(2, 1)})])

Answer = list[Assignment]


def every_answer(
    waiting: list[Household], carers: list[Carer], places: Counter, measure: Measure
) -> Iterator[Answer]:
    if not waiting:
        yield []
        return
    first, *rest = waiting
    yield from every_answer(rest, carers, places, measure)
    for carer in carers:
        if may(first, carer, measure) and places[carer.id]:
            places[carer.id] -= 1
            for others in every_answer(rest, carers, places, measure):
                yield [measure.assign(first, carer), *others]
            places[carer.id] += 1


def may(household: Household, carer: Carer, measure: Measure) -> bool:
    return (
        carer.checked
        and carer.id not in household.refused
        and measure.may_meet(household, carer)
        and measure.metres(household, carer) <= measure.policy.range_m
    )


def alone(answer: Answer, households: list[Household]) -> int:
    return sum(h.children for h in households) - sum(a.household.children for a in answer)


def summed(answer: Answer, households: list[Household], policy: Policy) -> int:
    return sum(a.cost for a in answer) + alone(answer, households) * policy.unmatched_cost


def in_order(answer: Answer, households: list[Household], policy: Policy) -> tuple[int, ...]:
    """What a strict order compares, the smaller the better."""
    near = Counter()
    for a in answer:
        near[a.tier] += a.household.children
    beyond = [
        sum(a.household.children for a in answer if a.distance > metres)
        for metres in (20_000, 15_000, 10_000)
    ]
    tiers = policy.tier_cost
    rest = sum(
        a.cost - a.household.children * tiers[Tier.DISTRICT if a.tier is Tier.BEYOND else a.tier]
        for a in answer
    )
    first = [alone(answer, households)]
    if policy.variant is Variant.CLASSES:
        first += beyond
    far = near[Tier.DISTRICT] + near[Tier.BEYOND]
    return (*first, near[Tier.TOWNSHIP] + far, far, rest)


def answers(households: list[Household], carers: list[Carer], policy: Policy) -> list[Answer]:
    measure = Measure(policy, centres_of(households, carers))
    return list(every_answer(households, carers, Counter({c.id: c.free for c in carers}), measure))


@settings(max_examples=300)
@given(households_, carers_, borders_)
def test_no_other_answer_costs_less_and_the_proof_says_so(
    households: list[Household], carers: list[Carer], border: frozenset
):
    policy = Policy(cross_border=border)
    result = match(households, carers, policy)
    best = min(summed(one, households, policy) for one in answers(households, carers, policy))
    assert result.cost == result.bound == best
    assert summed(result.assignments, households, policy) == best


@settings(max_examples=150)
@given(households_, carers_, st.sampled_from([Variant.STRICT, Variant.CLASSES]))
def test_in_a_strict_order_no_answer_comes_before_the_one_given(
    households: list[Household], carers: list[Carer], variant: Variant
):
    policy = Policy(variant)
    result = match(households, carers, policy)
    best = min(in_order(one, households, policy) for one in answers(households, carers, policy))
    assert in_order(result.assignments, households, policy) == best
    assert result.cost == result.bound


@settings(max_examples=100)
@given(households_, carers_)
def test_limits_hold_and_nobody_is_forgotten(households: list[Household], carers: list[Carer]):
    result = match(households, carers)
    measure = Measure(Policy(), centres_of(households, carers))
    taken = Counter(a.carer.id for a in result.assignments)
    assert all(taken[carer.id] <= carer.free * carer.checked for carer in carers)
    assert all(may(a.household, a.carer, measure) for a in result.assignments)
    answered = [a.household.id for a in result.assignments]
    answered += [left.household.id for left in result.left_over]
    assert sorted(answered) == [household.id for household in households]


@settings(max_examples=100)
@given(households_, carers_, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(
    households: list[Household], carers: list[Carer], dice: random.Random
):
    shuffled = dice.sample(households, len(households)), dice.sample(carers, len(carers))
    assert match(*shuffled) == match(households, carers)


@settings(max_examples=100)
@given(households_, carers_)
def test_a_reason_is_true(households: list[Household], carers: list[Carer]):
    result = match(households, carers)
    measure = Measure(Policy(), centres_of(households, carers))
    taken = Counter(a.carer.id for a in result.assignments)
    for left in result.left_over:
        near = [
            c for c in carers
            if measure.may_meet(left.household, c)
            and measure.metres(left.household, c) <= measure.policy.range_m
        ]  # fmt: skip
        free = {c.id for c in near if c.checked and taken[c.id] < c.free}
        assert free <= left.household.refused
        everybody = bool(near) and {c.id for c in near} <= left.household.refused
        assert (left.reason == Reason.TURNED_DOWN) == (bool(free) or everybody)
        if left.reason == Reason.NO_CARER:
            assert not near
        if left.reason == Reason.EXPIRED_CHECKS:
            assert set(left.whose) <= {c.id for c in near if not c.checked and c.free}


def nobody_lost(households: list[Household], result: Result) -> bool:
    left = {one.household.id for one in result.left_over}
    return not any(h.current is not None and h.id in left for h in households)


@settings(max_examples=100)
@given(households_, carers_)
def test_who_has_a_carer_is_not_left_over_where_all_present_pairs_may_stay(
    households: list[Household], carers: list[Carer]
):
    measure = Measure(Policy(keep=True), centres_of(households, carers))
    by_id = {carer.id: carer for carer in carers}
    places = Counter({carer.id: carer.free for carer in carers})
    kept = []
    for one in households:
        carer = by_id.get(one.current)
        stays = carer is not None and may(one, carer, measure) and places[carer.id] > 0
        places[one.current] -= stays
        kept.append(one if stays else one._replace(current=None))
    assert nobody_lost(kept, match(kept, carers, measure.policy))
