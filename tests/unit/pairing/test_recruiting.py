"""What one more carer would help, against a round that has her."""

import random

import pytest

from nuantong.pairing.matching import Carer, Household, Policy, Variant, Where, match, recruit

SHORT = Policy(range_m=4_000)


def city(seed: int) -> tuple[list[Household], list[Carer]]:
    """Three townships of two villages; more households than places."""
    rng = random.Random(seed)
    villages = [
        (Where("d", f"t{t}", f"v{t}{v}"), (t * 3_000, v * 2_000))
        for t in range(3)
        for v in range(2)
    ]

    def somewhere():
        where, (x, y) = rng.choice(villages)
        return where, (x + rng.randrange(800), y + rng.randrange(800))

    households, carers = [], []
    for n in range(30):
        where, at = somewhere()
        households.append(Household(n, rng.randint(1, 3), where, at=at))
    for n in range(12):
        where, at = somewhere()
        carers.append(Carer(n, where, rng.randint(1, 2), at=at))
    return households, carers


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("variant", [Variant.POLICY, Variant.STRICT])
def test_what_she_saves_is_what_a_round_with_her_saves(seed, variant):
    households, carers = city(seed)
    policy = Policy(range_m=4_000, variant=variant)
    found = recruit(match(households, carers, policy))
    assert found
    plain = match(households, carers, SHORT)
    for one in found:
        near = [h.at for h in households if h.where == one.where]
        at = tuple(round(sum(axis) / len(near)) for axis in zip(*near, strict=True))
        with_her = match(households, [*carers, Carer(99, one.where, 1, at=at)], SHORT)
        assert one.saves == plain.cost - with_her.cost
        assert one.saves <= one.at_most
        assert one.children >= 1
        assert one.children == alone(plain) - alone(with_her)


def alone(result):
    return sum(left.household.children for left in result.left_over)


def test_where_everybody_has_a_carer_nobody_is_looked_for():
    here = Where("d", "t", "v")
    assert recruit(match([Household(1, 1, here)], [Carer(1, here, 1)], SHORT)) == []


@pytest.mark.parametrize("expired", [True, False])
@pytest.mark.parametrize("variant", [Variant.POLICY, Variant.STRICT])
def test_where_nobody_may_be_paired_somebody_is_looked_for(expired, variant):
    here = Where("d", "t", "v")
    barred = [Carer(1, here, 2, checked=False)] if expired else []
    households = [Household(1, 1, here), Household(2, 3, here)]
    (found,) = recruit(match(households, barred, Policy(variant=variant)))
    assert (found.where, found.children) == (here, 3)
