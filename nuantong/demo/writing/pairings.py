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
from nuantong.demo.writing.runs import Told, tell
from nuantong.demo.writing.tables import write
from nuantong.pairing.matching import Assignment, Household, Key
from nuantong.pairing.matching import LeftOver as Left
from nuantong.pairing.models import LeftOver, Pairing, PairingRound, Proposal, Run, Shortage
from nuantong.pairing.reasons import fits_of

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
        ids = reserve_ids(PairingRound, len(self._programme.rounds))
        told = list(tell(self._programme, self._people.households, self._carers.ids))
        write(PairingRound, (self._round(key, *one) for key, one in zip(ids, told, strict=True)))
        write(Run, (
            one.row(key, self._officer(plan), at(plan.on, 9))
            for key, (plan, one) in zip(ids, told, strict=True)
        ))  # fmt: skip
        self._fits = [one.fits for _, one in told]
        write(Proposal, self._all_proposals(ids))
        write(LeftOver, self._all_left_over(ids))
        write(Shortage, (
            {"round": key, "number": n, "households": json.dumps(short.households),
             "carers": json.dumps(short.carers), "places": short.places}
            for key, (_, one) in zip(ids, told, strict=True)
            for n, short in enumerate(one.result.shortages)
        ))  # fmt: skip
        return write(Pairing, (self._pairing(one) for one in self._programme.pairings))

    def _round(self, key: int, plan: RoundPlan, told: Told) -> Row:
        return {
            "id": key, "region": plan.district.id, "on": plan.on, "created_at": at(plan.on, 9),
            "by": self._officer(plan), "closed_at": at(plan.on, 16),
            "frozen": json.dumps(told.figures),
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
                fits = self._fits[number]
                yield {"id": key, "round": ids[number], **self._proposal(made, plan, fits)}

    def _proposal(self, made: Assignment, plan: RoundPlan, told: dict[Key, str]) -> Row:
        household = self._people.households[int(made.household.id)]
        fits = told.get(household) or json.dumps(fits_of(made))
        return {
            **self._household(made.household), "carer": self._carers.ids[int(made.carer.id)],
            "tier": made.tier, "change": "new", "distance": made.distance, "lacks": len(made.lacks), "fits": fits, "state": Proposal.State.PUBLISHED,
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
        detail = {
            "whose": whose, "waiting": left.waiting, "places": left.places,
            "shortage": left.shortage,
        }  # fmt: skip
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
