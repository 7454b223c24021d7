"""The warm search: changed, and proven again, it says what a fresh one would."""

import random

import pytest

from nuantong.pairing.matching import Carer, Household, Policy, Variant, Where, beside, match

DICE = random.Random(4)


def nothing() -> None:
    pass


def town(households: int, carers: int, seed: int = 1) -> tuple[list[Household], list[Carer]]:
    dice = random.Random(seed)

    def at() -> tuple[int, int]:
        return dice.randrange(40_000), dice.randrange(40_000)

    def where(point: tuple[int, int]) -> Where:
        return Where("d", point[0] // 20_000, f"{point[0] // 10_000}/{point[1] // 10_000}")

    live = [(n, dice.choice([1, 1, 2, 3]), at()) for n in range(households)]
    work = [(n, dice.choice([1, 1, 2]), at()) for n in range(carers)]
    return (
        [Household(n, size, where(point), at=point) for n, size, point in live],
        [Carer(n, where(point), room, at=point) for n, room, point in work],
    )


def cost(households: list[Household], carers: list[Carer]) -> int:
    found = match(households, carers)
    assert found.cost == found.bound
    return found.cost


@pytest.mark.parametrize("carers", [40, 120])
def test_a_place_more_is_worth_no_more_than_its_price_and_what_the_search_says(carers):
    households, able = town(100, carers)
    result = match(households, able)
    (district,) = result.districts
    for j in range(0, carers, 9):
        search = district.search.copy()
        search.problem.columns.room[j] += 1
        search.prove(nothing)
        more = [c._replace(free=c.free + (c.id == district.carers[j].id)) for c in able]
        assert search.cost() == search.bound() == cost(households, more)
        saved = result.cost - search.cost()
        assert 0 <= saved <= result.prices.get(district.carers[j].id, 0)


@pytest.mark.parametrize("carers", [40, 120])
def test_rows_taken_out_and_brought_in_again_leave_the_optimum(carers):
    import numpy as np

    households, able = town(100, carers)
    result = match(households, able)
    (district,) = result.districts
    search = district.search.copy()
    some = np.arange(0, 100, 7)
    search.take_out(some)
    search.prove(nothing)
    left = [h for i, h in enumerate(district.households) if i % 7]
    assert search.cost() == search.bound() == cost(left, able)
    search.bring_in(some, nothing)
    search.prove(nothing)
    assert search.cost() == search.bound() == result.cost


def test_one_carer_more_never_raises_the_cost():
    households, carers = town(60, 30)
    costs = [cost(households, carers[:n]) for n in range(20, 31)]
    assert costs == sorted(costs, reverse=True)


def test_scaling_every_distance_and_cost_scales_the_answer():
    households, carers = town(60, 40)
    plain, grown = (
        [
            [one._replace(at=(one.at[0] * by, 0)) for one in people]
            for people in (households, carers)
        ]
        for by in (1, 6)
    )
    policy = Policy(
        range_m=150_000, preference_cost=12_000, move_cost=60_000, unmatched_cost=6_000_000,
        tier_cost={"village": 0, "township": 180_000, "district": 600_000},
    )  # fmt: skip
    assert match(*grown, policy).cost == 6 * match(*plain).cost


def pairs(result) -> dict:
    return {a.household.id: a.carer.id for a in result.assignments}


def test_a_year_later_few_pairs_move_and_at_little_cost_in_a_small_town():
    households, carers = town(1_500, 1_150, seed=3)
    before = pairs(match(households, carers))
    new_households, new_carers = town(1_500, 1_150, seed=5)
    gone, left = set(DICE.sample(range(1_500), 75)), set(DICE.sample(range(1_150), 46))
    now = [
        new_households[h.id] if h.id in gone else h._replace(current=before.get(h.id))
        for h in households
    ]
    able = [new_carers[c.id]._replace(id=10_000 + c.id) if c.id in left else c for c in carers]
    result = match(now, able, Policy(keep=True))
    stay = {h.id for h in now if h.current is not None and h.current not in left}
    moved = [a for a in result.assignments if a.household.id in stay and a.carer.id != a.household.current]  # fmt: skip
    assert not stay & {one.household.id for one in result.left_over}
    assert len(moved) <= 0.02 * len(stay)
    afresh = match([h._replace(current=None) for h in now], able).cost
    fee = sum(10_000 * a.household.children for a in result.assignments if a.household.current not in (None, a.carer.id))  # fmt: skip
    assert result.cost - fee <= 1.05 * afresh


def test_what_progress_raises_cancels_the_work():
    class Cancelled(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        match(*town(10, 10), progress=stop)


def three_districts() -> tuple[list[Household], list[Carer]]:
    """The same town three times, each a district of its own."""
    households, carers = town(80, 50)
    return (
        [h._replace(id=(n, h.id), where=h.where._replace(district=n)) for n in range(3) for h in households],
        [c._replace(id=(n, c.id), where=c.where._replace(district=n)) for n in range(3) for c in carers],
    )  # fmt: skip


@pytest.mark.parametrize("variant", list(Variant))
def test_processes_beside_one_another_find_what_one_finds(variant, monkeypatch):
    monkeypatch.setattr(beside, "WORTH_IT", 0)
    policy, seen = Policy(variant=variant), []
    alone = match(*three_districts(), policy)
    shared = match(*three_districts(), policy, processes=2, progress=lambda *p: seen.append(p))
    assert (shared.cost, shared.bound, pairs(shared)) == (alone.cost, alone.bound, pairs(alone))
    assert (shared.prices, shared.left_over) == (alone.prices, alone.left_over)
    assert seen == [(80, 240), (160, 240), (240, 240)]
    for here, there in zip(alone.districts, shared.districts, strict=True):
        assert here.search.cost() == there.search.cost()


def test_what_progress_raises_ends_the_other_processes(monkeypatch):
    monkeypatch.setattr(beside, "WORTH_IT", 0)

    def stop(done: int, total: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        match(*three_districts(), progress=stop, processes=2)


def test_a_village_without_points_is_given_away_in_a_few_rounds():
    """Everybody costs the same with everybody; were all to see the same few, it took 38 rounds."""
    from nuantong.pairing.matching.solving import Search

    here = Where("d", "t", "v")
    able = [Carer(n, here, 1) for n in range(900)]
    (district,) = match([Household(n, 1, here) for n in range(1200)], able).districts
    search = Search(district.problem)
    search.run(nothing)
    assert search.cost() == search.bound() == 300 * Policy().unmatched_cost
    assert search.rounds < 10
