"""Writing what a run answers: rows that say the same stay, others replace the ones before them."""

import json
from typing import Any

from django.db import connection

from nuantong.core import clock
from nuantong.core.copying import copy_rows
from nuantong.pairing.freezing import Frozen
from nuantong.pairing.matching import Assignment, Key, Result
from nuantong.pairing.matching import LeftOver as Left
from nuantong.pairing.matching import Shortage as Short
from nuantong.pairing.models import LeftOver, PairingRound, Proposal, Shortage
from nuantong.pairing.models.words import Change

Fits = dict[Key, str]
"""By household, JSON of what fits, what does not and who else there is."""


def replace_proposals(
    round: PairingRound, given: Frozen, result: Result, number: int, fits: Fits
) -> int:
    """Rows whose answer is the same stay; others are replaced. How many households changed."""
    state = Proposal.State
    settled = set(
        Proposal.objects.filter(round=round, state__in=[state.ACCEPTED, state.PUBLISHED])
        .values_list("household", flat=True)
    )  # fmt: skip
    open_ones = Proposal.objects.filter(round=round, state__in=[state.PROPOSED, state.KEPT])
    before = {
        household: (pk, carer, current, pinned)
        for pk, household, carer, current, pinned in open_ones.values_list(
            "pk", "household", "carer", "current", "pinned"
        )
    }
    fresh = [one for one in result.assignments if int(one.household.id) not in settled]
    same = {pk for one in fresh if (pk := _same(before.get(int(one.household.id)), one))}
    gone = [pk for pk, *_ in before.values() if pk not in same]
    Proposal.objects.filter(id__any_of=gone).update(
        state=state.REPLACED, reason=f"第 {number} 次计算后改变。", decided_at=clock.now()
    )
    new = [o for o in fresh if (before.get(int(o.household.id)) or (0,))[0] not in same]
    _tell_anew({before[int(o.household.id)][0]: fits[o.household.id] for o in fresh
                if (before.get(int(o.household.id)) or (0,))[0] in same})  # fmt: skip
    LeftOver.objects.filter(round=round).delete()
    Shortage.objects.filter(round=round).delete()
    _write(round, given, new, result.left_over, number, fits)
    _write_shortages(round, result.shortages)
    return len(new)


def _tell_anew(fits: dict[int, str]) -> None:
    """The reasons of proposals that stay: whom else there is may have changed."""
    table = Proposal._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET fits = given.fits::jsonb"
            " FROM unnest(%s::bigint[], %s::text[]) AS given (id, fits)"
            f" WHERE {table}.id = given.id AND {table}.fits IS DISTINCT FROM given.fits::jsonb",
            [list(fits), list(fits.values())],
        )


Row = tuple[int, int, int | None, bool]
"""A proposal's key, carer, present carer, and whether it is pinned."""


def _same(before: Row | None, one: Assignment) -> int | None:
    if before is None:
        return None
    pk, *row = before
    answer = [one.carer.id, one.household.current, one.household.fixed is not None]
    return pk if row == answer else None


def _write(
    round: PairingRound, given: Frozen, new: list[Assignment], left_over: list[Left], number: int,
    fits: Fits,
) -> None:  # fmt: skip
    copy_rows(
        Proposal,
        ["round", "run", "household", "place", "children", "carer", "current", "change", "tier",
         "distance", "lacks", "pinned", "fits", "state"],
        (_proposal(round, given, one, number, fits[one.household.id]) for one in new),
    )  # fmt: skip
    copy_rows(
        LeftOver,
        ["round", "run", "household", "place", "children", "reason", "detail"],
        (_left_over(round, given, one, number) for one in left_over),
    )


def change_of(one: Assignment) -> Change:
    if one.household.current is None:
        return Change.NEW
    return Change.KEPT if one.household.current == one.carer.id else Change.MOVED


def _proposal(
    round: PairingRound, given: Frozen, one: Assignment, number: int, fits: str
) -> tuple[object, ...]:
    change = change_of(one)
    state = Proposal.State.KEPT if change == Change.KEPT else Proposal.State.PROPOSED
    return (
        round.pk, number, one.household.id, given.place_of(one.household), one.household.children,
        one.carer.id, one.household.current, change.value, one.tier.value, one.distance,
        len(one.lacks), one.household.fixed is not None, fits, state.value,
    )  # fmt: skip


def detail_of(one: Left) -> dict[str, Any]:
    return {
        "whose": one.whose, "waiting": one.waiting, "places": one.places, "shortage": one.shortage,
    }  # fmt: skip


def _write_shortages(round: PairingRound, found: list[Short]) -> None:
    copy_rows(
        Shortage,
        ["round", "number", "households", "carers", "places"],
        (
            (round.pk, n, json.dumps(one.households), json.dumps(one.carers), one.places)
            for n, one in enumerate(found)
        ),
    )


def _left_over(round: PairingRound, given: Frozen, one: Left, number: int) -> tuple[object, ...]:
    return (
        round.pk, number, one.household.id, given.place_of(one.household), one.household.children,
        one.reason.value, json.dumps(detail_of(one)),
    )  # fmt: skip
