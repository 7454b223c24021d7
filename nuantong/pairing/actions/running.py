"""Working a round out: reads what there is, asks the engine, writes what differs."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from nuantong.access.reader import system_reader
from nuantong.core import clock
from nuantong.pairing.actions.lapsing import lapse_stale
from nuantong.pairing.actions.proposing import Fits, replace_proposals
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
from nuantong.pairing.matching import Policy, Result, Variant, clerk, match
from nuantong.pairing.models import PairingRound, Proposal, Run, Wish
from nuantong.pairing.reasons import fits_by_household, recruit_of
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
    told["recruit"] = recruit_of(result)
    fits = fits_by_household(result)
    _teller(round, COMPARED, STEPS, "正在写入结果")(0, 1)
    with transaction.atomic():
        _write_all(round, given, policy, result, told, fits)


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
    round: PairingRound, given: Frozen, policy: Policy, result: Result, told: dict[str, Any],
    fits: Fits,
) -> None:  # fmt: skip
    now = PairingRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if now.work_state != PairingRound.State.RUNNING:
        raise Cancelled
    number = now.run + 1
    changed = replace_proposals(now, given, result, number, fits)
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


def is_the_same_again(run: Run) -> bool:
    """Whether the engine, given what it was given then, answers the same now."""
    households, carers, policy = from_bytes(bytes(run.given))
    return digest(match(households, carers, policy)) == run.digest
