"""What each round of the programme was given and answered, kept as a round keeps it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nuantong.demo.programme import Programme, RoundPlan
from nuantong.pairing.freezing import Frozen, policy_values, to_bytes
from nuantong.pairing.matching import Household, Key, Policy, Result, clerk, match
from nuantong.pairing.reasons import fits_by_household, recruit_of
from nuantong.pairing.summary import digest, figures, summary

POLICY = Policy()


@dataclass(frozen=True)
class Told:
    """A round in the keys of the database: `fits` says by household why, `figures` what is shown."""

    given: Frozen
    result: Result
    fits: dict[Key, str]
    figures: dict[str, Any]

    def row(self, round: int, officer: int, at: object) -> dict[str, Any]:
        return {
            "round": round, "number": 1, "by": officer, "at": at,
            "policy": json.dumps(policy_values(POLICY)), "given": to_bytes(self.given, POLICY),
            "digest": digest(self.result), "figures": json.dumps(self.figures),
        }  # fmt: skip


def tell(
    programme: Programme, homes: list[int], carers: list[int]
) -> Iterator[tuple[RoundPlan, Told]]:
    """Every round worked out again, `homes` and `carers` being the keys of the plan's numbers.

    The order of keys is that of the numbers, so the answer is the same; the tour's two, who go
    together without being asked, are left out.
    """
    for plan in programme.rounds:
        ours, hers = programme.tour_of(plan.households, plan.carers)
        given = Frozen(
            [_home(one, homes, carers) for one in plan.households if one not in ours],
            [one._replace(id=carers[int(one.id)]) for one in plan.carers if one not in hers],
            {}, plan.paired,
        )  # fmt: skip
        result = match(given.households, given.carers, POLICY)
        yield plan, Told(given, result, fits_by_household(result), _figures(plan, given, result))


def _home(one: Household, homes: list[int], carers: list[int]) -> Household:
    carer = None if one.carer is None else carers[int(one.carer)]
    return one._replace(id=homes[int(one.id)], carer=carer)


def _figures(plan: RoundPlan, given: Frozen, result: Result) -> dict[str, Any]:
    by_hand = clerk(given.households, given.carers, POLICY)
    whole = Frozen(plan.households, plan.carers, {}, plan.paired)
    return {
        **summary(whole, plan.result), "figures": figures(result), "clerk": figures(by_hand),
        "recruit": recruit_of(result),
    }  # fmt: skip
