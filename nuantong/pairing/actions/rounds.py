"""A round: begun over a scope, worked out by a job, cancelled, closed when all is decided."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.http import Http404
from procrastinate.contrib.django import app

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.pairing.freezing import policy_of, policy_values
from nuantong.pairing.models import PairingRound, Proposal, Publication
from nuantong.pairing.models.words import Kind
from nuantong.regions.models import Region

ONE_OPEN = {"pairinground_one_open": "这个范围已有一个未结束的结对批次，请先处理完或结束它。"}
CANCELLED = "已取消，没有产生结果。"


@transaction.atomic
def start_round(
    *, region: Region, by: Reader, kind: str = Kind.WAITING, policy: dict[str, Any] | None = None
) -> PairingRound:
    """Queue a round over a place the reader answers for; its job is of the same transaction."""
    if not by.covers(Permission.RUN_ROUNDS, region.pk):
        raise Refusal("您只能在自己负责的范围内组织结对。")
    with refusing(ONE_OPEN):
        begun = PairingRound.objects.create(
            region=region,
            on=by.on,
            by=by.user,
            created_at=clock.now(),
            kind=kind,
            policy=_weighed({"keep": kind == Kind.YEARLY, **(policy or {})}),
            work_state=PairingRound.State.QUEUED,
        )
    log_round("发起结对批次", begun, by, region=region.code)
    app.configure_task("pairing.run_round").defer(round_id=begun.pk)
    return begun


def _weighed(policy: dict[str, Any]) -> dict[str, Any]:
    """Completed by the defaults; a round that moves nobody or some leaves nobody without a carer."""
    return {**policy_values(policy_of(policy)), **policy}


@transaction.atomic
def rerun_round(
    *, round: PairingRound, by: Reader, policy: dict[str, Any] | None = None
) -> PairingRound:
    """Queue another run around what is decided. Asked for twice, it runs once."""
    found = locked(round, by)
    if found.is_active:
        return found
    if not found.is_open:
        raise Refusal("这个批次已结束，不能重算；请另行发起。")
    must_not_be_publishing(found)
    found.policy = {**found.policy, **(policy or {})}
    found.work_state, found.message = PairingRound.State.QUEUED, ""
    found.save(update_fields=["policy", "work_state", "message"])
    log_round("重算结对批次", found, by, run=found.run + 1)
    app.configure_task("pairing.run_round").defer(round_id=found.pk)
    return found


@transaction.atomic
def cancel_round(*, round: PairingRound, by: Reader) -> None:
    """Stop the work: the job leaves off at its next step and writes nothing.

    A first run leaves a closed round behind, a later one the result before it.
    """
    found = locked(round, by)
    if not found.is_active:
        return
    stop(found, CANCELLED)
    log_round("取消结对计算", found, by, run=found.run + 1)


def stop(round: PairingRound, message: str) -> None:
    if round.run:
        round.finish(message)
        return
    round.fail(message)
    PairingRound.objects.filter(pk=round.pk).update(closed_at=clock.now())


def locked(round: PairingRound, by: Reader) -> PairingRound:
    """The round as it is now, for whoever answers for the whole of it."""
    found = PairingRound.objects.select_for_update(of=("self",)).filter(pk=round.pk).first()
    if found is None or not by.covers(Permission.RUN_ROUNDS, found.region_id):
        raise Http404
    return found


def must_not_be_publishing(round: PairingRound) -> None:
    """What a job accepts, publishes or takes back was decided, and stays so until it is done."""
    if at_work := Publication.objects.active().filter(round=round).first():
        raise Refusal(f"这个批次正在{at_work.get_step_display()}，完成后再处理。")


def touch(round: PairingRound) -> None:
    """Something was decided: what is counted of the round is counted anew."""
    PairingRound.objects.filter(pk=round.pk).update(version=F("version") + 1)


def log_round(action: str, round: PairingRound, by: Reader, **changes: object) -> None:
    record(
        action=action,
        by=by,
        object_type="pairinground",
        object_id=round.pk,
        changes=changes or None,
    )


@transaction.atomic
def close_round(*, round: PairingRound, by: Reader) -> int:
    """End a round; proposals nobody decided or published lapse. How many did."""
    found = locked(round, by)
    if found.closed_at:
        return 0
    must_not_be_publishing(found)
    open_ones = Proposal.objects.filter(
        round=found, state__in=[Proposal.State.PROPOSED, Proposal.State.ACCEPTED]
    )
    lapsed = open_ones.update(
        state=Proposal.State.LAPSED,
        reason="批次已结束，未发布。",
        decided_by=by.user,
        decided_at=clock.now(),
    )
    PairingRound.objects.filter(pk=found.pk).update(closed_at=clock.now())
    touch(found)
    log_round("结束结对批次", found, by, lapsed=lapsed)
    return lapsed
