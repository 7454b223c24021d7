"""A round: begun over a scope, worked out by a job, closed when all is decided."""

import json

from django.db import transaction
from django.http import Http404
from procrastinate.contrib.django import app

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.copying import copy_rows
from nuantong.core.errors import Refusal
from nuantong.pairing.freezing import Frozen, read
from nuantong.pairing.matching import Assignment, match
from nuantong.pairing.matching import LeftOver as Left
from nuantong.pairing.models import LeftOver, PairingRound, Proposal
from nuantong.pairing.summary import summary
from nuantong.regions.models import Region
from nuantong.regions.tree import tree_on

STEPS = 3
ONE_OPEN = {"pairinground_one_open": "这个范围已有一个未结束的结对批次，请先处理完或结束它。"}


@transaction.atomic
def start_round(*, region: Region, by: Reader) -> PairingRound:
    """Queue a round over a place the reader answers for; its job is of the same transaction."""
    if not by.covers(Permission.RUN_ROUNDS, region.pk):
        raise Refusal("您只能在自己负责的范围内组织结对。")
    with refusing(ONE_OPEN):
        begun = PairingRound.objects.create(
            region=region,
            on=by.on,
            by=by.user,
            created_at=clock.now(),
            work_state=PairingRound.State.QUEUED,
        )
    log_round("发起结对批次", begun, by, region=region.code)
    app.configure_task("pairing.run_round").defer(round_id=begun.pk)
    return begun


def log_round(action: str, round: PairingRound, by: Reader, **changes: object) -> None:
    record(
        action=action,
        by=by,
        object_type="pairinground",
        object_id=round.pk,
        changes=changes or None,
    )


def run_round(*, round_id: int) -> PairingRound:
    """Work a queued round out; the result is written whole or not at all. Twice equals once."""
    round = PairingRound.objects.get(pk=round_id)
    if round.work_state != PairingRound.State.QUEUED:
        return round
    round.begin(STEPS)
    try:
        _work_out(round)
    except Exception:
        round.fail("计算中断，没有产生结果。请重新发起；再次中断时请联系系统管理员。")
        PairingRound.objects.filter(pk=round.pk).update(closed_at=clock.now())
        raise
    return round


def _work_out(round: PairingRound) -> None:
    round.advance(0, "正在读取儿童和爱心妈妈")
    given = read(round.region_id, round.on, tree_on(round.on))
    round.advance(1, f"正在为 {len(given.households):,} 户寻找最近的爱心妈妈")
    result = match(given.households, given.carers)
    round.advance(2, "正在写入结果")
    with transaction.atomic():
        _write(round, given, result.assignments, result.left_over)
        round.frozen = summary(given, result)
        round.save(update_fields=["frozen"])
        log_round("算出结对批次", round, system_reader(), proposals=len(result.assignments))
        round.finish()


def _write(
    round: PairingRound, given: Frozen, assignments: list[Assignment], left_over: list[Left]
) -> None:
    copy_rows(
        Proposal,
        ["round", "household", "place", "children", "carer", "tier", "fits", "state"],
        (_proposal(round, given, one) for one in assignments),
    )
    copy_rows(
        LeftOver,
        ["round", "household", "place", "children", "reason", "detail"],
        (_left_over(round, given, one) for one in left_over),
    )


def _proposal(round: PairingRound, given: Frozen, one: Assignment) -> tuple[object, ...]:
    fits = {
        "meets": sorted(one.meets),
        "lacks": sorted(one.lacks),
        "siblings": one.with_siblings,
        "load": one.carer.load,
    }
    place = given.place_of(one.household)
    return (
        round.pk, one.household.id, place, one.household.children, one.carer.id, one.tier.value,
        json.dumps(fits), Proposal.State.PROPOSED.value,
    )  # fmt: skip


def _left_over(round: PairingRound, given: Frozen, one: Left) -> tuple[object, ...]:
    detail = {"whose": one.whose, "waiting": one.waiting, "places": one.places}
    place = given.place_of(one.household)
    return (
        round.pk, one.household.id, place, one.household.children, one.reason.value,
        json.dumps(detail),
    )  # fmt: skip


@transaction.atomic
def close_round(*, round: PairingRound, by: Reader) -> int:
    """End a round; proposals nobody decided lapse. How many did."""
    found = PairingRound.objects.select_for_update().filter(pk=round.pk).first()
    if found is None or not by.covers(Permission.RUN_ROUNDS, found.region_id):
        raise Http404
    if found.closed_at:
        return 0
    open_ones = Proposal.objects.filter(round=found, state=Proposal.State.PROPOSED)
    lapsed = open_ones.update(
        state=Proposal.State.LAPSED,
        reason="批次已结束，未确认。",
        decided_by=by.user,
        decided_at=clock.now(),
    )
    PairingRound.objects.filter(pk=found.pk).update(closed_at=clock.now())
    log_round("结束结对批次", found, by, lapsed=lapsed)
    return lapsed
