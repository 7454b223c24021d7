"""One family needs a carer: the menu against every single answer there is."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.pairing.matching import Carer, Household, Policy, Where
from nuantong.pairing.matching.events import standing
from nuantong.pairing.matching.measure import Measure

PLACES = [Where("d", "t", "v"), Where("d", "t", "w"), Where("d", "u", "x")]
POLICY = Policy(range_m=70, answers={"n": "s"})
MEASURE = Measure(POLICY, {})
PERSON = st.tuples(st.sampled_from(PLACES), st.tuples(st.integers(0, 99), st.integers(0, 9)))


def may(household, carer):
    return (
        carer.checked
        and carer.id not in household.refused
        and MEASURE.metres(household, carer) <= POLICY.range_m
    )


@st.composite
def cities(draw):
    carers = [
        Carer(f"C{n}", where, draw(st.integers(0, 1)), checked=draw(st.integers(0, 5)) > 0, at=at)
        for n, (where, at) in enumerate(draw(st.lists(PERSON, min_size=1, max_size=5)))
    ]
    households = [Household("H", draw(st.integers(1, 2)), *first(draw), current="gone")]
    for n, (where, at) in enumerate(draw(st.lists(PERSON, max_size=5))):
        one = Household(f"F{n}", draw(st.integers(1, 2)), where, at=at)
        able = [carer.id for carer in carers if may(one, carer)]
        if able:
            households.append(one._replace(current=draw(st.sampled_from(able))))
    return households, carers


def first(draw):
    where, at = draw(PERSON)
    return (
        where,
        False,
        frozenset(),
        None,
        draw(st.sampled_from([frozenset(), frozenset({"C0"})])),
        at,
    )


def cost(household, carer):
    return MEASURE.assign(household, carer).cost


def by_hand(households, carers, moves):
    """The least cost with so many other families moved; None where there is none."""
    waits, others = households[0], households[1:]
    by_id = {one.id: one for one in carers}
    costs = []
    if not moves:
        costs = [cost(waits, one) for one in carers if one.free and may(waits, one)]
    for family in others if moves else ():
        hers = by_id[family.current]
        if may(waits, hers):
            costs += [
                cost(waits, hers) + cost(family, one) - cost(family, hers)
                for one in carers
                if one.free and one is not hers and may(family, one)
            ]
    return min(costs, default=None)


@settings(max_examples=150)
@given(cities())
def test_the_menu_holds_the_best_answer_without_a_move_and_a_better_one_with_one(city):
    households, carers = city
    answers = standing(households, carers, POLICY)[0].answers(["H"])
    direct, swap = by_hand(households, carers, 0), by_hand(households, carers, 1)
    if direct is None:
        assert answers[0].left == ("H",)
    else:
        assert (answers[0].left, answers[0].cost, answers[0].moved) == ((), direct, ())
    if direct is None and swap is not None:
        assert (answers[1].cost, len(answers[1].moved)) == (swap, 1)
    for answer in answers[1:]:
        assert len(answer.moved) == 1
        assert answer.cost >= swap
        assert direct is None or answer.cost < direct


@settings(max_examples=60)
@given(cities())
def test_the_optimum_costs_no_more_than_the_menu_and_takes_nobodys_carer_away(city):
    households, carers = city
    one = standing(households, carers, POLICY)[0]
    best, menu = one.optimum(["H"]), one.answers(["H"])
    assert (len(best.left), best.cost) <= min((len(a.left), a.cost) for a in menu)
    for moved in best.moved:
        assert moved.carer.id != moved.household.current
    load = {carer.id: carer.free for carer in carers}
    for moved in best.moved:
        load[moved.household.current] += 1
    for new in (*best.given, *best.moved):
        load[new.carer.id] -= 1
        assert may(new.household, new.carer)
    assert min(load.values()) >= 0


@settings(max_examples=100)
@given(cities())
def test_the_free_carers_are_the_cheapest_there_are_in_order(city):
    households, carers = city
    costs = sorted(
        cost(households[0], one) for one in carers if one.free and may(households[0], one)
    )
    found = standing(households, carers, POLICY)[0].free("H", 3)
    assert [one.cost for one in found] == costs[:3]
    assert not any(one.moved or one.left for one in found)


@settings(max_examples=100)
@given(cities())
def test_no_answer_of_the_menu_breaks_a_limit(city):
    households, carers = city
    one = standing(households, carers, POLICY)[0]
    for answer in [*one.answers(["H"]), *one.free("H", 9)]:
        free = {carer.id: carer.free for carer in carers}
        for moved in answer.moved:
            free[moved.household.current] += 1
        for new in (*answer.given, *answer.moved):
            free[new.carer.id] -= 1
            assert may(new.household, new.carer)
        assert all(free[new.carer.id] >= 0 for new in (*answer.given, *answer.moved))


def test_of_two_who_cost_the_same_the_one_with_fewer_households_comes_first():
    waits = Household("H", 1, PLACES[0])
    busy, idle = Carer("A", PLACES[0], 1, load=2), Carer("B", PLACES[0], 1, load=0)
    found = standing([waits], [busy, idle], POLICY)[0].free("H", 2)
    assert [one.given[0].carer.id for one in found] == ["B", "A"]


@st.composite
def leavings(draw):
    """A city with the pairs it has, and one of its families, or a new one, that asks."""
    (waits, *families), carers = draw(cities())
    known = frozenset(draw(st.sets(st.sampled_from(["n", "m"]))))
    asks = draw(st.sampled_from([waits._replace(current=None), *families]))
    return asks._replace(needs=known), families, carers


@settings(max_examples=300)
@given(leavings())
def test_who_asks_of_kept_arrays_is_answered_as_of_arrays_made_for_her(city):
    asks, families, carers = city
    able = [one for one in carers if one.id != asks.current]
    here = [one for one in families if one.id != asks.id and one.current != asks.current]
    barred = asks.refused | ({asks.current} if asks.current else set())
    fresh = standing([asks._replace(current=None, refused=barred), *here], able, POLICY, {})
    kept = standing(families, carers, POLICY, {}, asked=frozenset({"n"}))
    where = [one for one in kept if asks.where.district in one.district.codes.district]
    for one in where:
        asked = one.asked_by(asks)
        assert asked.answers([asks.id]) == fresh[0].answers([asks.id])
        assert asked.free(asks.id, 5) == fresh[0].free(asks.id, 5)
        assert one.asked_by(asks).answers([asks.id]) == asked.answers([asks.id])
