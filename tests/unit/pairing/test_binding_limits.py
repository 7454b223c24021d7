"""The limit a reason names is the one that binds: without it more would be possible. Small towns,
solved again each time one limit is lifted."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.pairing.matching import Carer, Household, LeftOver, Policy, Reason, Where, match
from nuantong.pairing.matching.alternatives import NEXT, alternatives
from nuantong.pairing.matching.measure import Measure
from nuantong.pairing.matching.values import APART, Result, Tier, Variant, tier_of

FEW = {"village": 0, "township": 30, "district": 100}
POLICIES = st.builds(
    Policy,
    variant=st.sampled_from(Variant),
    range_m=st.just(100),
    tier_cost=st.just(FEW),
    preference_cost=st.just(20),
    move_cost=st.sampled_from([0, 60]),
    unmatched_cost=st.sampled_from([90, 200, 100_000]),
    answers=st.just({"n": "s"}),
)
POINTS = st.tuples(st.integers(0, 160), st.integers(0, 60))
PLACES = st.builds(Where, st.sampled_from("ab"), st.sampled_from("xy"), st.sampled_from("vw"))
CODES = ["C0", "C1", "C2", "C3"]
MARKS = st.frozensets(st.sampled_from(["n"]))


def people(kind, **fields):
    return st.lists(st.tuples(PLACES, POINTS, st.fixed_dictionaries(fields)), max_size=7).map(
        lambda rows: [
            kind(f"{kind.__name__[0]}{n}", where=where, at=at, **more)
            for n, (where, at, more) in enumerate(rows)
        ]
    )


HOUSEHOLDS = people(
    Household,
    children=st.integers(1, 3),
    needs=MARKS,
    refused=st.frozensets(st.sampled_from(CODES), max_size=2),
    current=st.sampled_from([None, None, *CODES]),
)
CARERS = people(
    Carer,
    free=st.integers(0, 2),
    checked=st.sampled_from([True, True, True, False]),
    skills=st.frozensets(st.sampled_from(["s"])),
)


def alone(result: Result) -> int:
    """Children that took part and have nobody."""
    return sum(one.household.children for one in result.left_over if one.reason not in APART)


def cost_of(one: Household, carer: Carer, policy: Policy) -> int:
    """For each child."""
    return Measure(policy).assign(one, carer).cost // one.children


def lifted(left: LeftOver, households, carers, policy) -> Result:
    """The answer without the limit the reason names."""
    one, whose = left.household, set(left.whose)
    able = [c._replace(free=c.free + 1, checked=True) if c.id in whose else c for c in carers]
    match left.reason:
        case Reason.ONLY_BY_MOVES:
            policy = replace(policy, unmatched_cost=10**9)
        case Reason.TOO_DEAR:
            policy, carers = replace(policy, unmatched_cost=10**9), able
        case Reason.TURNED_DOWN:
            free = one._replace(refused=one.refused - whose)
            households, carers = [free if other is one else other for other in households], able
            if all(
                cost_of(one, c, policy) >= policy.unmatched_cost for c in carers if c.id in whose
            ):
                policy = replace(policy, unmatched_cost=10**9)
        case Reason.EXPIRED_CHECKS:
            carers = [c._replace(checked=True) if c.id in whose else c for c in carers]
        case Reason.ACROSS_BORDER:
            policy = replace(policy, cross_border=frozenset({("a", "b")}))
        case Reason.ALL_FULL:
            carers = able
        case Reason.NO_CARER:
            here = Carer("new", where=one.where, at=one.at, free=1, skills=frozenset("s"))
            carers = [*carers, here]
    return match(households, carers, policy)


@settings(max_examples=120)
@given(HOUSEHOLDS, CARERS, POLICIES)
def test_without_the_limit_it_names_more_would_be_possible(households, carers, policy):
    result = match(households, carers, policy)
    for left in result.left_over:
        free = lifted(left, households, carers, policy)
        same_counts = free.measure.policy.unmatched_cost == policy.unmatched_cost
        if policy.variant is Variant.POLICY and same_counts:
            assert free.cost < result.cost, left
        else:
            assert alone(free) < alone(result), left


def others(one: Household, has: Carer, carers, result: Result):
    """(cost, carer) of everybody else she could be given by the rules, the cheapest first."""
    able = [
        other for other in carers
        if other.id != has.id and other.checked and other.free > 0 and other.id not in one.refused
        and result.measure.may_meet(one, other)
        and result.measure.metres(one, other) <= result.measure.policy.range_m
    ]  # fmt: skip
    return sorted((result.measure.assign(one, other).cost, other.id) for other in able)


@settings(max_examples=120)
@given(HOUSEHOLDS, CARERS, POLICIES)
def test_the_two_next_best_are_the_two_next_best_with_those_costs(households, carers, policy):
    result = match(households, carers, policy)
    given_to = {one.household.id: one for one in result.assignments}
    found = alternatives(result, list(given_to))
    taken = [one.carer.id for one in result.assignments]
    for key, has in given_to.items():
        nearby = others(has.household, has.carer, carers, result)
        said = found.get(key, [])
        assert [one.other.cost for one in said] == [cost for cost, _ in nearby[:NEXT]]
        for one in said:
            assert (one.other.cost, one.other.carer.id) in nearby
            assert one.dearer == one.other.cost - has.cost
            assert (one.holder is None) == (taken.count(one.other.carer.id) < one.other.carer.free)
            if one.holder is not None:
                assert given_to[one.holder].carer.id == one.other.carer.id


@settings(max_examples=80)
@given(HOUSEHOLDS, CARERS, POLICIES.filter(lambda one: one.variant is Variant.POLICY))
def test_going_to_the_next_best_costs_all_at_least_what_is_said(households, carers, policy):
    result = match(households, carers, policy)
    for key, some in alternatives(result, [one.household.id for one in result.assignments]).items():
        for one in some:
            pinned = [
                h._replace(fixed=one.other.carer.id) if h.id == key else h for h in households
            ]
            assert match(pinned, carers, policy).cost - result.cost >= one.at_least


@settings(max_examples=60)
@given(HOUSEHOLDS, CARERS, POLICIES)
def test_what_a_proposal_says_of_itself_is_so(households, carers, policy):
    for one in match(households, carers, policy).assignments:
        (x, y), (a, b) = one.household.at, one.carer.at
        assert one.distance**2 <= (x - a) ** 2 + (y - b) ** 2 < (one.distance + 1) ** 2
        assert one.tier is tier_of(one.household.where, one.carer.where) is not Tier.BEYOND
        assert one.lacks == (one.household.needs if "s" not in one.carer.skills else frozenset())
        moved = one.household.current not in (None, one.carer.id)
        each = one.distance + FEW[one.tier.value] + 20 * len(one.lacks) + policy.move_cost * moved
        assert one.cost == one.household.children * each
