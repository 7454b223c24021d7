"""Making a batch and its slips: a job of steps, each of which may be run again."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.books.models import Fund, Project
from nuantong.cohorts.models import Cohort, Member
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.copying import insert_new
from nuantong.core.errors import Refusal
from nuantong.core.fields import EncryptedTextField
from nuantong.goods import sizes
from nuantong.goods.models import Item, Kit, Store
from nuantong.handouts import paying
from nuantong.handouts.actions.common import REFUSALS, log_batch
from nuantong.handouts.keeping import in_words, keep, scale_of
from nuantong.handouts.models import Batch, Slip
from nuantong.people.models import Child, Guardian

SLICE: Final = 2_000
COLUMNS: Final = (
    "key", "batch", "cohort", "child", "place", "size", "state", "version", "payee", "account", "bank",
)  # fmt: skip
Tell = Callable[[int, str], None]


@dataclass(frozen=True, kw_only=True)
class Gift:
    """What each child gets: a thing or a kit from a store, or money of a fund."""

    item: Item | None = None
    kit: Kit | None = None
    pieces: int = 1
    store: Store | None = None
    fen: int | None = None
    fund: Fund | None = None


@transaction.atomic
def make_batch(
    *, key: UUID, project: Project, purpose: str, cohort: Cohort, gift: Gift, title: str,
    on: dt.date, by: Reader, within: int = 30,
) -> Batch:  # fmt: skip
    """A batch whose slips are still to be made (`fill`); the same key gives the same batch."""
    if not by.can(Permission.RUN_CAMPAIGNS):
        raise Refusal("发放批次由组织微爱行动的市、区县妇联建立。")
    known = Batch.objects.filter(key=key).first()
    if known is not None:
        return known
    _check_gift(gift, purpose)
    with refusing(REFUSALS):
        batch = Batch.objects.create(
            key=key, project=project, purpose=purpose, cohort=cohort, title=title.strip()[:60],
            on=on, within=within,
            item=gift.item, kit=gift.kit, pieces=gift.pieces, store=gift.store, fen=gift.fen,
            fund=gift.fund, begun_at=clock.now(), begun_by=by.user, begun_by_name=by.actor_name,
            work_state=Batch.State.QUEUED,
        )  # fmt: skip
    log_batch("建立发放批次", batch, by, title=batch.title, on=str(on))
    return batch


def _check_gift(gift: Gift, purpose: str) -> None:
    if gift.kit is not None and not gift.kit.parts.exists():
        raise Refusal("这种礼包里还没有东西，请先在物资里写明礼包的内容。")
    if gift.fen is not None and gift.fund is not None:
        allowed = {one.purpose for one in gift.fund.purposes.all()}
        if purpose not in allowed:
            raise Refusal(f"“{gift.fund.name}”的钱不能用于这次行动的用途，请换一笔资金。")


def fill(*, batch: Batch, by: Reader, tell: Tell | None = None) -> str:
    """Make the slips and keep the goods, or promise the money; what is still lacking, in words.

    Each slice is a transaction of its own. Killed anywhere and run again it ends the same.
    """
    done = 0
    for members in _slices(batch):
        with transaction.atomic():
            write_slips(batch, members, by)
        done += len(members)
        if tell:
            tell(done, f"已生成{done}张发放单")
    with transaction.atomic():
        paying.commit_for(batch, Slip.objects.filter(batch=batch).count(), by)
        return in_words(keep(batch=batch, by=by))


def _slices(batch: Batch) -> Iterator[list[int]]:
    rows = Member.objects.in_force().filter(cohort=batch.cohort_id).order_by("child")
    children = list(rows.values_list("child", flat=True))
    yield from (children[at : at + SLICE] for at in range(0, len(children), SLICE))


def write_slips(batch: Batch, children: Sequence[int], by: Reader) -> int:
    """A slip for each of these children, by one statement; who has one already keeps it."""
    scale, payees = scale_of(batch), _payees(batch, children) if batch.is_money else {}
    rows = []
    for child in Child.objects.filter(id__any_of=children).defer(
        "address", "remark", "health_note"
    ):
        size = _size(child, scale, batch.on)
        payee, account, bank = payees.get(child.pk, ("", None, ""))
        rows.append((uuid5(batch.key, str(child.pk)), batch.pk, batch.cohort_id, child.pk,
                     child.place_id, size, "waiting", 1, payee, account, bank))  # fmt: skip
    with refusing(REFUSALS):
        return len(insert_new(Slip, COLUMNS, rows, ["id"]))


def _size(child: Child, scale: list[str], on: dt.date) -> str:
    """What fits her on the day; "" where nobody can say, to be chosen at the door."""
    if not scale:
        return ""
    return sizes.suggest(sizes=scale, sex=child.sex, birth_date=child.birth_date, on=on).size


Payee = tuple[str, bytes | None, str]


def _payees(batch: Batch, children: Sequence[int]) -> dict[int, Payee]:
    """To whom a child's money goes: her guardian, into the account of the last time."""
    guardians = Guardian.objects.filter(child__id__any_of=children, until=None)
    found: dict[int, Payee] = {g.child_id: (g.name, None, "") for g in guardians}
    seal = Slip._meta.get_field("account")
    assert isinstance(seal, EncryptedTextField)
    last = Slip.objects.filter(child__id__any_of=children, account__isnull=False)
    for slip in last.exclude(batch=batch).order_by("pk"):
        found[slip.child_id] = (slip.payee, seal.seal(str(slip.account)), slip.bank)
    return found


def total_of(batch: Batch) -> int:
    return Member.objects.in_force().filter(cohort=batch.cohort_id).count()


@transaction.atomic
def run_again(*, batch: Batch, by: Reader) -> Batch:
    """Ask for the job once more: after a failure, or when goods have come."""
    found = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if not by.can(Permission.RUN_CAMPAIGNS):
        raise Refusal("发放批次由组织微爱行动的市、区县妇联办理。")
    if not found.is_active:
        found._set(work_state=Batch.State.QUEUED, message="")
        log_batch("重新留货", found, by)
    return found


def run(batch_id: int, by: Reader) -> None:
    """The job, with its progress on the batch."""
    batch = Batch.objects.get(pk=batch_id)
    if not batch.is_active:
        return
    batch.begin(total_of(batch))
    try:
        lacking = fill(batch=batch, by=by, tell=batch.advance)
    except Refusal as refusal:
        batch.fail(str(refusal))
    except Exception:
        batch.fail("处理中断了。已经生成的发放单都在，请点“再做一次”接着做。")
        raise
    else:
        batch.finish(lacking)
