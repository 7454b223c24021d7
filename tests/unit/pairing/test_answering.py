"""What can be done at once, against every possibility on small cities."""

from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.pairing.answering import Answer, Move, answers, fits
from nuantong.pairing.matching import Carer, Household, Policy, Where

HERE, NEXT, TOWN, ELSEWHERE = Where(1, 11, 111), Where(1, 11, 112), Where(1, 12, 121), Where(2)
PLACES = [HERE, NEXT, TOWN, ELSEWHERE]
POLICY = Policy()
EVENT = Household("event", 2, HERE)

carers_ = st.lists(
    st.tuples(st.sampled_from(PLACES), st.integers(-1, 1), st.booleans(), st.booleans()), max_size=6
).map(
    lambda rows: [
        Carer(n, where, free, 1, checked, frozenset(["education"] if skilled else []))
        for n, (where, free, checked, skilled) in enumerate(rows)
    ]
)
homes_ = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(PLACES), st.integers(1, 3)), max_size=5
).map(
    lambda rows: [
        Household(f"home{n}", children, where, current=carer)
        for n, (carer, where, children) in enumerate(rows)
    ]
)


def cost(household: Household, carer: Carer) -> int | None:
    return next((one.cost for one in fits(household, [carer], POLICY)), None)


def swaps(households: list[Household], carers: list[Carer]) -> list[int]:
    """The price of every single swap there is."""
    found = []
    for near in (c for c in carers if c.free == 0):
        for other in (h for h in households if h.current == near.id):
            for to in (c for c in carers if c.free > 0):
                mine, theirs = cost(EVENT, near), cost(other, to)
                if mine is not None and theirs is not None:
                    before = cost(other._replace(current=None), near) or 0
                    found.append(mine + theirs + POLICY.move_cost * other.children - before)
    return found


@settings(max_examples=200, deadline=None)
@given(homes_, carers_)
def test_the_best_of_each_kind_is_the_best_there_is(
    homes: list[Household], carers: list[Carer]
) -> None:
    given_ = answers(EVENT, homes, carers, POLICY)
    free = [cost(EVENT, c) for c in carers if c.free > 0 and cost(EVENT, c) is not None]
    alone = [one.extra_cost for one in given_ if one.families_moved == 0]
    assert alone == sorted(alone)
    assert alone[:1] == sorted(c for c in free if c is not None)[:1]
    limit = alone[0] if alone else POLICY.unmatched_cost * EVENT.children
    better = sorted(price for price in swaps(homes, carers) if price < limit)
    assert [one.extra_cost for one in given_ if one.families_moved][:1] == better[:1]


@settings(max_examples=200, deadline=None)
@given(homes_, carers_)
def test_no_answer_breaks_a_limit(homes: list[Household], carers: list[Carer]) -> None:
    by_id = {carer.id: carer for carer in carers}
    wheres = {home.id: home.where for home in (EVENT, *homes)}
    for one in answers(EVENT, homes, carers, POLICY):
        assert one.moves[0].household == EVENT.id
        assert len(one.moves) == one.families_moved + 1 <= 2
        places = {carer.id: carer.free for carer in carers}
        for move in one.moves:
            assert by_id[move.target].checked
            assert by_id[move.target].where.district == wheres[move.household].district
            places[move.target] -= 1
            if move.source is not None:
                places[move.source] += 1
        assert all(places[move.target] >= 0 for move in one.moves)


def test_a_neighbour_who_is_full_makes_room_when_that_is_cheaper() -> None:
    near, far = Carer("near", HERE, 0), Carer("far", TOWN, 1)
    other = Household("other", 1, TOWN, current="near")
    found = answers(EVENT, [other], [near, far])
    assert [one.moves for one in found] == [
        (Move("event", None, "far"),),
        (Move("event", None, "near"), Move("other", "near", "far")),
    ]
    assert [one.families_moved for one in found] == [0, 1]


def test_a_pinned_family_is_not_moved() -> None:
    near, far = Carer("near", HERE, 0), Carer("far", TOWN, 1)
    other = Household("other", 1, TOWN, current="near", fixed="near")
    assert [one.families_moved for one in answers(EVENT, [other], [near, far])] == [0]


def test_siblings_join_the_one_their_brother_has_and_nobody_else() -> None:
    waiting = EVENT._replace(carer="his")
    his, nearer = Carer("his", TOWN, 0), Carer("nearer", HERE, 3)
    assert [one.moves for one in answers(waiting, [], [his, nearer])] == [
        (Move("event", "his", "his"),)
    ]


def test_whoever_was_turned_down_or_is_left_is_not_offered() -> None:
    asked = EVENT._replace(refused=frozenset([1]), current=2)
    assert answers(asked, [], [Carer(1, HERE, 1), Carer(2, HERE, 1)]) == []


def test_a_metre_is_a_metre_where_both_places_are_known() -> None:
    home = EVENT._replace(at=(0, 0))
    found: list[Answer] = answers(home, [], [Carer(1, HERE, 1, at=(300, 400))])
    assert (found[0].distance, found[0].extra_cost) == (500, 1000)
    assert answers(home, [], [Carer(1, HERE, 1, at=(30_000, 0))]) == []
