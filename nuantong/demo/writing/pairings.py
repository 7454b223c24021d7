"""Rounds with their proposals and left-overs, and the pairings that came of them."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from nuantong.core.clock import SHANGHAI
from nuantong.core.copying import reserve_ids
from nuantong.demo.offices import district_officer, township_chair
from nuantong.demo.programme import PairingPlan, Programme, RoundPlan
from nuantong.demo.writing.carers import Carers
from nuantong.demo.writing.people import People
from nuantong.demo.writing.tables import write
from nuantong.pairing.freezing import Frozen
from nuantong.pairing.matching import Assignment, Household
from nuantong.pairing.matching import LeftOver as Left
from nuantong.pairing.models import LeftOver, Pairing, PairingRound, Proposal
from nuantong.pairing.summary import summary

Row = dict[str, Any]


class Pairings:
    """Writes a played programme; `users` are the offices' accounts by staff number."""

    def __init__(
        self, programme: Programme, people: People, carers: Carers, users: dict[str, int]
    ) -> None:
        self._programme, self._people, self._carers = programme, people, carers
        self._users = users
        self._proposals: dict[tuple[int, int], int] = {}
        """By round and household, as the plan counts them."""

    def write(self) -> int:
        rounds = self._programme.rounds
        ids = reserve_ids(PairingRound, len(rounds))
        write(PairingRound, (self._round(*one) for one in zip(ids, rounds, strict=True)))
        write(Proposal, self._all_proposals(ids))
        write(LeftOver, self._all_left_over(ids))
        return write(Pairing, (self._pairing(one) for one in self._programme.pairings))

    def _round(self, key: int, plan: RoundPlan) -> Row:
        given = Frozen(plan.households, plan.carers, {}, plan.paired)
        return {
            "id": key, "region": plan.district.id, "on": plan.on, "created_at": at(plan.on, 9),
            "by": self._officer(plan), "closed_at": at(plan.on, 16),
            "frozen": json.dumps(summary(given, plan.result)),
            "work_state": PairingRound.State.DONE, "done": 3, "total": 3, "message": "", "run": 1,
            "kind": "waiting", "policy": "{}",
            "started_at": at(plan.on, 9), "finished_at": at(plan.on, 9),
        }  # fmt: skip

    def _officer(self, plan: RoundPlan) -> int:
        return self._users[district_officer(plan.district.code)]

    def _all_proposals(self, ids: list[int]) -> Iterator[Row]:
        rounds = self._programme.rounds
        keys = iter(reserve_ids(Proposal, sum(len(one.result.assignments) for one in rounds)))
        for number, plan in enumerate(rounds):
            for made in plan.result.assignments:
                key = next(keys)
                self._proposals[number, int(made.household.id)] = key
                yield {"id": key, "round": ids[number], **self._proposal(made, plan)}

    def _proposal(self, made: Assignment, plan: RoundPlan) -> Row:
        fits = {
            "meets": sorted(made.meets), "lacks": sorted(made.lacks),
            "siblings": made.with_siblings, "load": made.carer.load,
        }  # fmt: skip
        return {
            **self._household(made.household), "carer": self._carers.ids[int(made.carer.id)],
            "tier": made.tier, "change": "new", "distance": made.distance, "lacks": len(made.lacks), "fits": json.dumps(fits), "state": Proposal.State.PUBLISHED,
            "decided_by": self._officer(plan), "decided_at": at(plan.on, 16),
        }  # fmt: skip

    def _household(self, household: Household) -> Row:
        number = int(household.id)
        return {
            "household": self._people.households[number],
            "place": self._people.families[number].spot.village.id,
            "children": household.children,
        }

    def _all_left_over(self, ids: list[int]) -> Iterator[Row]:
        for number, plan in enumerate(self._programme.rounds):
            for left in plan.result.left_over:
                yield {"round": ids[number], **self._left_over(left)}

    def _left_over(self, left: Left) -> Row:
        whose = [self._carers.ids[int(carer)] for carer in left.whose]
        detail = {"whose": whose, "waiting": left.waiting, "places": left.places}
        return {
            **self._household(left.household), "reason": left.reason, "detail": json.dumps(detail),
        }  # fmt: skip

    def _pairing(self, plan: PairingPlan) -> Row:
        chair = self._users[township_chair(self._people.families[plan.family].spot.township.code)]
        proposal = None if plan.round is None else self._proposals[plan.round, plan.family]
        return {
            "child": self._people.children[plan.family][plan.child],
            "carer": self._carers.ids[plan.carer], "start": plan.start, "end": plan.end,
            "tier": plan.tier, "checked_on": plan.checked_on, "proposal": proposal,
            "made_by": chair if plan.round is None else self._officer(self._round_of(plan)),
            "ended_reason": plan.ended_reason, "ended_by": chair if plan.end else None,
        }  # fmt: skip

    def _round_of(self, plan: PairingPlan) -> RoundPlan:
        assert plan.round is not None
        return self._programme.rounds[plan.round]


def at(day: dt.date, hour: int) -> dt.datetime:
    """An hour of the day in Chongqing."""
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)
