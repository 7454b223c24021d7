"""What an officer wants of the next run: this household with this carer, or not with this one."""

from django.db import transaction
from django.http import Http404

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.pairing.actions.decisions import must_decide
from nuantong.pairing.actions.rounds import touch
from nuantong.pairing.ledger import Ledger
from nuantong.pairing.models import LeftOver, PairingRound, Proposal, Wish
from nuantong.people.models import Carer

State = Proposal.State
WISHED = {
    "wish_one_pin_a_household": "这户已指定了一位爱心妈妈，请先取消。",
    "wish_once_a_pair": "这户与这位爱心妈妈已有安排，请先取消。",
}
OTHER_DISTRICT = "{name}不在同一区县，不能在批次里指定。"


@transaction.atomic
def wish(
    *, round: PairingRound, household: int, carer: Carer, kind: str, by: Reader, reason: str = ""
) -> Wish:
    """Pin or forbid; an open proposal of the household to another stands until the next run.

    What can be seen today to be impossible is refused at once. Twice equals once.
    """
    must_decide(round, by)
    stated = reason.strip()[:200]
    if kind == Wish.Kind.FORBID and len(stated) < 2:
        raise Refusal("请写明为什么不要这位爱心妈妈，例如：两家有过纠纷。")
    place = _place_of(round, household, by)
    if kind == Wish.Kind.PIN:
        _must_be_possible(round, household, place, carer, by)
    same = Wish.objects.filter(round=round, household=household, carer=carer, lifted_at=None)
    if known := same.filter(kind=kind).first():
        return known
    with refusing(WISHED):
        made = Wish.objects.create(
            round=round, household_id=household, place_id=place, carer=carer, kind=kind,
            reason=stated, by=by.user, at=clock.now(),
        )  # fmt: skip
    _log("指定爱心妈妈" if kind == Wish.Kind.PIN else "排除爱心妈妈", made, by, stated)
    return made


def _place_of(round: PairingRound, household: int, by: Reader) -> int | None:
    """Where the household stands in the round, if the reader answers for it there."""
    for model in (Proposal, LeftOver):
        rows = model.objects.visible_to(by).filter(round=round, household=household)
        if found := rows.order_by("-pk").values_list("place", flat=True)[:1]:
            return found[0]
    raise Http404


def _must_be_possible(
    round: PairingRound, household: int, place: int | None, carer: Carer, by: Reader
) -> None:
    if not Carer.objects.visible_to(by, Permission.RUN_ROUNDS).filter(pk=carer.pk).exists():
        raise Http404
    if by.tree.district_of(place) != by.tree.district_of(carer.place_id):
        raise Refusal(OTHER_DISTRICT.format(name=carer.name))
    decided = Proposal.objects.filter(
        round=round, household=household, state__in=[State.ACCEPTED, State.PUBLISHED]
    )
    if decided.exists():
        raise Refusal("这户的建议已采纳。要换人，请先取消采纳。")
    ledger = Ledger([household], [carer.pk], by.on)
    if why := ledger.unfit(carer.pk):
        raise Refusal(why)
    if ledger.carer_of(household) != carer.pk and _places(round, household, carer, ledger) <= 0:
        raise Refusal(f"{carer.name}没有空余名额了。")


def _places(round: PairingRound, household: int, carer: Carer, ledger: Ledger) -> int:
    """Her places without those in force, accepted, or pinned to another household."""
    mine = {"round": round, "carer": carer}
    accepted = Proposal.objects.filter(state=State.ACCEPTED, **mine).count()
    pins = Wish.objects.filter(kind=Wish.Kind.PIN, lifted_at=None, **mine)
    load = ledger.load.get(carer.pk, 0)
    if round.kind == "yearly":
        load = 0
    taken = load + accepted + pins.exclude(household=household).count()
    return ledger.carers[carer.pk].capacity - taken


@transaction.atomic
def lift_wish(*, wish: Wish, by: Reader) -> Wish:
    """The next run is free again. Twice equals once."""
    must_decide(wish.round, by)
    seen = Wish.objects.visible_to(by).filter(pk=wish.pk).select_for_update(of=("self",)).first()
    if seen is None:
        raise Http404
    if seen.lifted_at is None:
        seen.lifted_at, seen.lifted_by = clock.now(), by.user
        seen.save(update_fields=["lifted_at", "lifted_by"])
        _log("取消安排", seen, by, "")
    return seen


def _log(action: str, made: Wish, by: Reader, reason: str) -> None:
    touch(made.round)
    record(
        action=action, by=by, object_type="wish", object_id=made.pk, reason=reason,
        changes={"household": made.household_id, "carer": made.carer_id},
    )  # fmt: skip
