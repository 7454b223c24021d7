"""Every reason is true: checked against the input, pair by pair."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.pairing.matching import Carer, Household, Policy, Reason, Where, match
from nuantong.pairing.matching.values import APART, Result

POLICY = Policy(range_m=100, answers={"n": "s"})
DEAR = Policy(range_m=100, unmatched_cost=200, answers={"n": "s"})
POINTS = st.tuples(st.integers(0, 160), st.integers(0, 60))
PLACES = st.builds(Where, st.sampled_from("ab"), st.sampled_from("xy"), st.sampled_from("vw"))


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
    refused=st.frozensets(st.sampled_from(["C0", "C1", "C2"]), max_size=2),
)
CARERS = people(Carer, free=st.integers(0, 2), checked=st.sampled_from([True, True, True, False]))


def ranged(household: Household, carer: Carer) -> bool:
    (x, y), (a, b) = household.at, carer.at
    return (x - a) ** 2 + (y - b) ** 2 < 101**2


def home(household: Household, carer: Carer) -> bool:
    return household.where.district == carer.where.district and ranged(household, carer)


def free_after(result: Result, carers: list[Carer]) -> set[str]:
    taken = [one.carer.id for one in result.assignments]
    return {one.id for one in carers if one.checked and taken.count(one.id) < one.free}


@settings(max_examples=60)
@given(HOUSEHOLDS, CARERS, st.sampled_from([POLICY, DEAR]))
def test_a_reason_is_true_and_names_who_it_hangs_on(households, carers, policy):
    result = match(households, carers, policy)
    free = free_after(result, carers)
    for left in result.left_over:
        one = left.household
        near = [carer for carer in carers if home(one, carer)]
        able = {carer.id for carer in near if carer.id in free and carer.id not in one.refused}
        named = {carer.id: carer for carer in carers if carer.id in left.whose}
        match left.reason:
            case Reason.TOO_DEAR:
                assert policy is DEAR
                assert all(home(one, other) for other in named.values())
            case Reason.TURNED_DOWN:
                assert not able
                assert named.keys() <= one.refused
                assert all(home(one, other) for other in named.values())
            case Reason.EXPIRED_CHECKS:
                assert not able
                assert all(not other.checked and home(one, other) for other in named.values())
            case Reason.ONLY_BY_MOVES:
                assert not able
                assert policy is DEAR or one.children < 3
            case Reason.ACROSS_BORDER:
                assert named.keys() <= free
                assert all(ranged(one, other) for other in named.values())
                assert all(other.where.district != one.where.district for other in named.values())
            case Reason.ALL_FULL:
                assert named
                assert all(home(one, other) for other in named.values())
            case Reason.NO_CARER:
                assert not near
        assert (left.whose == ()) == (left.reason is Reason.NO_CARER)


@settings(max_examples=60)
@given(HOUSEHOLDS, CARERS)
def test_a_shortage_can_be_counted_by_hand(households, carers):
    result = match(households, carers, POLICY)
    by_id = {one.id: one for one in (*households, *carers)}
    for short in result.shortages:
        for household in (by_id[key] for key in short.households):
            reached = {
                carer.id
                for carer in carers
                if carer.checked and carer.free and home(household, carer)
            }
            assert reached - household.refused <= set(short.carers)
        assert short.places == sum(by_id[key].free for key in short.carers)
        assert short.places < len(short.households)
        assert set(short.carers).isdisjoint(free_after(result, carers))


@settings(max_examples=40)
@given(HOUSEHOLDS, CARERS)
def test_whoever_no_chain_of_moves_can_help_has_a_shortage_or_nobody_in_range(households, carers):
    result = match(households, carers, POLICY)
    for left in result.left_over:
        if left.reason in APART or left.shortage is not None:
            continue
        able = [
            one
            for one in carers
            if one.checked and one.free and home(left.household, one)
            and one.id not in left.household.refused
        ]  # fmt: skip
        assert not able or left.reason in {Reason.ONLY_BY_MOVES, Reason.EXPIRED_CHECKS}
