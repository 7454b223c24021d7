"""Working a round out: reads what there is, asks the engine, writes what differs."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from nuantong.access.reader import system_reader
from nuantong.core import clock
from nuantong.core.copying import copy_rows
from nuantong.pairing.actions.lapsing import lapse_stale
from nuantong.pairing.actions.rounds import log_round, stop, touch
from nuantong.pairing.freezing import (
    Decided,
    Frozen,
    from_bytes,
    policy_of,
    policy_values,
    read,
    to_bytes,
)
from nuantong.pairing.matching import Assignment, Policy, Result, Variant, clerk, match
from nuantong.pairing.matching import LeftOver as Left
from nuantong.pairing.models import LeftOver, PairingRound, Proposal, Run, Wish
from nuantong.pairing.models.words import Change
from nuantong.pairing.summary import digest, figures, summary
from nuantong.regions.tree import tree_on

BROKEN = "计算中断，没有产生结果。请重新发起；再次中断时请联系系统管理员。"
STEPS = 100
READ, MATCHED, COMPARED = 5, 75, 90
"""The percent at which each part of the work is over."""


class Cancelled(Exception):
    """An officer stopped the round, or its job was started anew."""


def run_round(*, round_id: int) -> PairingRound:
    """Work a queued round out; the result is written whole or not at all. Twice equals once."""
    round = PairingRound.objects.get(pk=round_id)
    queued = PairingRound.objects.filter(pk=round_id, work_state=PairingRound.State.QUEUED)
    if not queued.update(work_state=PairingRound.State.RUNNING):
        return round
    round.begin(STEPS)
    try:
        _work_out(round)
    except Cancelled:
        round.refresh_from_db()
    except Exception:
        stop(round, BROKEN)
        raise
    return round


def still_wanted(round: PairingRound) -> bool:
    wanted = PairingRound.objects.filter(pk=round.pk, work_state=PairingRound.State.RUNNING)
    return wanted.exists()


def _teller(round: PairingRound, begin: int, end: int, words: str) -> Callable[[int, int], None]:
    """Moves the bar when a whole percent is done, and looks whether the work is still wanted."""
    told = [-1]

    def tell(done: int, total: int) -> None:
        percent = begin + (end - begin) * done // max(total, 1)
        if percent == told[0]:
            return
        told[0] = percent
        if not still_wanted(round):
            raise Cancelled
        round.advance(percent, words)

    return tell


def _work_out(round: PairingRound) -> None:
    _teller(round, 0, READ, "正在读取儿童和爱心妈妈")(0, 1)
    with transaction.atomic():
        lapse_stale(round)
    given = read(round.region_id, round.on, tree_on(round.on), round.kind, decided_in(round))
    policy = policy_of(round.policy)
    words = f"正在为 {len(given.households):,} 户寻找最合适的爱心妈妈"
    tell = _teller(round, READ, MATCHED, words)
    tell(0, 1)
    result = match(given.households, given.carers, policy, tell)
    told = summary(given, result)
    told |= _beside(round, given, policy)
    _teller(round, COMPARED, STEPS, "正在写入结果")(0, 1)
    with transaction.atomic():
        _write_all(round, given, policy, result, told)


def _beside(round: PairingRound, given: Frozen, policy: Policy) -> dict[str, Any]:
    """What a clerk would have found by hand; and, where asked for, the other ways of weighing."""
    tell = _teller(round, MATCHED, COMPARED, "正在与手工分配比较")
    tell(0, 1)
    beside: dict[str, Any] = {"clerk": figures(clerk(given.households, given.carers, policy))}
    if round.policy.get("compare"):
        others = [one for one in Variant if one != policy.variant]
        ways = {v.value: _figures_by(given, policy, v) for v in others}
        beside["variants"] = ways
    return beside


def _figures_by(given: Frozen, policy: Policy, variant: Variant) -> dict[str, Any]:
    values = {**policy_values(policy), "variant": variant.value}
    return figures(match(given.households, given.carers, policy_of(values)))


def decided_in(round: PairingRound) -> Decided:
    """Accepted proposals stay, wishes are kept; what is in force already is in the pairings."""
    accepted = Proposal.objects.filter(round=round, state=Proposal.State.ACCEPTED)
    arriving: Counter[int] = Counter()
    leaving: Counter[int] = Counter()
    settled = set(_published(round))
    for household, carer, current, fits in accepted.values_list(
        "household", "carer", "current", "fits"
    ):
        settled.add(household)
        if not fits.get("siblings"):
            arriving[carer] += 1
        if current is not None:
            leaving[current] += 1
    wishes = Wish.objects.filter(round=round, lifted_at=None)
    rows = list(wishes.values_list("kind", "household", "carer"))
    forbidden: dict[int, set[int]] = {}
    for kind, household, carer in rows:
        if kind == Wish.Kind.FORBID:
            forbidden.setdefault(household, set()).add(carer)
    return Decided(
        frozenset(settled), arriving, leaving,
        {household: carer for kind, household, carer in rows if kind == Wish.Kind.PIN},
        {household: frozenset(carers) for household, carers in forbidden.items()},
    )  # fmt: skip


def _published(round: PairingRound) -> Iterable[int]:
    published = Proposal.objects.filter(round=round, state=Proposal.State.PUBLISHED)
    return published.values_list("household", flat=True)


def _write_all(
    round: PairingRound, given: Frozen, policy: Policy, result: Result, told: dict[str, Any]
) -> None:
    now = PairingRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if now.work_state != PairingRound.State.RUNNING:
        raise Cancelled
    number = now.run + 1
    changed = _replace(now, given, result, number)
    told["changed"] = changed
    Run.objects.create(
        round=now, number=number, by=now.by, at=clock.now(), policy=now.policy,
        given=to_bytes(given, policy), digest=digest(result), figures=told,
    )  # fmt: skip
    PairingRound.objects.filter(pk=now.pk).update(run=number, frozen=told)
    touch(now)
    log_round("算出结对批次", now, system_reader(), proposals=len(result.assignments))
    round.run, round.frozen = number, told
    round.finish()


def _replace(round: PairingRound, given: Frozen, result: Result, number: int) -> int:
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
    Proposal.objects.filter(pk__in=gone).update(
        state=state.REPLACED, reason=f"第 {number} 次计算后改变。", decided_at=clock.now()
    )
    new = [o for o in fresh if (before.get(int(o.household.id)) or (0,))[0] not in same]
    LeftOver.objects.filter(round=round).delete()
    _write(round, given, new, result.left_over, number)
    return len(new)


Row = tuple[int, int, int | None, bool]
"""A proposal's key, carer, present carer, and whether it is pinned."""


def _same(before: Row | None, one: Assignment) -> int | None:
    if before is None:
        return None
    pk, *row = before
    answer = [one.carer.id, one.household.current, one.household.fixed is not None]
    return pk if row == answer else None


def _write(
    round: PairingRound, given: Frozen, new: list[Assignment], left_over: list[Left], number: int
) -> None:
    copy_rows(
        Proposal,
        ["round", "run", "household", "place", "children", "carer", "current", "change", "tier",
         "distance", "lacks", "pinned", "fits", "state"],
        (_proposal(round, given, one, number) for one in new),
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


def fits_of(one: Assignment) -> dict[str, Any]:
    return {
        "meets": sorted(one.meets),
        "lacks": sorted(one.lacks),
        "siblings": one.with_siblings,
        "load": one.carer.load,
    }


def _proposal(
    round: PairingRound, given: Frozen, one: Assignment, number: int
) -> tuple[object, ...]:
    change = change_of(one)
    state = Proposal.State.KEPT if change == Change.KEPT else Proposal.State.PROPOSED
    return (
        round.pk, number, one.household.id, given.place_of(one.household), one.household.children,
        one.carer.id, one.household.current, change.value, one.tier.value, one.distance,
        len(one.lacks), one.household.fixed is not None, json.dumps(fits_of(one)), state.value,
    )  # fmt: skip


def detail_of(one: Left) -> dict[str, Any]:
    return {"whose": one.whose, "waiting": one.waiting, "places": one.places}


def _left_over(round: PairingRound, given: Frozen, one: Left, number: int) -> tuple[object, ...]:
    return (
        round.pk, number, one.household.id, given.place_of(one.household), one.household.children,
        one.reason.value, json.dumps(detail_of(one)),
    )  # fmt: skip


def is_the_same_again(run: Run) -> bool:
    """Whether the engine, given what it was given then, answers the same now."""
    households, carers, policy = from_bytes(bytes(run.given))
    return digest(match(households, carers, policy)) == run.digest
