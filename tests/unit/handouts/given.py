"""A frozen cohort, coats in two sizes, money in a fund, and batches of both."""

import uuid
from collections.abc import Iterable
from typing import Any

from nuantong.access.reader import system_reader
from nuantong.books import posting
from nuantong.books.models import Fund, Project
from nuantong.cohorts.models import Cohort, Member
from nuantong.core import clock
from nuantong.goods.models import Store
from nuantong.handouts import actions
from nuantong.handouts.models import Batch, Slip
from nuantong.people.models import Child
from tests.conftest import TODAY, place
from tests.unit.books.book import make_fund, make_project, move
from tests.unit.goods.shelves import fill, make_item, make_store


def make_cohort(children: Iterable[Child], frozen: bool = True) -> Cohort:
    cohort = Cohort.objects.create(
        key=uuid.uuid4(), title="全市名单", purpose="winter_coat", region=place("500000"),
        as_of=TODAY, made_at=clock.now(), made_by="王丽华",
    )  # fmt: skip
    Member.objects.bulk_create(Member(cohort=cohort, child=child) for child in children)
    if frozen:
        cohort.state, cohort.words = Cohort.State.FROZEN, "全部在册儿童"
        cohort.frozen_at, cohort.frozen_by = clock.now(), "王丽华"
        cohort.save()
    return cohort


def coats(
    children: Iterable[Child],
    count: int = 10,
    store: Store | None = None,
    project: Project | None = None,
    name: str = "",
    title: str = "2018年冬衣",
) -> Batch:
    """A batch of down jackets; `count` of each size lie in the store."""
    by = system_reader()
    item = make_item(name or f"羽绒服{uuid.uuid4().hex[:6]}", ("130", "140", "150"))
    store = store or make_store(f"仓库{uuid.uuid4().hex[:6]}")
    for size in ("130", "140", "150"):
        if count:
            fill(store, item, count, by, size)
    gift = actions.Gift(item=item, store=store)
    return _made(children, gift, title, "winter_coat", project or make_project())


def grants(
    children: Iterable[Child],
    fen: int = 300_00,
    money: int = 100_000_00,
    title: str = "2018年慰问金",
) -> Batch:
    """A batch of money from a fund that has some."""
    fund, project = make_fund(f"资金{uuid.uuid4().hex[:6]}"), make_project()
    move(posting.receive, fund, money, project=project)
    return _made(children, actions.Gift(fen=fen, fund=fund), title, "winter_coat", project)


def _made(
    children: Iterable[Child], gift: actions.Gift, title: str, purpose: str, project: Project
) -> Batch:
    by = system_reader()
    batch = actions.make_batch(
        key=uuid.uuid4(), project=project, purpose=purpose, cohort=make_cohort(children), gift=gift,
        title=title, on=TODAY, by=by,
    )  # fmt: skip
    actions.run(batch.pk, by)
    return Batch.objects.get(pk=batch.pk)


def slip_of(batch: Batch, child: Child) -> Slip:
    return Slip.objects.select_related("batch", "child").get(batch=batch, child=child)


def witnessed(slip: Slip, **values: Any) -> actions.Hand:
    return actions.Hand(slip=slip.pk, how="witnessed", witness="村文书王强", **values)


def money_of(fund: Fund | None, project: Project) -> dict[str, int]:
    assert fund is not None
    row = fund.balances.get(project=project)
    return {"bank": row.bank, "committed": row.committed, "spent": row.spent}
