"""What somebody found who came with the gift: nobody at home, moved, refused, the wrong size."""

from uuid import UUID, uuid5

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.handouts import paying, states
from nuantong.handouts.actions.common import check_not_at_the_bank, log, slip_for_change
from nuantong.handouts.actions.unclaimed import MOVED, moved_key, settle_for
from nuantong.handouts.keeping import held, keep, parts_of, scale_of
from nuantong.handouts.models import Slip, SlipStep
from nuantong.tasks.actions import Wanted, raise_task, retract

Kind = SlipStep.Kind


@transaction.atomic
def note(*, slip: Slip, kind: str, key: UUID, by: Reader, words: str = "") -> Slip:
    """Not handed out this time, and why; who refuses gets nothing kept any more. Once for a key."""
    found = slip_for_change(slip, by)
    if SlipStep.objects.filter(key=key).exists():
        return found
    if kind not in states.TRIED:
        raise Refusal("请选一种情况。")
    check_not_at_the_bank([found])
    _become(found, kind, by)
    step(found, Kind(kind), key, by, words)
    if kind == states.REFUSED:
        paying.let_go(found.batch, uuid5(key, "money"), by.on, by)
        keep(batch=found.batch, by=by, near=found.place_id)
        settle_for(found.batch, {found.place_id}, by)
    if kind == states.MOVED:
        raise_task(by=by, wanted=_moved(found), again=True)
    log("登记发放情况", found, by, state=kind)
    return found


@transaction.atomic
def wait_again(*, slip: Slip, key: UUID, by: Reader, words: str = "") -> Slip:
    """She is to get it after all."""
    found = slip_for_change(slip, by)
    if SlipStep.objects.filter(key=key).exists():
        return found
    closed = found.state not in states.OPEN
    _become(found, states.WAITING, by)
    step(found, Kind.WAITING, key, by, words)
    if closed:
        paying.again(found.batch, uuid5(key, "money"), by.on, by)
        keep(batch=found.batch, by=by)
    log("重新安排发放", found, by, state=states.WAITING)
    return found


@transaction.atomic
def resize(*, slip: Slip, size: str, key: UUID, by: Reader, words: str = "") -> tuple[Slip, bool]:
    """Another size is kept for her; False when there is none now, which the batch then lacks."""
    found = slip_for_change(slip, by)
    if SlipStep.objects.filter(key=key).exists():
        return found, _is_kept(found)
    if found.state not in states.OPEN:
        raise Refusal("已经签收的，先登记退回，再换尺码。")
    if size not in scale_of(found.batch):
        raise Refusal("没有这个尺码，请从列出的尺码里选。")
    found.size = size
    _become(found, states.WAITING, by)
    step(found, Kind.RESIZED, key, by, words)
    keep(batch=found.batch, by=by, near=found.place_id)
    log("换尺码", found, by, size=size)
    return found, _is_kept(found)


def _is_kept(slip: Slip) -> bool:
    sized = [item for item, is_one, _ in parts_of(slip.batch) if is_one]
    kept = held(slip.batch)
    return all(any(kept[at] for at in kept if at[1:] == (item, slip.size)) for item in sized)


def _become(slip: Slip, state: str, by: Reader) -> None:
    if not states.may_become(slip.state, state) or slip.state == states.HANDED:
        raise Refusal(f"这张发放单{states.TITLES[slip.state]}，不能改成{states.TITLES[state]}。")
    if slip.state == states.MOVED and state != states.MOVED:
        retract(key=moved_key(slip), reason="后来找到了孩子。", by=by)
    slip.state, slip.state_on = state, by.on
    slip.version += 1
    slip.save(update_fields=["state", "state_on", "size", "version"])


def step(slip: Slip, kind: SlipStep.Kind, key: UUID, by: Reader, words: str = "", place: int | None = None) -> None:  # fmt: skip
    size = slip.size if kind in (Kind.RESIZED, Kind.WRONG_SIZE) else ""
    SlipStep.objects.create(
        key=key, slip=slip, kind=kind, on=by.on, size=size, place_id=place,
        words=narrative(words, 400), at=clock.now(), by=by.user, by_name=by.actor_name,
    )  # fmt: skip


def _moved(slip: Slip) -> Wanted:
    return Wanted(
        key=moved_key(slip), kind=MOVED, child=slip.child,
        permission=Permission.EDIT_CHILDREN, title=f"发放“{slip.batch.title}”时说孩子已搬走，请核对住址",
        url_name="people:child", url_args={"number": slip.child.number},
    )  # fmt: skip
