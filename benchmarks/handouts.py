"""A batch of 9,800 coats and one of money: slips made, goods kept, receipts posted; all undone again.

./dev bench handouts        makes its own children; the database is as it was afterwards
"""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import uuid4

from django.db import transaction

from benchmarks.costs import cost
from benchmarks.tables import show

CHILDREN: Final = 9_800
DAY: Final = dt.date(2018, 8, 24)
HEADINGS: Final = ("step", "rows", "seconds", "CPU", "goal")


def main() -> None:
    with transaction.atomic():
        children = _children()
        rows = [*_of(_coats(children), "coats"), *_of(_money(children), "money")]
        transaction.set_rollback(True)
    show(f"hand-outs for {CHILDREN:,} children in {len(_villages()):,} villages", HEADINGS, rows)


def _of(batch: Any, what: str) -> list[list[object]]:
    from nuantong.access.reader import system_reader
    from nuantong.handouts import actions
    from nuantong.handouts.models import Slip

    by = system_reader().as_of(DAY)
    fill = partial(actions.fill, batch=batch, by=by)
    rows = [_timed(f"{what}: slips made, kept or promised", lambda: len(fill()) or CHILDREN, "")]
    rows.append(_timed(f"{what}: the same again", lambda: len(fill()), ""))
    slips = Slip.objects.filter(batch=batch).values_list("pk", flat=True)
    hands = [actions.Hand(slip=pk, how="witnessed", witness="村文书", on=DAY) for pk in slips]
    post = partial(actions.hand_all, batch=batch, hands=hands, by=by)
    rows.append(_timed(f"{what}: receipts posted", post, "<5 s"))
    rows.append(_timed(f"{what}: the same again", post, ""))
    return rows


def _timed(title: str, step: Callable[[], int], goal: str) -> list[object]:
    spent, found = cost(step)
    return [title, f"{found:,}", f"{spent.wall:.2f}", f"{spent.cpu:.2f}", goal]


def _villages() -> list[int]:
    from nuantong.regions.models import Region

    rows = Region.objects.filter(level=Region.Level.VILLAGE, successor=None).order_by("code")
    return list(rows.values_list("pk", flat=True)[:2_000])


def _children() -> list[Any]:
    from nuantong.people.models import Child, Household

    villages = _villages()
    places = [villages[n % len(villages)] for n in range(CHILDREN)]
    homes = Household.objects.bulk_create(Household(place_id=place) for place in places)
    return Child.objects.bulk_create(
        Child(name=f"童{n}", pinyin="t tong", sex=str(1 + n % 2), id_status="missing", household=home,
              place_id=home.place_id, registered_on=DAY,
              birth_date=DAY - dt.timedelta(days=365 * (4 + n % 13)))
        for n, home in enumerate(homes)
    )  # fmt: skip


def _coats(children: list[Any]) -> Any:
    from nuantong.access.reader import system_reader
    from nuantong.goods import sizes, stock
    from nuantong.goods.models import Item, ItemSize, Store
    from nuantong.handouts.actions import Gift

    by = system_reader().as_of(DAY)
    item = Item.objects.create(key=uuid4(), name=f"羽绒服{uuid4()}"[:40], scale="height")
    scale = sizes.sizes_of("height")
    ItemSize.objects.bulk_create(ItemSize(item=item, size=s, order=n) for n, s in enumerate(scale))
    store = Store.objects.create(key=uuid4(), name=f"仓库{uuid4()}"[:40], region_id=by.tree.root.id)
    lines = [
        stock.Line(store=store.pk, item=item.pk, size=s, count=CHILDREN, key=uuid4()) for s in scale
    ]
    stock.receive(lines=lines, document=stock.Document("benchmark", uuid4()), by=by)
    return _batch(children, Gift(item=item, store=store), _project())


def _money(children: list[Any]) -> Any:
    from nuantong.access.reader import system_reader
    from nuantong.books import actions, posting
    from nuantong.handouts.actions import Gift

    by, project, fen = system_reader().as_of(DAY), _project(), 100_00
    said = actions.NewFund(name=f"资金{uuid4()}"[:60], source="budget", region_id=by.tree.root.id,
                           opened_on=dt.date(2018, 1, 1), purposes=["winter_coat"])  # fmt: skip
    fund = actions.open_fund(said=said, key=uuid4(), by=by)
    about = posting.Voucher(fund=fund, purpose="winter_coat", project=project, on=DAY, words="到账",
                            document=posting.Document("benchmark", uuid4()), key=uuid4())  # fmt: skip
    posting.receive(about=about, fen=fen * CHILDREN, by=by)
    return _batch(children, Gift(fen=fen, fund=fund), project)


def _project() -> Any:
    from nuantong.books.models import Project

    return Project.objects.create(key=uuid4(), title="暖冬行动")


def _batch(children: list[Any], gift: Any, project: Any) -> Any:
    from nuantong.access.reader import system_reader
    from nuantong.cohorts.models import Cohort, Member
    from nuantong.core import clock
    from nuantong.handouts.actions import make_batch

    by = system_reader().as_of(DAY)
    cohort = Cohort.objects.create(
        key=uuid4(), title="名单", purpose="winter_coat", region_id=by.tree.root.id, as_of=DAY,
        made_at=clock.now(), made_by="系统",
    )  # fmt: skip
    Member.objects.bulk_create(Member(cohort=cohort, child=child) for child in children)
    cohort.state, cohort.words, cohort.frozen_at, cohort.frozen_by = (
        "frozen",
        "全部",
        clock.now(),
        "系统",
    )
    cohort.save()
    return make_batch(key=uuid4(), project=project, purpose="winter_coat", cohort=cohort, gift=gift,
                      title="2018年冬衣", on=DAY, by=by)  # fmt: skip
